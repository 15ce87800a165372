"""The index in memory, one part a language: it starts from a generation and follows the database."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

import numpy as np

from embeddings.index import FaissIndex, IndexSettingError
from embeddings.library import generations
from embeddings.library.errors import LibraryError
from embeddings.library.generations import Coverage
from embeddings.library.store import Store
from embeddings.protocols import Ids, Vectors

logger = logging.getLogger("polycite")

_ROWS_AT_ONCE = 10_000
_GROWTH = 0.1
"""Share of the published rows that may be new or removed before they are published anew."""


class LiveIndex:
    """The passages' vectors of one library, kept equal to its database; safe to use from several threads."""

    def __init__(self, directory: Path, store: Store) -> None:
        self._directory = directory
        self._store = store
        self._meta = store.meta()
        self._lock = threading.RLock()
        self._indexes: dict[str, FaissIndex] | None = None
        self._generation: int | None = None
        self._published: Coverage | None = None
        self._last_row = 0
        self._buried: set[int] = set()
        self._seen_version = -1

    def candidates(self, query: Vectors, depth: int, allowed: Ids | None = None) -> dict[str, list[int]]:
        """For each language the ``depth`` rows nearest to ``query`` (float32 ``(dim,)``), best first.

        Among the ``allowed`` rows, if given.
        """
        with self._lock:
            found = {
                tag: index.search(query.reshape(1, -1), depth, allowed=allowed)[1][0]
                for tag, index in self._refreshed().items()
                if len(index)
            }
        return {tag: [int(row) for row in rows if row >= 0] for tag, rows in found.items()}

    def publish_if_grown(self) -> None:
        """Publishes when opening would otherwise have to catch up with more than a tenth of the rows."""
        with self._lock:
            self._refreshed()
            published = self._published
            if published is not None:
                behind = self._last_row - published.last_row + len(self._buried)
                if behind <= _GROWTH * published.count:
                    return
            self.publish()

    def publish(self) -> None:
        """Writes the index as the current generation; if the disk refuses, it is made again later."""
        with self._lock:
            indexes = {tag: index for tag, index in self._refreshed().items() if len(index)}
            coverage = self._coverage(sum(map(len, indexes.values())))
            try:
                self._generation = generations.publish(self._directory, indexes, coverage)
            except OSError as error:
                logger.warning(
                    "the index was not written (%s); it is made again when next opened", error.strerror
                )
                return
            self._store.clear_tombstones(self._last_row)
            self._published, self._buried = coverage, set()

    def _refreshed(self) -> dict[str, FaissIndex]:
        version = self._store.data_version()
        if version != self._seen_version:
            self._follow_settings()
            self._seen_version = version
        try:
            return self._caught_up()
        except BaseException:
            self._indexes = None
            raise

    def _caught_up(self) -> dict[str, FaissIndex]:
        """Starts over where another process has published: the tombstones of before are then forgotten."""
        while True:
            if self._indexes is None or generations.current(self._directory) != self._generation:
                self._indexes = self._load()
            self._bury(self._indexes)
            self._append(self._indexes)
            if generations.current(self._directory) == self._generation:
                return self._indexes

    def _follow_settings(self) -> None:
        meta = self._store.meta()
        if meta["encoder"] != self._meta["encoder"]:
            raise LibraryError(
                f"cannot search the library {self._directory}",
                "it has been rebuilt with another encoder since it was opened",
                "open it again",
            )
        self._meta = meta

    def _load(self) -> dict[str, FaissIndex]:
        self._generation = generations.current(self._directory)
        self._buried, self._published = set(), None
        generation = generations.open_current(self._directory)
        self._last_row = self._store.last_row()
        if generation is not None and generation.coverage.serves(self._coverage(0)):
            indexes = generation.indexes()
            if indexes is not None:
                self._published, self._last_row = generation.coverage, generation.coverage.last_row
                return indexes
        if self._generation is not None and generations.current(self._directory) == self._generation:
            logger.warning("the index of %s does not match its library; making it again", self._directory)
        self._last_row = 0
        return {}

    def _bury(self, indexes: dict[str, FaissIndex]) -> None:
        tombstones = self._store.tombstones()
        fresh = set(tombstones.tolist()) - self._buried
        if fresh:
            for index in indexes.values():
                index.remove(tombstones)
            self._buried |= fresh

    def _append(self, indexes: dict[str, FaissIndex]) -> None:
        dim, factory = self._meta["encoder"]["dim"], self._meta["factory"]
        while True:
            ids, languages, vectors = self._store.passage_vectors(self._last_row, _ROWS_AT_ONCE, dim)
            if not len(ids):
                return
            tags = np.array(languages)
            for tag in sorted(set(languages)):
                of_language = ids[tags == tag], vectors[tags == tag]
                if tag in indexes:
                    indexes[tag].add(*of_language)
                else:
                    indexes[tag] = _filled(dim, factory, *of_language)
            self._last_row = int(ids[-1])

    def _coverage(self, count: int) -> Coverage:
        meta = self._meta
        return Coverage(meta["id"], meta["encoder"], meta["chunking"], meta["factory"], self._last_row, count)


def _filled(dim: int, factory: str, ids: Ids, vectors: Vectors) -> FaissIndex:
    """A new index with these rows: exact where they are too few to train the one that is asked for."""
    try:
        index = FaissIndex(dim, factory)
        index.add(ids, vectors)
    except IndexSettingError:
        index = FaissIndex(dim)
        index.add(ids, vectors)
    return index
