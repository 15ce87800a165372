"""Plain text (.txt)."""

from __future__ import annotations

from corpus.decoding import decode
from corpus.reading.contents import Contents
from corpus.reading.limits import Limits
from corpus.reading.reflow import unwrap
from corpus.types import RawArticle


def read(data: bytes, name: str, _limits: Limits) -> Contents:
    """One article of the whole text, hard-wrapped lines joined."""
    text = decode(data, name=name).replace("\r\n", "\n")
    return Contents((RawArticle(text=unwrap(text)),))
