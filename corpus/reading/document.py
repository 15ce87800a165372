"""From a path to the articles in it: the one way every format goes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from corpus.cleaning import clean
from corpus.decoding import normalise
from corpus.errors import ReadError
from corpus.language import chinese_script, identify
from corpus.reading import docx, html, jsonl, markdown, pdf, text
from corpus.reading.contents import Contents
from corpus.reading.files import Skipped, read_bytes, walk
from corpus.reading.limits import Limits
from corpus.reading.names import printable, shown, title_from_name
from corpus.types import Article, RawArticle, article_id

Reader = Callable[[bytes, str, Limits], Contents]
FORMATS: dict[str, Reader] = {
    ".txt": text.read,
    ".md": markdown.read,
    ".markdown": markdown.read,
    ".html": html.read,
    ".htm": html.read,
    ".pdf": pdf.read,
    ".docx": docx.read,
    ".jsonl": jsonl.read,
}
_MAX_NOTES = 20
_MAX_REASON = 200  # characters of a parser's complaint
_MAX_METADATA = 500  # characters of a title, source, ...
_TAG = re.compile(r"([a-z]{2})([-_][a-z0-9]{2,8})*", re.I)


@dataclass(frozen=True, slots=True)
class Document:
    """A file as it was read: its SHA-256, size and modification time, its articles, and what was left out."""

    path: Path
    sha256: str
    size: int
    mtime_ns: int
    articles: tuple[Article, ...]
    notes: tuple[str, ...]


def find_files(paths: Sequence[Path]) -> Iterator[Path | Skipped]:
    """The readable files under ``paths``, folders recursively and sorted, and what is skipped and why."""
    return walk(paths, FORMATS)


def read_file(path: Path, limits: Limits = Limits()) -> Document:  # noqa: B008 (frozen)
    """The articles of one file, decoded, repaired, cleaned and with their language.

    Raises:
        ReadError: the file is unreadable, over a limit, of an unknown format, or holds no text.
    """
    reader = FORMATS.get(path.suffix.lower())
    if reader is None:
        raise ReadError(
            shown(path),
            "unknown format",
            f"known are {' '.join(FORMATS)}",
            code="file-format",
            formats=" ".join(FORMATS),
        )
    data, status = read_bytes(path, limits)
    contents = _contents(reader, data, shown(path), limits)
    articles = [_article(raw, path) for raw in contents.articles]
    kept = {article.id: article for article in articles if article.text}
    if not kept:
        raise ReadError(shown(path), "holds no text", code="file-no-text")
    notes = (*contents.notes, *_losses(articles))
    sha256 = hashlib.sha256(data).hexdigest()
    return Document(path, sha256, status.st_size, status.st_mtime_ns, tuple(kept.values()), _bounded(notes))


def _contents(reader: Reader, data: bytes, name: str, limits: Limits) -> Contents:
    try:
        return reader(data, name, limits)
    except ReadError:
        raise
    except MemoryError as error:
        raise ReadError(name, "needs more memory than there is", "split it", code="file-too-large") from error
    except RecursionError as error:
        raise ReadError(name, "is nested too deeply") from error
    except Exception as error:  # a parser of untrusted files may raise anything
        reason = f"{type(error).__name__}: {error}"[:_MAX_REASON]
        raise ReadError(name, f"cannot be read: {printable(reason)}", code="file-damaged") from error


def _article(raw: RawArticle, path: Path) -> Article:
    cleaned = clean(_normalised(raw))
    title = cleaned.title or title_from_name(path)
    return Article(
        id=article_id(cleaned.text),
        title=title,
        text=cleaned.text,
        language=_language(cleaned.language, cleaned.text),
        source=cleaned.source or "",
        date=cleaned.date,
        url=_web_address(cleaned.url),
    )


def _normalised(raw: RawArticle) -> RawArticle:
    metadata = {
        field.name: _one_line(getattr(raw, field.name)) for field in fields(raw) if field.name != "text"
    }
    return RawArticle(text=normalise(raw.text), **metadata)


def _one_line(value: str | None) -> str | None:
    return " ".join(normalise(value).split())[:_MAX_METADATA] or None if value else None


def _language(declared: str | None, body: str) -> str:
    """The declared BCP 47 tag, reduced to what the project tells apart; else the identified one."""
    tag = _TAG.fullmatch(declared or "")
    if tag is None:
        return identify(body)
    primary = tag[1].lower()
    return chinese_script(body) if primary == "zh" else primary


def _web_address(url: str | None) -> str | None:
    return url if url and re.match(r"https?://", url, re.I) else None


def _losses(articles: Sequence[Article]) -> Iterator[str]:
    seen: dict[str, int] = {}
    for number, article in enumerate(articles, 1):
        if not article.text:
            yield f"article {number}: no text left after cleaning"
        elif article.id in seen:
            yield f"article {number}: the same as article {seen[article.id]}"
        seen.setdefault(article.id, number)


def _bounded(notes: Sequence[str]) -> tuple[str, ...]:
    more = len(notes) - _MAX_NOTES
    return (*notes[:_MAX_NOTES], f"and {more} more") if more > 0 else tuple(notes)
