"""PDF files with a text layer."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from corpus.errors import ReadError
from corpus.reading.contents import Contents
from corpus.reading.limits import Limits, mebibytes
from corpus.reading.names import embedded_title
from corpus.reading.reflow import paragraphs
from corpus.types import RawArticle

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

logging.getLogger("pypdf").addHandler(logging.NullHandler())

_EDGE = 2  # lines at the top and at the bottom of a page among which headers and footers are sought
_DIGITS = re.compile(r"\d+")
_SAME = 0.5  # share of the pages that a running header or footer stands on


def read(data: bytes, name: str, limits: Limits) -> Contents:
    """One article: the pages' text in paragraphs, without running headers, footers and page numbers.

    The title is the document's own; its dates are those of the file, not of the article, and unused.
    """
    document = _open(data, name, limits)
    pages = [text.splitlines() for text in _texts(document, name, limits)]
    if not any(map(any, pages)):
        raise ReadError(name, "has no text in it: its pages are pictures", "run OCR over it first")
    text = "\n\n".join(paragraphs(line for page in without_running_lines(pages) for line in page))
    return Contents((RawArticle(text=text, title=_title(document)),), _notes(pages))


def without_running_lines(pages: list[list[str]]) -> list[list[str]]:
    """The pages' lines less those that recur, but for their numbers, at the edge of most pages."""
    pages = [[line for line in page if line.strip()] for page in pages]
    seen = Counter(pattern for page in pages for pattern in {_pattern(page[at]) for at in _edges(page)})
    running = {pattern for pattern, count in seen.items() if count > max(1, _SAME * len(pages))}
    return [_trimmed(page, running) for page in pages]
