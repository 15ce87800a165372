"""The rows known to be nearest, and the share of them that an index finds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings.index import FaissIndex
from embeddings.nearest import NEAREST, Neighbours, nearest_of
from embeddings.protocols import Vectors


def vectors(count: int, seed: int = 0, dim: int = 8) -> Vectors:
    rows = np.random.default_rng(seed).normal(size=(count, dim))
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


@given(st.lists(st.integers(0, 90), min_size=1, max_size=4), st.integers(0, 99))
@settings(max_examples=30, deadline=None)
def test_however_rows_come_the_nearest_are_the_same(sizes: list[int], seed: int) -> None:
    rows, queries = vectors(sum(sizes), seed), vectors(3, seed + 1)
    known = Neighbours.of(queries)
    for start, size in zip(np.cumsum([0, *sizes]), sizes, strict=False):
        known = known.beside(np.arange(start, start + size), rows[start : start + size])
    scores = queries @ rows.T
    best = np.argsort(-scores, axis=1, kind="stable")[:, :NEAREST]
    np.testing.assert_array_equal(known.ids[:, : best.shape[1]], best)
    assert (known.ids[:, best.shape[1] :] == -1).all()
    assert known.scores.dtype == np.float32


@given(st.integers(0, 40), st.integers(0, 60), st.integers(1, 12))
@settings(max_examples=30, deadline=None)
def test_the_best_of_both_are_those_of_all(first: int, second: int, k: int) -> None:
    scores = np.random.default_rng(first).normal(size=(2, first + second)).astype(np.float32)
    ids = np.broadcast_to(np.arange(first + second), scores.shape)
    best, which = nearest_of(scores[:, :first], ids[:, :first], scores[:, first:], ids[:, first:], k)
    np.testing.assert_array_equal(best, -np.sort(-scores, axis=1)[:, :k])
    np.testing.assert_array_equal(np.take_along_axis(scores, which, axis=1), best)


def test_an_index_recalls_the_share_that_it_finds() -> None:
    rows, queries = vectors(200), vectors(20, seed=1)
    known = Neighbours.of(queries).beside(np.arange(200), rows)
    index = FaissIndex(8)
    index.add(np.arange(200), rows)
    assert known.recall(index) == 1
    index.remove(known.ids[:10].ravel())
    assert known.recall(index) <= 0.5
    assert known.without(known.ids[:10].ravel()).recall(index) == 1
    assert Neighbours.of(queries).recall(index) == 1


def test_saved_and_loaded_they_are_the_same(tmp_path: Path) -> None:
    known = Neighbours.of(vectors(5, seed=1)).beside(np.arange(4), vectors(4))
    known.save(tmp_path / "known.npz")
    again = Neighbours.load(tmp_path / "known.npz")
    np.testing.assert_array_equal(again.ids, known.ids)
    np.testing.assert_array_equal(again.queries, known.queries)
    (tmp_path / "known.npz").write_bytes(b"no arrays")
    with pytest.raises(ValueError, match="pickle"):
        Neighbours.load(tmp_path / "known.npz")
