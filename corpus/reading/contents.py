"""What every format reader returns."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.types import RawArticle


@dataclass(frozen=True, slots=True)
class Contents:
    """The articles of one file as found, and one line for each thing in it that was left out."""

    articles: tuple[RawArticle, ...]
    notes: tuple[str, ...] = ()
