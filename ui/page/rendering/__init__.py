"""Answers, hits and conversations as HTML: pure functions of values that escape every text they get."""

from __future__ import annotations

from ui.page.rendering.answers import answer_text
from ui.page.rendering.markup import escape, marked
from ui.page.rendering.sources import answer_sources, found_passages, library_contents
from ui.page.rendering.thread import masthead, notice, thread, welcome

__all__ = [
    "answer_sources",
    "answer_text",
    "escape",
    "found_passages",
    "library_contents",
    "marked",
    "masthead",
    "notice",
    "thread",
    "welcome",
]
