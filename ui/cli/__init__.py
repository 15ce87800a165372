"""The ``polycite`` command: one small module per group of commands, composed in ``app``."""

from __future__ import annotations

from ui.cli.running import main

__all__ = ["main"]
