"""From files to a searchable library: read, cut, encode, store; what is reported as added stays added."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from corpus.errors import ReadError
from corpus.reading import Document, Limits, Skipped, find_files, fingerprint, read_file
from corpus.reading.names import title_from_name
from corpus.types import Article
from embeddings.library import ArticleRecord, FileState, Library

Status = Literal["added", "updated", "unchanged", "skipped"]

_ARTICLES_AT_ONCE = 16
"""Articles of one file that are encoded and stored together; a file with no more is stored all or nothing."""
_ALREADY_THERE = "the library holds it already, from another file"


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file; ``notes`` say what was left out of it.

    ``reason`` says why it was skipped, or why a file that is new to the library changed nothing.
    """

    path: Path
    status: Status
    articles: tuple[ArticleRecord, ...] = ()
    notes: tuple[str, ...] = ()
    reason: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The report as it stands in the JSON of ``add``."""
        return {
            "path": str(self.path),
            "status": self.status,
            "articles": [article.to_dict() for article in self.articles],
            "notes": list(self.notes),
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class Progress:
    """How far adding has come; ``path`` is the file at hand, ``passages`` counts those encoded so far."""

    done_files: int
    files: int
    path: Path
    passages: int


def add_paths(
    library: Library,
    paths: Sequence[Path],
    *,
    limits: Limits | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Iterator[FileReport]:
    """Adds or updates every file at or below ``paths``, one report per file, in order.

    A file as it was when last added costs no reading. One bad file never stops the rest. The report of a
    file comes after its articles are safely on disk; an interruption loses none of them. Raises
    LibraryError if the library itself refuses.
    """
    with library.writing():
        own = library.directory.resolve()
        found = [file for file in find_files(paths) if not _location(file).is_relative_to(own)]
        passages = 0
        for done, path in enumerate(found):
            if isinstance(path, Skipped):
                yield FileReport(path.path, "skipped", reason=path.reason)
                continue
            if progress is not None:
                progress(Progress(done, len(found), path, passages))
            report = _add_file(library, path, limits or Limits())
            if report.status in ("added", "updated"):
                passages += sum(article.passages for article in report.articles)
            yield report


def _location(found: Path | Skipped) -> Path:
    return (found.path if isinstance(found, Skipped) else found).resolve()


def add_file(
    library: Library,
    path: Path,
    *,
    known_as: Path,
    limits: Limits | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> FileReport:
    """Adds the file at ``path`` as if it stood at ``known_as``; the library needs neither afterwards.

    ``progress(done, articles)`` is called whenever some of its articles are safely on disk. Raises
    LibraryError if the library itself refuses.
    """
    document = _read(path, limits or Limits())
    if isinstance(document, Skipped):
        return FileReport(known_as, "skipped", reason=document.reason)
    with library.writing():
        return _add_document(library, replace(document, path=known_as), progress)


def _add_file(library: Library, path: Path, limits: Limits) -> FileReport:
    before = library.file(path)
    try:
        if before is not None and _looks_unchanged(before, path):
            return FileReport(path, "unchanged")
    except OSError as error:
        return FileReport(path, "skipped", reason=error.strerror or str(error))
    document = _read(path, limits)
    if isinstance(document, Skipped):
        return FileReport(path, "skipped", reason=document.reason)
    return _add_document(library, document)


def _read(path: Path, limits: Limits) -> Document | Skipped:
    try:
        return read_file(path, limits)
    except ReadError as error:
        return Skipped(path, f"{error.why} ({error.mend})" if error.mend else error.why)
    except OSError as error:
        return Skipped(path, error.strerror or str(error))


def _add_document(
    library: Library, document: Document, progress: Callable[[int, int], None] | None = None
) -> FileReport:
    path, ids = document.path, [article.id for article in document.articles]
    before = library.file(path)
    held = {record.id: replace(record, path="") for record in library.records(ids)}
    _store(library, document if before else _completed(document, held), progress)
    records = tuple(library.records(ids))
    if before is not None and before.sha256 == document.sha256:
        return FileReport(path, "unchanged", notes=document.notes)
    if before is None and len(held) < len(records):
        return FileReport(path, "added", records, document.notes)
    if before is None and all(replace(record, path="") == held[record.id] for record in records):
        return FileReport(path, "unchanged", notes=document.notes, reason=_ALREADY_THERE)
    return FileReport(path, "updated", records, document.notes)


def _completed(document: Document, held: Mapping[str, ArticleRecord]) -> Document:
    """A file that is new to the library: what it leaves unsaid of articles held from another file stays."""
    named = title_from_name(document.path)
    articles = [
        _filled(article, held[article.id], named) if article.id in held else article
        for article in document.articles
    ]
    return replace(document, articles=tuple(articles))


def _filled(article: Article, held: ArticleRecord, named: str) -> Article:
    return replace(
        article,
        title=held.title if article.title == named else article.title,
        source=article.source or held.source,
        date=article.date or held.date,
        url=article.url or held.url,
    )


def _looks_unchanged(before: FileState, path: Path) -> bool:
    return (before.size, before.mtime_ns) == fingerprint(path)


def _store(library: Library, document: Document, progress: Callable[[int, int], None] | None) -> None:
    file = FileState(document.path, document.size, document.mtime_ns, document.sha256)
    articles = list({article.id: article for article in document.articles}.values())
    ids = [article.id for article in articles]
    parts = [articles[at : at + _ARTICLES_AT_ONCE] for at in range(0, len(articles), _ARTICLES_AT_ONCE)]
    for number, part in enumerate(parts, 1):
        held = library.held(article.id for article in part)
        known = [article for article in part if article.id in held]
        new = [library.indexed(article) for article in part if article.id not in held]
        library.put(file, new, known, keep=ids if number == len(parts) else None)
        if progress is not None:
            progress(min(number * _ARTICLES_AT_ONCE, len(articles)), len(articles))
