"""The index in memory, one part a language: it starts from a generation and follows the database."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

import numpy as np

from embeddings.index import FaissIndex
from embeddings.library import generations
from embeddings.library.building import Builder
from embeddings.library.errors import LibraryError
from embeddings.library.generations import Coverage, Generation
from embeddings.library.store import Store
from embeddings.overlay import OverlaidIndex
from embeddings.protocols import Ids, Vectors

logger = logging.getLogger("polycite")

_ROWS_AT_ONCE = 10_000
_GROWTH, _MOST_BEHIND = 0.1, 10_000
"""Share of the published rows, and how many, that may be new or removed before they are published anew."""


class LiveIndex:
    """The passages' vectors of one library, kept equal to its database; safe to use from several threads.

    What was published stays in its files, mapped into memory; only what has changed since is held beside it.
    """

    def __init__(self, directory: Path, store: Store) -> None:
        self._directory = directory
        self._store = store
        self._meta = store.meta()
        self._lock = threading.RLock()
        self._indexes: dict[str, OverlaidIndex] | None = None
        self._generation: int | None = None
        self._last_row = 0
        self._buried: set[int] = set()
        self._seen: tuple[int, int] | None = None

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
        """Publishes when opening would otherwise have to catch up with too many of the rows."""
        with self._lock:
            self._follow_settings()
            base = self._base()
            if base is not None:
                last_row = base.coverage.last_row
                behind = self._store.last_row() - last_row + self._store.buried(last_row)
                if behind <= min(_GROWTH * base.coverage.count, _MOST_BEHIND):
                    return
            self._publish(base)

    def _publish(self, base: Generation | None) -> None:
        """Writes the next generation; if the disk refuses, it is made again later."""
        meta, last_row = self._meta, self._store.last_row()
        builder = Builder(self._store, self._store.centroids(), meta["encoder"]["dim"], meta["factory"], base)
        try:
            generations.publish(self._directory, self._coverage(last_row), builder.write)
        except OSError as error:
            logger.warning(
                "the index was not written (%s); it is made again when next opened", error.strerror
            )
            return
        self._store.clear_tombstones(last_row)
        self._seen = None

    def _base(self) -> Generation | None:
        """The current generation, if this library can start from it."""
        generation = generations.open_current(self._directory)
        wanted = self._coverage(self._store.last_row())
        return generation if generation is not None and generation.coverage.serves(wanted) else None

    def _refreshed(self) -> dict[str, OverlaidIndex]:
        stamp = self._store.stamp()
        if self._indexes is not None and stamp == self._seen:
            return self._indexes
        self._follow_settings()
        try:
            indexes = self._caught_up()
        except BaseException:
            self._indexes = None
            raise
        self._seen = stamp
        return indexes

    def _caught_up(self) -> dict[str, OverlaidIndex]:
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
                code="library-format",
            )
        self._meta = meta

    def _load(self) -> dict[str, OverlaidIndex]:
        self._generation = generations.current(self._directory)
        self._buried = set()
        base = self._base()
        indexes = base.indexes() if base is not None else None
        if base is not None and indexes is not None:
            self._last_row = base.coverage.last_row
            return {tag: OverlaidIndex(index) for tag, index in indexes.items()}
        if self._generation is not None and generations.current(self._directory) == self._generation:
            logger.warning("the index of %s does not match its library; making it again", self._directory)
        self._last_row = 0
        return {}

    def _bury(self, indexes: dict[str, OverlaidIndex]) -> None:
        tombstones = self._store.tombstones()
        fresh = set(tombstones.tolist()) - self._buried
        if fresh:
            for index in indexes.values():
                index.remove(tombstones)
            self._buried |= fresh

    def _append(self, indexes: dict[str, OverlaidIndex]) -> None:
        dim = self._meta["encoder"]["dim"]
        while True:
            ids, languages, vectors = self._store.passage_vectors(self._last_row, _ROWS_AT_ONCE, dim)
            if not len(ids):
                return
            tags = np.array(languages)
            for tag in sorted(set(languages)):
                if tag not in indexes:
                    indexes[tag] = OverlaidIndex(FaissIndex(dim))
                indexes[tag].add(ids[tags == tag], vectors[tags == tag])
            self._last_row = int(ids[-1])

    def _coverage(self, last_row: int) -> Coverage:
        """What a generation of all rows up to this one is made from; how many they are is yet to be seen."""
        meta = self._meta
        return Coverage(meta["id"], meta["encoder"], meta["chunking"], meta["factory"], last_row, 0)
