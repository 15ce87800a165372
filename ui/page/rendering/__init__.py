"""What several parts of the page render alike: escaped text, marked quotes, bylines."""

from __future__ import annotations

from ui.page.rendering.markup import escape, marked

__all__ = ["escape", "marked"]
