"""The nearest rows to some queries as they are known so far, and how many of them an index finds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from embeddings.protocols import Ids, VectorIndex, Vectors

NEAREST = 10
_NONE = -1


def nearest_of(scores: Vectors, ids: Ids, more_scores: Vectors, more_ids: Ids, k: int) -> tuple[Vectors, Ids]:
    """The ``k`` best of both, best first, those of ``scores`` first on ties: float32 and int64 ``(q, k)``."""
    both = np.concatenate([scores, more_scores], axis=1)
    of = np.concatenate([ids, more_ids], axis=1)
    if both.shape[1] > 4 * k:
        kept = np.sort(np.argpartition(-both, k - 1, axis=1)[:, :k], axis=1)
        both, of = np.take_along_axis(both, kept, axis=1), np.take_along_axis(of, kept, axis=1)
    best = np.argsort(-both, axis=1, kind="stable")[:, :k]
    return np.take_along_axis(both, best, axis=1), np.take_along_axis(of, best, axis=1)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Queries, float32 ``(q, dim)``, with the ten rows nearest to each, every row compared.

    ``scores`` float32 and ``ids`` int64 ``(q, 10)``, best first, filled up with ``-inf`` and ``-1``.
    """

    queries: Vectors
    scores: Vectors
    ids: Ids

    @classmethod
    def of(cls, queries: Vectors) -> Self:
        """Among no rows yet."""
        shape = len(queries), NEAREST
        return cls(queries, np.full(shape, -np.inf, np.float32), np.full(shape, _NONE, np.int64))

    @classmethod
    def load(cls, path: Path) -> Self:
        """What ``save`` wrote; ``OSError``, ``ValueError`` or ``KeyError`` if it isn't."""
        with np.load(path, allow_pickle=False) as arrays:
            return cls(arrays["queries"], arrays["scores"], arrays["ids"])

    def save(self, path: Path) -> None:
        """Writes all to ``path``, in NumPy's format; ``OSError`` as the disk has it."""
        with path.open("wb") as file:
            np.savez(file, queries=self.queries, scores=self.scores, ids=self.ids)

    def beside(self, ids: Ids, vectors: Vectors) -> Neighbours:
        """With more rows: ids int64 ``(n,)``, vectors float32 ``(n, dim)``."""
        scores = self.queries @ vectors.T
        nearest = nearest_of(self.scores, self.ids, scores, np.broadcast_to(ids, scores.shape), NEAREST)
        return Neighbours(self.queries, *nearest)

    def without(self, ids: Ids) -> Neighbours:
        """Without these rows; which rows follow the last that is left is not known."""
        gone = np.isin(self.ids, ids)
        return Neighbours(
            self.queries,
            np.where(gone, np.float32(-np.inf), self.scores),
            np.where(gone, np.int64(_NONE), self.ids),
        )

    def recall(self, index: VectorIndex) -> float:
        """The share of these rows that ``index`` finds among the ten best of each query: recall@10.

        1 where none are known.
        """
        known = self.ids != _NONE
        if not known.any():
            return 1.0
        found = index.search(self.queries, NEAREST)[1]
        hit = (found[:, :, None] == self.ids[:, None, :]).any(axis=1)
        return float(hit[known].mean())
