"""The index in memory: it starts from a checked generation, follows the database, and is published."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from embeddings.index import FaissIndex
from embeddings.library import generations
from embeddings.library.errors import LibraryError
from embeddings.library.generations import Coverage
from embeddings.library.store import Store
from embeddings.protocols import Vectors

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
        self._index: FaissIndex | None = None
        self._published: Coverage | None = None
        self._last_row = 0
        self._buried: set[int] = set()
        self._seen_version = -1

    def search(self, query: Vectors, k: int) -> list[tuple[int, float]]:
        """The ``k`` rows nearest to ``query`` (float32 ``(dim,)``), best first, with inner products."""
        with self._lock:
            scores, rows = self._refreshed().search(query.reshape(1, -1), k)
        return [(int(row), float(score)) for row, score in zip(rows[0], scores[0], strict=True) if row >= 0]

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
            index = self._refreshed()
            coverage = self._coverage(len(index))
            try:
                generations.publish(self._directory, index, coverage)
            except OSError as error:
                logger.warning(
                    "the index was not written (%s); it is made again when next opened", error.strerror
                )
                return
            self._store.clear_tombstones(self._last_row)
            self._published, self._buried = coverage, set()

    def _refreshed(self) -> FaissIndex:
        version = self._store.data_version()
        if version != self._seen_version:
            self._follow_settings()
            self._seen_version = version
        index = self._index or self._load()
        self._bury(index)
        self._append(index)
        self._index = index
        return index

    def _follow_settings(self) -> None:
        meta = self._store.meta()
        if meta["encoder"] != self._meta["encoder"]:
            raise LibraryError(
                f"cannot search the library {self._directory}",
                "it has been rebuilt with another encoder since it was opened",
                "open it again",
            )
        self._meta = meta

    def _load(self) -> FaissIndex:
        generation = generations.open_current(self._directory)
        self._last_row = self._store.last_row()
        if generation is not None and generation.coverage.serves(self._coverage(0)):
            self._published = generation.coverage
            self._last_row = generation.coverage.last_row
            return generation.index()
        if generations.current(self._directory) is not None:
            logger.warning("the index of %s does not match its library; making it again", self._directory)
        self._last_row = 0
        return FaissIndex(self._meta["encoder"]["dim"], self._meta["factory"])

    def _bury(self, index: FaissIndex) -> None:
        tombstones = self._store.tombstones()
        fresh = set(tombstones.tolist()) - self._buried
        if fresh:
            index.remove(tombstones)
            self._buried |= fresh

    def _append(self, index: FaissIndex) -> None:
        while True:
            ids, vectors = self._store.passage_vectors(
                self._last_row, _ROWS_AT_ONCE, self._meta["encoder"]["dim"]
            )
            if not len(ids):
                return
            index.add(ids, vectors)
            self._last_row = int(ids[-1])

    def _coverage(self, count: int) -> Coverage:
        meta = self._meta
        return Coverage(meta["id"], meta["encoder"], meta["chunking"], meta["factory"], self._last_row, count)
