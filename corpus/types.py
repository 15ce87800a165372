"""The values everything else is about: pure, frozen, without vectors, scores or storage."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range ``[start, end)`` of character offsets (code points) into a text."""

    start: int
    end: int


def primary_language(tag: str) -> str:
    """The language of a BCP 47 tag without script or region: ``zh`` of ``zh-Hant``."""
    return tag.partition("-")[0]


@dataclass(frozen=True, slots=True)
class Article:
    """One cleaned text with its metadata.

    ``id`` derives from the text: the same article has the same id under whatever name it is read.
    ``language`` is a BCP 47 tag with script where it matters (``en``, ``vi``, ``zh-Hans``, ``zh-Hant``;
    ``und`` if unknown). ``source`` names the publisher, or is empty. ``date`` is ISO 8601, possibly
    of reduced precision (``2022``, ``2022-06``, ``2022-06-28``).
    """

    id: str
    title: str
    text: str
    language: str
    source: str = ""
    date: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A slice of an article. Invariant: ``article.text[start:end] == text``."""

    id: str
    article_id: str
    start: int
    end: int
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class RawArticle:
    """What a reader found in a file, before cleaning; ``None`` where the file does not say."""

    text: str
    title: str | None = None
    source: str | None = None
    date: str | None = None
    url: str | None = None
    language: str | None = None


def article_id(text: str) -> str:
    """16 hexadecimal digits of the SHA-256 of the cleaned text (UTF-8)."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def passage_id(article: str, start: int, end: int) -> str:
    """``<article id>:<start>-<end>``: stable as long as the article's text and the slice are."""
    return f"{article}:{start}-{end}"
