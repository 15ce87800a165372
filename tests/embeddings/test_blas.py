"""How many threads NumPy's products start."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from threading import Barrier
from typing import Any

import numpy as np
import pytest

from embeddings import blas, fairness
from embeddings.blas import single_threaded
from embeddings.encoders.hashed import HashEncoder
from embeddings.fairness import Centroids
from embeddings.library import Library
from embeddings.library.search import Search
from embeddings.protocols import Vectors

threadpools = import_module("threadpoolctl")


def threads() -> set[int]:
    return {library.num_threads for library in blas._LIMIT.libraries}


@pytest.fixture(autouse=True)
def two() -> Iterator[None]:
    with threadpools.threadpool_limits(limits=2, user_api="blas"):
        if not threads():
            pytest.skip("NumPy's BLAS has no number of threads for the process here")
        yield


def test_the_limit_lasts_until_the_last_one_leaves_whatever_happens_there() -> None:
    def fail() -> None:
        with single_threaded():
            raise ZeroDivisionError

    with single_threaded():
        assert threads() == {1}
        with pytest.raises(ZeroDivisionError):
            fail()
        assert threads() == {1}
    assert threads() == {2}


def test_threads_may_hold_it_side_by_side() -> None:
    inside = Barrier(4)

    def hold(_: int) -> set[int]:
        with single_threaded():
            inside.wait(10)
            return threads()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(hold, range(4))) == [{1}] * 4
    assert threads() == {2}


def test_what_another_sets_meanwhile_stays() -> None:
    others = threadpools.threadpool_limits(limits=1, user_api="blas")
    with single_threaded():
        others.restore_original_limits()
        assert threads() == {2}
    assert threads() == {2}


def test_searching_and_taking_languages_out_start_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[set[int]] = []

    def scored(*_: Any) -> tuple[list[int], Vectors]:
        seen.append(threads())
        return [], np.empty(0, np.float32)

    def unit(vectors: Vectors) -> Vectors:
        seen.append(threads())
        return vectors

    monkeypatch.setattr(Search, "_scored", scored)
    monkeypatch.setattr(fairness, "_unit", unit)
    with Library.create(tmp_path, HashEncoder()) as library:
        assert library.search(np.ones(library.encoder.dim, np.float32), 3) == []
    means = {"en": np.zeros(2, np.float32)}
    rows = np.ones((3, 2), np.float32)
    [fair] = Centroids(means, means, means, np.eye(2, dtype=np.float32)).centred([("passages", "en", rows)])
    assert np.array_equal(fair, rows)
    assert seen == [{1}, {1}]
    assert threads() == {2}
