"""What a library tells about itself and its articles."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from corpus.types import Article, Passage, Span
from embeddings.protocols import Vectors


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """An article without its text: ``characters`` long, in ``passages`` passages, read from ``path``."""

    id: str
    title: str
    language: str
    source: str
    date: str | None
    url: str | None
    characters: int
    passages: int
    path: str

    def to_dict(self) -> dict[str, Any]:
        """The record as it stands in the JSON of ``list``."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class FileState:
    """A file as it was when read: ``path`` absolute, ``size`` in bytes, ``mtime_ns`` since the epoch."""

    path: Path
    size: int
    mtime_ns: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Indexed:
    """An article ready to store; vectors are float32, ``(dim,)`` of its title, ``(n, dim)`` of its parts.

    ``sentences`` are those lying in each passage whole: offsets into the article; ``alone`` and
    ``in_context`` have their vectors, ``(m, dim)`` a passage (``embeddings.contextual``).
    """

    article: Article
    title_vector: Vectors
    passages: list[Passage]
    passage_vectors: Vectors
    sentences: list[list[Span]]
    alone: list[Vectors]
    in_context: list[Vectors]


@dataclass(frozen=True, slots=True)
class Contents:
    """What a passage holds: its whole ``sentences``, as offsets into the article, and its ``terms``.

    ``vector`` is the passage's, float32 ``(dim,)``; ``vectors`` are its sentences' in context, float32
    ``(n, dim)``.
    """

    sentences: tuple[Span, ...]
    terms: frozenset[str]
    vector: Vectors
    vectors: Vectors


@dataclass(frozen=True, slots=True)
class LibraryInfo:
    """Counts, sizes (in bytes), settings and versions of a library; ``changed`` is ISO 8601, UTC.

    ``index`` is the setting, ``indexes`` what each language's published index is and how well it finds.
    """

    directory: str
    format: int
    encoder: str
    encoder_revision: str
    dim: int
    chunking: dict[str, int]
    index: str
    indexes: dict[str, dict[str, Any]]
    generation: int | None
    articles: int
    passages: int
    sentences: int
    languages: dict[str, int]
    bytes: int
    changed: str
    versions: dict[str, str]

    def to_dict(self) -> dict[str, Any]:
        """The JSON of ``info``."""
        return asdict(self)
