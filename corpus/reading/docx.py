"""Word documents (.docx)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from corpus.errors import ReadError
from corpus.reading.contents import Contents
from corpus.reading.limits import Limits, mebibytes
from corpus.reading.names import embedded_title
from corpus.types import RawArticle

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement

_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # what Word 97 and encrypted documents are wrapped in
_NO_FALLBACK = "not(ancestor::*[local-name()='Fallback'])"  # the copy of a text box for old readers
_BLOCKS = (
    f".//w:p[not(ancestor::w:tbl) and {_NO_FALLBACK}] | .//w:tbl[not(ancestor::w:tbl) and {_NO_FALLBACK}]"
)
_OWN_ROWS = ".//w:tr[count(ancestor::w:tbl) = 1]"  # those of a table inside a cell are the cell's text
_PIECES = ".//w:r/*[self::w:t or self::w:tab or self::w:br or self::w:cr or self::w:noBreakHyphen]"
_WRITTEN = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}


def read(data: bytes, name: str, limits: Limits) -> Contents:
    """One article: paragraphs and tables in order, insertions taken and deletions left out.

    Each row of a table is a paragraph. Title and language are the core properties'; their dates are
    those of the file, not of the article, and unused.
    """
    _check_archive(data, name, limits)
    try:
        document = _open(data)
        blocks = list(_blocks(document.element.body))
        properties = document.core_properties
        title, language = embedded_title(properties.title), properties.language or None
    except MemoryError:
        raise
    except Exception as error:  # python-docx raises KeyError, AttributeError, lxml's errors, ...
        raise ReadError(
            name, f"is a damaged Word document: {error or type(error).__name__}", code="file-damaged"
        ) from error
    article = RawArticle(text="\n\n".join(blocks), title=title, language=language)
    return Contents((article,))


def _check_archive(data: bytes, name: str, limits: Limits) -> None:
    if data.startswith(_COMPOUND_FILE):
        raise ReadError(
            name, "is protected with a password or of the old .doc kind", "save it as a plain .docx"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise ReadError(name, f"is no Word document: {error}", code="file-damaged") from error
    if unpacked > limits.max_unzipped_bytes:
        limit = mebibytes(limits.max_unzipped_bytes)
        raise ReadError(
            name, f"unpacks to {mebibytes(unpacked)}, the limit is {limit}", "split it", code="file-too-large"
        )
    if unpacked > limits.max_zip_ratio * len(data):
        ratio = f"{unpacked / len(data):.0f} times its size, the limit is {limits.max_zip_ratio:.0f}"
        raise ReadError(name, f"unpacks to {ratio}", "save it again with a word processor")


def _open(data: bytes) -> Document:
    from docx import Document

    return Document(io.BytesIO(data))


def _blocks(body: BaseOxmlElement) -> Iterator[str]:
    for block in body.xpath(_BLOCKS):
        texts = [_text(block)] if _kind(block) == "p" else _rows(block)
        yield from (text for text in texts if text.strip())


def _rows(table: BaseOxmlElement) -> Iterator[str]:
    for row in table.xpath(_OWN_ROWS):
        cells = [_paragraphs(cell) for cell in row.xpath("./w:tc | ./w:sdt/w:sdtContent/w:tc")]
        filled = [cell for cell in cells if cell]
        if len(filled) == 1:  # a frame around text, not a table
            yield from filled[0]
        else:
            yield " | ".join(" ".join(cell) for cell in filled)


def _paragraphs(cell: BaseOxmlElement) -> list[str]:
    paragraphs = cell.xpath(f".//w:p[{_NO_FALLBACK}]")
    return [text for paragraph in paragraphs if (text := _text(paragraph).strip())]


def _text(paragraph: BaseOxmlElement) -> str:
    own = (piece for piece in paragraph.xpath(_PIECES) if _paragraph_of(piece) is paragraph)
    return "".join(_WRITTEN.get(_kind(piece), piece.text or "") for piece in own)


def _paragraph_of(piece: BaseOxmlElement) -> object:
    return next(element for element in piece.iterancestors() if _kind(element) == "p")


def _kind(element: BaseOxmlElement) -> str:
    return str(element.tag).rpartition("}")[2]
