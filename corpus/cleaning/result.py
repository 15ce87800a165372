"""What cleaning hands back: the text that stays, what is known about it, and every line that left."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Removed:
    """A paragraph that is no part of the body, and why it left."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A body and its metadata; ``None`` where neither the reader nor the page tells.

    Paragraphs of ``text`` are separated by one blank line. ``date`` is ISO 8601, possibly of reduced
    precision. ``language`` is what the file declared. ``removed`` stands in reading order.
    """

    text: str
    title: str | None
    source: str | None
    date: str | None
    url: str | None
    language: str | None
    removed: tuple[Removed, ...]
