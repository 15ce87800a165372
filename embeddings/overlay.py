"""An index that is only read, with what has changed since it was written."""

from __future__ import annotations

from embeddings.index import FaissIndex
from embeddings.nearest import nearest_of
from embeddings.protocols import Ids, Vectors


class OverlaidIndex:
    """A ``VectorIndex`` of a ``FaissIndex`` that only loses rows and a small exact one that takes new ones.

    So adding a row costs the same however many there are.
    """

    def __init__(self, base: FaissIndex) -> None:
        self._base = base
        self._added = FaissIndex(base.dim)

    def __len__(self) -> int:
        return len(self._base) + len(self._added)

    def add(self, ids: Ids, vectors: Vectors, /) -> None:
        """Adds rows: ids int64 ``(n,)``, none negative; vectors float32 ``(n, dim)``.

        ``ValueError`` for an id that the index has, or a shape that doesn't fit.
        """
        if self._base.holds(ids):
            raise ValueError("ids must be new to the index, different, and not negative")
        self._added.add(ids, vectors)

    def remove(self, ids: Ids, /) -> None:
        """Removes rows by id; an unknown id is no error."""
        self._base.remove(ids)
        self._added.remove(ids)

    def search(self, queries: Vectors, k: int, /, *, allowed: Ids | None = None) -> tuple[Vectors, Ids]:
        """The ``k`` rows of greatest inner product, as ``FaissIndex.search`` gives them."""
        found = self._base.search(queries, k, allowed=allowed)
        if not len(self._added):
            return found
        return nearest_of(*found, *self._added.search(queries, k, allowed=allowed), k)
