"""One contract for every vector index, held to by each factory string that Polycite names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from embeddings import index as module
from embeddings.index import FaissIndex, IndexFileError, IndexSettingError
from embeddings.overlay import OverlaidIndex
from embeddings.protocols import Ids, VectorIndex, Vectors

DIM = 8


def vectors(count: int, seed: int = 0, dim: int = DIM) -> Vectors:
    rows = np.random.default_rng(seed).normal(size=(count, dim))
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def clustered(count: int, seed: int, dim: int) -> Vectors:
    rows = vectors(20, seed=99, dim=dim)[np.arange(count) % 20] + vectors(count, seed, dim) / 2
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def ids(*numbers: int) -> Ids:
    return np.array(numbers, dtype=np.int64)


def brute_force(ids: Ids, rows: Vectors, query: Vectors, k: int) -> tuple[Vectors, Ids]:
    scores = rows @ query
    best = np.argsort(-scores, kind="stable")[:k]
    return scores[best], ids[best]


class VectorIndexContract:
    """What ``embeddings.protocols.VectorIndex`` promises; a subclass overrides ``make``.

    ``tolerance`` is what a score may lose to the way the index keeps its rows.
    """

    tolerance = 1e-5

    @pytest.fixture
    def make(self) -> Callable[[], VectorIndex]:
        raise NotImplementedError

    @pytest.fixture
    def filled(self, make: Callable[[], VectorIndex]) -> VectorIndex:
        index = make()
        index.add(np.arange(100, 200), vectors(100))
        return index

    def test_an_empty_index_finds_nothing(self, make: Callable[[], VectorIndex]) -> None:
        scores, found = make().search(vectors(2), 3)
        assert scores.dtype == np.float32
        assert found.dtype == np.int64
        np.testing.assert_array_equal(scores, np.full((2, 3), -np.inf))
        np.testing.assert_array_equal(found, np.full((2, 3), -1))
        assert len(make()) == 0

    def test_the_best_come_first(self, filled: VectorIndex) -> None:
        queries = vectors(5, seed=1)
        scores, found = filled.search(queries, 10)
        for query, best, which in zip(queries, scores, found, strict=True):
            expected, names = brute_force(np.arange(100, 200), vectors(100), query, 10)
            np.testing.assert_allclose(best, expected, atol=self.tolerance)
            assert (np.diff(best) <= 0).all()
            if self.tolerance < 1e-4:
                np.testing.assert_array_equal(which, names)

    def test_no_query_has_no_answer(self, filled: VectorIndex) -> None:
        scores, found = filled.search(vectors(0), 3)
        assert scores.shape == found.shape == (0, 3)

    def test_fewer_rows_than_k_are_filled_up(self, filled: VectorIndex) -> None:
        filled.remove(np.arange(103, 200))
        scores, found = filled.search(vectors(1, seed=1), 5)
        assert sorted(found[0, :3]) == [100, 101, 102]
        np.testing.assert_array_equal(found[0, 3:], [-1, -1])
        np.testing.assert_array_equal(scores[0, 3:], [-np.inf, -np.inf])

    def test_only_allowed_ids_are_found(self, filled: VectorIndex) -> None:
        _, found = filled.search(vectors(1, seed=1), 5, allowed=ids(150, 120, 7))
        assert sorted(found[0]) == [-1, -1, -1, 120, 150]

    def test_no_allowed_id_finds_nothing(self, filled: VectorIndex) -> None:
        scores, found = filled.search(vectors(1, seed=1), 2, allowed=ids())
        np.testing.assert_array_equal(found, [[-1, -1]])
        np.testing.assert_array_equal(scores, [[-np.inf, -np.inf]])

    def test_a_removed_row_is_not_found_even_if_allowed(self, filled: VectorIndex) -> None:
        filled.remove(ids(120, 121, 99_999))
        assert len(filled) == 98
        assert not {120, 121} & set(filled.search(vectors(1), 100)[1][0].tolist())
        assert filled.search(vectors(1), 1, allowed=ids(120))[1] == -1

    def test_an_id_may_come_back(self, filled: VectorIndex) -> None:
        filled.remove(ids(120))
        filled.add(ids(120), -vectors(100)[20:21])
        scores, found = filled.search(-vectors(100)[20:21], 1)
        assert found == 120
        assert scores == pytest.approx(1, abs=max(self.tolerance, 1e-5) * 10)
        assert len(filled) == 100

    def test_the_same_id_twice_is_refused(self, filled: VectorIndex) -> None:
        for wrong in (ids(150, 300), ids(300, 300), ids(-1, 300)):
            with pytest.raises(ValueError, match="ids must be new"):
                filled.add(wrong, vectors(2))
        assert len(filled) == 100

    def test_the_shape_is_checked(self, filled: VectorIndex) -> None:
        for rows in (vectors(2), vectors(1, dim=DIM + 1)):
            with pytest.raises(ValueError, match="shape"):
                filled.add(ids(300), rows)

    def test_nothing_added_changes_nothing(self, make: Callable[[], VectorIndex]) -> None:
        index = make()
        index.add(ids(), vectors(0))
        assert len(index) == 0

    def test_any_id_of_63_bits_will_do(self, filled: VectorIndex) -> None:
        filled.add(ids(2**63 - 1), vectors(1, seed=9))
        assert filled.search(vectors(1, seed=9), 1)[1] == 2**63 - 1

    def test_two_of_the_same_find_the_same(self, make: Callable[[], VectorIndex]) -> None:
        found = []
        for _ in range(2):
            index = make()
            index.add(np.arange(500), vectors(500))
            found.append(index.search(vectors(20, seed=1), 10))
        np.testing.assert_array_equal(found[0][0], found[1][0])
        np.testing.assert_array_equal(found[0][1], found[1][1])


class FaissContract(VectorIndexContract):
    factory: str

    @pytest.fixture
    def make(self) -> Callable[[], VectorIndex]:
        return lambda: FaissIndex(DIM, self.factory)

    @pytest.mark.parametrize("removed", [0, 10, 90, 100])
    def test_saved_and_loaded_it_is_the_same(self, filled: FaissIndex, tmp_path: Path, removed: int) -> None:
        filled.remove(np.arange(100, 100 + removed))
        expected = filled.search(vectors(5, seed=1), 20)
        filled.save(tmp_path / "an índice")
        mapped = FaissIndex.load(tmp_path / "an índice", dim=DIM, read_only=True)
        np.testing.assert_array_equal(mapped.search(vectors(5, seed=1), 20)[1], expected[1])
        for index in (filled, FaissIndex.load(tmp_path / "an índice", dim=DIM)):
            assert len(index) == 100 - removed
            scores, found = index.search(vectors(5, seed=1), 20)
            np.testing.assert_array_equal(found, expected[1])
            np.testing.assert_allclose(scores, expected[0], atol=self.tolerance)
            index.add(np.arange(300, 310), vectors(10, seed=3))
            assert index.search(vectors(10, seed=3)[:1], 1)[1] == 300
            index.remove(np.arange(300, 310))

    def test_removed_rows_leave_the_file(self, filled: FaissIndex, tmp_path: Path) -> None:
        filled.save(tmp_path / "full")
        filled.remove(np.arange(110, 200))
        filled.save(tmp_path / "lean")
        assert (tmp_path / "lean").stat().st_size < (tmp_path / "full").stat().st_size

    def test_its_own_search_obeys_too(self, filled: FaissIndex, monkeypatch: pytest.MonkeyPatch) -> None:
        """Small sets are compared one by one; this is how large ones are searched."""
        monkeypatch.setattr(module, "_SMALL", 0)
        filled.remove(np.arange(100, 110))
        _, found = filled.search(vectors(4), 50, allowed=np.arange(105, 160))
        for row in found:
            assert sorted(row.tolist()) == list(range(110, 160))

    def test_one_that_is_only_read_loses_rows_and_takes_none(
        self, filled: FaissIndex, tmp_path: Path
    ) -> None:
        filled.save(tmp_path / "index")
        before = (tmp_path / "index").read_bytes()
        mapped = FaissIndex.load(tmp_path / "index", read_only=True)
        with pytest.raises(ValueError, match="only read"):
            mapped.add(ids(300), vectors(1))
        mapped.remove(np.arange(100, 190))
        assert sorted(mapped.search(vectors(1), 100)[1][0, :10]) == list(range(190, 200))
        mapped.save(tmp_path / "rest")
        assert len(FaissIndex.load(tmp_path / "rest")) == 10
        assert (tmp_path / "index").read_bytes() == before


class TestFlat(FaissContract):
    factory = "Flat"


class TestQuantised(FaissContract):
    factory = "SQ8"
    tolerance = 0.05


class TestGraph(FaissContract):
    factory = "HNSW16"


class TestInverted(FaissContract):
    factory = "IVF4,Flat"


class TestInvertedQuantised(FaissContract):
    factory = "IVF4,SQ8"
    tolerance = 0.05


class OverlaidContract(VectorIndexContract):
    """Half of the rows are in a file, half are beside it."""

    factory: str

    @pytest.fixture
    def make(self) -> Callable[[], VectorIndex]:
        return lambda: OverlaidIndex(FaissIndex(DIM))

    @pytest.fixture
    def filled(self, make: Callable[[], VectorIndex], tmp_path: Path) -> VectorIndex:
        base = FaissIndex(DIM, self.factory)
        base.add(np.arange(100, 150), vectors(100)[:50])
        base.save(tmp_path / "base")
        index = OverlaidIndex(FaissIndex.load(tmp_path / "base", read_only=True))
        index.add(np.arange(150, 200), vectors(100)[50:])
        return index


class TestOverlaid(OverlaidContract):
    factory = "Flat"


class TestOverlaidInverted(OverlaidContract):
    factory = "IVF4,SQ8"
    tolerance = 0.05


@pytest.mark.parametrize(("kind", "exact"), [("IVF16,SQ8", False), ("HNSW16", False), ("SQ8", True)])
def test_effort_is_kept_with_the_index(kind: str, exact: bool, tmp_path: Path) -> None:
    index = FaissIndex(16, kind)
    index.add(np.arange(2000), clustered(2000, 0, dim=16))
    assert (index.effort == 0) == (index.greatest_effort == 0) == exact
    index.effort = 3
    index.save(tmp_path / "index")
    assert FaissIndex.load(tmp_path / "index", read_only=True).effort == (0 if exact else 3)


@pytest.mark.parametrize("allowed", [None, np.arange(0, 3000, 2)])
def test_more_rows_are_found_than_the_probed_lists_hold(allowed: Ids | None) -> None:
    index = FaissIndex(16, "IVF64,SQ8")
    index.add(np.arange(3000), clustered(3000, 0, dim=16))
    index.effort = 1
    found = index.search(clustered(3, 1, dim=16), 1500, allowed=allowed)[1]
    for row in found:
        assert len(set(row.tolist()) - {-1}) == 1500
        assert allowed is None or set(row.tolist()) == set(allowed.tolist())


@pytest.mark.parametrize("factory", ["HNSW32", "IVF16,Flat", "IVF16,SQ8"])
@pytest.mark.parametrize("share", [1, 2, 50])
def test_approximate_indexes_find_nearly_all(factory: str, share: int) -> None:
    rows, queries = clustered(3000, 0, dim=16), clustered(50, 1, dim=16)
    index = FaissIndex(16, factory)
    index.add(np.arange(3000), rows)
    index.remove(np.arange(0, 300))
    allowed = np.arange(0, 3000, share)
    kept = allowed[allowed >= 300]
    _, found = index.search(queries, 10, allowed=allowed)
    expected = [set(brute_force(kept, rows[kept], query, 10)[1]) for query in queries]
    recall = sum(len(names & set(row)) for names, row in zip(expected, found, strict=True)) / 500
    assert recall > 0.9
    assert set(found.ravel()) <= set(kept)


@pytest.mark.parametrize(
    "factory", ["", "flat", "garbage", "LSH", "PQ4", "PCA4,Flat", "IDMap2,Flat", "IVF4,Nonsense", "\0"]
)
def test_a_factory_that_will_not_do_is_told(factory: str) -> None:
    with pytest.raises(IndexSettingError, match=r"use Flat, SQ8, HNSW32, or IVF"):
        FaissIndex(DIM, factory)


def test_too_few_vectors_to_train_are_told(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(IndexSettingError, match=r"3 vectors are too few.*use Flat"):
        FaissIndex(DIM, "IVF64,Flat").add(ids(1, 2, 3), vectors(3))
    FaissIndex(DIM, "IVF4,Flat").add(np.arange(40), vectors(40))
    assert capfd.readouterr() == ("", "")


def foreign() -> Any:
    return faiss.IndexFlatL2(DIM)


def by_distance() -> Any:
    return faiss.IndexIDMap(faiss.IndexFlatL2(DIM))


def mismatched() -> Any:
    mapped = faiss.IndexIDMap(faiss.IndexFlatIP(DIM))
    mapped.index.add(vectors(3))
    return mapped


@pytest.mark.parametrize("build", [foreign, by_distance, mismatched])
def test_a_foreign_index_is_told(build: Callable[[], Any], tmp_path: Path) -> None:
    path = tmp_path / "index"
    faiss.write_index(build(), str(path))
    with pytest.raises(IndexFileError, match=r"cannot read the index .*rebuild"):
        FaissIndex.load(path)


@pytest.mark.parametrize("data", [b"", b"not an index", b"IxMp" + b"\xff" * 40])
def test_a_damaged_file_is_told(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "index").write_bytes(data)
    with pytest.raises(IndexFileError, match="cannot read the index"):
        FaissIndex.load(tmp_path / "index")


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(IndexFileError, match="No such file"):
        FaissIndex.load(tmp_path / "index")


def test_another_dimension_is_told(tmp_path: Path) -> None:
    FaissIndex(DIM).save(tmp_path / "index")
    with pytest.raises(IndexFileError, match="8 dimensions, not 384"):
        FaissIndex.load(tmp_path / "index", dim=384)


class AgainstBruteForce(RuleBasedStateMachine):
    """Any order of adding, removing, saving and searching gives what comparing every row gives."""

    factory = "Flat"
    folder = ""

    @initialize()
    def start(self) -> None:
        self.index = FaissIndex(DIM, self.factory)
        self.rows: dict[int, Vectors] = {}
        self.seed = 0
        self.put(list(range(8)))

    @rule(numbers=st.lists(st.integers(0, 30), max_size=8, unique=True))
    def put(self, numbers: list[int]) -> None:
        new = [number for number in numbers if number not in self.rows]
        self.seed += 1
        fresh = vectors(len(new), seed=self.seed)
        self.index.add(ids(*new), fresh)
        self.rows |= dict(zip(new, fresh, strict=True))

    @rule(numbers=st.lists(st.integers(0, 40), max_size=12))
    def take(self, numbers: list[int]) -> None:
        self.index.remove(ids(*numbers))
        self.rows = {number: row for number, row in self.rows.items() if number not in numbers}

    @rule()
    def reopen(self) -> None:
        path = Path(self.folder) / "index"
        self.index.save(path)
        self.index = FaissIndex.load(path)

    @rule(
        seed=st.integers(0, 999),
        k=st.integers(1, 40),
        allowed=st.none() | st.lists(st.integers(0, 40), unique=True, max_size=20),
    )
    def ask(self, seed: int, k: int, allowed: list[int] | None) -> None:
        names = [number for number in self.rows if allowed is None or number in allowed]
        rows = np.array([self.rows[number] for number in names], dtype=np.float32).reshape(-1, DIM)
        query = vectors(1, seed=seed)
        scores, found = self.index.search(query, k, allowed=None if allowed is None else ids(*allowed))
        expected, best = brute_force(ids(*names), rows, query[0], k)
        np.testing.assert_array_equal(found[0, : len(best)], best)
        np.testing.assert_allclose(scores[0, : len(best)], expected, atol=1e-5)
        assert (found[0, len(best) :] == -1).all()

    @invariant()
    def counts(self) -> None:
        if hasattr(self, "index"):
            assert len(self.index) == len(self.rows)


@pytest.mark.parametrize("factory", ["Flat", "HNSW16", "IVF4,Flat"])
def test_any_history_equals_brute_force(factory: str, tmp_path: Path) -> None:
    machine: Any = type("Machine", (AgainstBruteForce,), {"factory": factory, "folder": str(tmp_path)})
    machine.TestCase.settings = settings(max_examples=25, stateful_step_count=12, deadline=None)
    machine.TestCase().runTest()
