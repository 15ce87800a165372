"""PDF files with a text layer."""

from __future__ import annotations

import io
import logging
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

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
_MAX_NUMBERED = 60  # characters of a header that carries the page's number; a longer line is prose
_DIGITS = re.compile(r"\d+")
_RUNNING = 0.4  # share of the pages that a running header or footer stands on, left and right ones too
_GUTTER = re.compile(r"(?<=\S) {3,}(?=\S)")
_COLUMNS = 0.4  # share of a page's lines that a gutter runs through
_KEPT = 0.98  # share of the plain extraction's characters that the laid-out one must hold
_BESIDE_MARKS = re.compile(r"(?<=[“‘（《「『]) +| +(?=[”’）》」』，。、；：])")
_GLYPHS = re.compile("[\u2f00-\u2fd5\ufb00-\ufb06]")  # Kangxi radicals and ligatures that stand for letters
# The radicals of the supplement that are words, and the words (Unicode, EquivalentUnifiedIdeograph.txt).
_RADICALS = str.maketrans(
    "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
    "母民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
)


def read(data: bytes, name: str, limits: Limits) -> Contents:
    """One article: the pages' text in paragraphs, without running headers, footers and page numbers.

    The title is the document's own; its dates are those of the file, not of the article, and unused.
    """
    document = _open(data, name, limits)
    pages = [text.splitlines() for text in _texts(document, name, limits)]
    if not any(map(any, pages)):
        raise ReadError(
            name, "has no text in it: its pages are pictures", "run OCR over it first", code="file-scanned"
        )
    text = "\n\n".join(paragraphs(line for page in without_running_lines(pages) for line in page))
    return Contents((RawArticle(text=text, title=_title(document)),), _notes(pages))


def without_running_lines(pages: list[list[str]]) -> list[list[str]]:
    """The pages' lines less those that recur, but for the page's number, at the edge of many pages."""
    seen = Counter(pattern for page in pages for pattern in {_pattern(page[at]) for at in _edges(page)})
    running = {pattern for pattern, count in seen.items() if count >= max(2, _RUNNING * len(pages))}
    return [_trimmed(page, running) for page in pages]


def _trimmed(page: list[str], running: set[str]) -> list[str]:
    drop = {at for at in _edges(page) if _pattern(page[at]) in running}
    kept = [line for at, line in enumerate(page) if at not in drop]
    return "\n".join(kept).strip("\n").split("\n")


def _edges(page: list[str]) -> set[int]:
    filled = [at for at, line in enumerate(page) if line.strip()]
    return {*filled[:_EDGE], *filled[-_EDGE:]}


def _pattern(line: str) -> str:
    line = " ".join(line.split())
    return _DIGITS.sub("#", line) if len(line) <= _MAX_NUMBERED else line


def _open(data: bytes, name: str, limits: Limits) -> PdfReader:
    from pypdf import PdfReader

    try:
        document = PdfReader(io.BytesIO(data))
        locked = document.is_encrypted and not document.decrypt("")
        count = 0 if locked else len(document.pages)
    except MemoryError:
        raise
    except Exception as error:  # pypdf raises KeyError, RecursionError, ... on damage
        raise ReadError(
            name, f"is a damaged PDF: {error or type(error).__name__}", code="file-damaged"
        ) from error
    if locked:
        raise ReadError(name, "is protected with a password", "save a copy without one", code="file-locked")
    if count > limits.max_pages:
        raise ReadError(
            name,
            f"has {count} pages, the limit is {limits.max_pages}",
            "split it",
            code="file-too-long",
            pages=count,
            limit=limits.max_pages,
        )
    return document


def _texts(document: PdfReader, name: str, limits: Limits) -> Iterator[str]:
    size = 0
    for page in document.pages:
        text = _text(page)
        size += len(text)
        if size > limits.max_bytes:
            raise ReadError(
                name,
                f"unpacks to over {mebibytes(limits.max_bytes)} of text",
                "split it",
                code="file-too-large",
            )
        text = _GLYPHS.sub(lambda glyph: unicodedata.normalize("NFKC", glyph[0]), text.translate(_RADICALS))
        yield _BESIDE_MARKS.sub("", text)


def _text(page: PageObject) -> str:
    """The page as it is laid out, which keeps words whole, or in its own order where it has columns."""
    plain = _extracted(page, "plain")
    layout = _extracted(page, "layout")
    complete = len("".join(layout.split())) >= _KEPT * len("".join(plain.split()))
    return layout if complete and not _has_columns(layout.splitlines()) else plain


def _extracted(page: PageObject, mode: Literal["plain", "layout"]) -> str:
    try:
        return page.extract_text(extraction_mode=mode)
    except Exception:  # noqa: BLE001 (likewise; the page then counts as one without text)
        return ""


def _has_columns(lines: list[str]) -> bool:
    gaps = [match.span() for line in lines for match in _GUTTER.finditer(line)]
    at = Counter(position for start, end in gaps for position in range(start, end))
    return max(at.values(), default=0) > _COLUMNS * sum(map(bool, lines))


def _title(document: PdfReader) -> str | None:
    try:
        return embedded_title(document.metadata.title if document.metadata else None)
    except Exception:  # noqa: BLE001 (likewise; a title is no reason to refuse the text)
        return None


def _notes(pages: list[list[str]]) -> tuple[str, ...]:
    empty = [str(number) for number, page in enumerate(pages, 1) if not any(page)]
    return (f"no text on {len(empty)} of {len(pages)} pages: {_listed(empty)}",) if empty else ()


def _listed(numbers: list[str]) -> str:
    return ", ".join(numbers[:10]) + (", …" if len(numbers) > 10 else "")
