"""Storing what a file holds, part by part; with its last part comes what became of the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from corpus.errors import PolyciteError
from corpus.reading import Document
from corpus.reading.names import title_from_name
from corpus.types import Article
from embeddings.library import ArticleRecord, FileState, Library
from embeddings.library.encoding import Cut
from embeddings.library.records import Indexed

Status = Literal["added", "updated", "unchanged", "skipped"]
_ALREADY_THERE = "the library holds it already, from another file"


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file; ``notes`` say what was left out of it.

    ``reason`` says why it was skipped, or why a file that is new to the library changed nothing; ``error`` is
    what kept it from being read, where that is known.
    """

    path: Path
    status: Status
    articles: tuple[ArticleRecord, ...] = ()
    notes: tuple[str, ...] = ()
    reason: str = ""
    error: PolyciteError | None = field(default=None, compare=False)

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
class Part:
    """Articles of a file that are stored together, ``done`` of its articles then; the new ones are cut."""

    document: Document
    articles: tuple[Article, ...]
    cuts: tuple[Cut, ...]
    done: int


@dataclass(frozen=True, slots=True)
class Stored:
    """What is safely on disk: ``done`` articles of a file by now, ``passages`` and ``bytes`` of it just now.

    ``report`` comes with the file's last.
    """

    done: int
    passages: int
    bytes: int
    report: FileReport | None


class Storing:
    """Stores one part after another; with a file's last it tells what became of the file."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._held: dict[str, ArticleRecord] = {}

    def __call__(self, step: Part | FileReport, indexed: Mapping[str, Indexed]) -> Stored:
        """What the library holds may have changed since the part was cut: an earlier file came between."""
        if isinstance(step, FileReport):
            return Stored(0, 0, 0, step)
        library, document = self._library, step.document
        before = library.file(document.path)
        records = library.records([article.id for article in step.articles])
        self._held |= {record.id: replace(record, path="") for record in records}
        known = [article for article in step.articles if article.id in self._held]
        new = [
            self._encoded(article, indexed.get(article.id))
            for article in step.articles
            if article.id not in self._held
        ]
        last = step.done == len(document.articles)
        library.put(
            FileState(document.path, document.size, document.mtime_ns, document.sha256),
            new,
            known if before else [_filled(article, self._held, document.path) for article in known],
            keep=[article.id for article in document.articles] if last else None,
        )
        return Stored(
            step.done,
            sum(len(item.passages) for item in new),
            document.size * len(step.articles) // len(document.articles),
            self._report(document, before) if last else None,
        )

    def _encoded(self, article: Article, item: Indexed | None) -> Indexed:
        return item if item and item.article == article else self._library.indexed(article)

    def _report(self, document: Document, before: FileState | None) -> FileReport:
        held, self._held = self._held, {}
        path = document.path
        records = tuple(self._library.records([article.id for article in document.articles]))
        if before is not None and before.sha256 == document.sha256:
            return FileReport(path, "unchanged", notes=document.notes)
        if before is None and len(held) < len(records):
            return FileReport(path, "added", records, document.notes)
        if before is None and all(replace(record, path="") == held[record.id] for record in records):
            return FileReport(path, "unchanged", notes=document.notes, reason=_ALREADY_THERE)
        return FileReport(path, "updated", records, document.notes)


def _filled(article: Article, held: Mapping[str, ArticleRecord], path: Path) -> Article:
    """What a file that is new to the library leaves unsaid of an article held from another file stays."""
    record = held[article.id]
    return replace(
        article,
        title=record.title if article.title == title_from_name(path) else article.title,
        source=article.source or record.source,
        date=article.date or record.date,
        url=article.url or record.url,
    )
