"""Saved web pages (.html, .htm)."""

from __future__ import annotations

import codecs
import logging
import re
from typing import TYPE_CHECKING

from corpus.decoding import decode
from corpus.errors import ReadError
from corpus.reading.contents import Contents
from corpus.reading.limits import Limits
from corpus.types import RawArticle

if TYPE_CHECKING:
    from trafilatura.settings import Document

logging.getLogger("trafilatura").addHandler(logging.NullHandler())
logging.getLogger("htmldate").addHandler(logging.NullHandler())

_PRESCAN = 4096  # bytes; the HTML standard looks at 1024, real pages put it later
_DECLARED = re.compile(rb"<meta[^>]+?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "cp950", "iso8859-1": "cp1252"}
_PLAIN = re.compile(
    r"gb18030|big5hkscs|cp(125\d|866|874|932|949|950)|iso8859-\d+|koi8-[rtu]|euc_(jp|kr)|shift_jis"
)
_STATED_DATES = {"original_date": True, "extensive_search": False}
"""A year somewhere in a page is not guessed to be its first of January."""


def read(data: bytes, name: str, _limits: Limits) -> Contents:
    """One article: the page's main text with its title, site, date and address (trafilatura).

    A page whose main text trafilatura does not find gives all its visible text.
    """
    html = _declared(data) or decode(data, name=name)
    page = _extract(html)
    text = (page.text if page else "") or _visible_text(html)
    if not text.strip():
        raise ReadError(
            name,
            "holds no text",
            "a page that a script fills has to be saved as displayed",
            code="file-no-text",
        )
    if page is None:
        return Contents((RawArticle(text=text),))
    return Contents((RawArticle(text, page.title, page.sitename, page.date, page.url),))


def _declared(data: bytes) -> str | None:
    """The page in the legacy encoding it declares, as browsers read it; ``None`` where it is not in that."""
    declaration = _DECLARED.search(data[:_PRESCAN])
    if declaration is None or _is_utf8(data):
        return None
    try:
        codec = codecs.lookup(declaration[1].decode("ascii", "replace")).name
        codec = _SUPERSETS.get(codec, codec)
        return data.decode(codec) if _PLAIN.fullmatch(codec) else None
    except (LookupError, UnicodeError):
        return None


def _is_utf8(data: bytes) -> bool:
    """Browsers that save a page convert it to UTF-8 and often leave the old declaration in it."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _extract(html: str) -> Document | None:
    from trafilatura import bare_extraction

    page = bare_extraction(
        html, with_metadata=True, include_comments=False, date_extraction_params=_STATED_DATES
    )
    return None if page is None or isinstance(page, dict) else page


def _visible_text(html: str) -> str:
    from trafilatura import html2txt

    return html2txt(f"<html><body>{html}</body></html>")
