"""Logging in to a served page: a form of its own, without scripts, and a session in a cookie."""

from __future__ import annotations

from ui.page.login.door import LoggedInOnly

__all__ = ["LoggedInOnly"]
