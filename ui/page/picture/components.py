"""Principal components: the flat view of vectors that keeps most of their differences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from embeddings.protocols import Vectors

_NOTHING = 1e-5
"""Singular values of vectors that differ by rounding alone are smaller."""


@dataclass(frozen=True, slots=True, eq=False)
class Components:
    """The mean of some vectors, float32 ``(dim,)``, and the two directions in which they differ most.

    ``axes`` are float32 ``(2, dim)``, of unit length, or zero where there is no such direction; ``share`` of
    the vectors' variance lies in them, 1 where there is none.
    """

    mean: Vectors
    axes: Vectors
    share: float

    @classmethod
    def of(cls, vectors: Vectors) -> Self:
        """Those of float32 ``(n, dim)``, the same in every run: an axis's greatest coordinate is positive."""
        count, dim = vectors.shape
        axes = np.zeros((2, dim), np.float32)
        if count == 0:
            return cls(np.zeros(dim, np.float32), axes, 1.0)
        mean = vectors.mean(axis=0)
        _, strengths, directions = np.linalg.svd(vectors - mean, full_matrices=False)
        found = min(2, int((strengths > _NOTHING).sum()))
        if found == 0:
            return cls(mean, axes, 1.0)
        chosen: Vectors = directions[:found].astype(np.float32)
        greatest = np.take_along_axis(chosen, np.abs(chosen).argmax(axis=1, keepdims=True), axis=1)
        axes[:found] = chosen * np.sign(greatest)
        return cls(mean, axes, float((strengths[:found] ** 2).sum() / (strengths**2).sum()))

    def place(self, vectors: Vectors) -> Vectors:
        """Where vectors ``(n, dim)`` lie in the view: float32 ``(n, 2)``."""
        placed: Vectors = ((vectors - self.mean) @ self.axes.T).astype(np.float32)
        return placed
