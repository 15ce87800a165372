"""The nearest rows, by FAISS.

Douze et al., "The Faiss library", 2024 (arXiv:2401.08281).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from corpus.errors import PolyciteError
from embeddings import kinds
from embeddings.kinds import Chosen, faiss
from embeddings.nearest import nearest_of
from embeddings.protocols import Ids, Vectors

_REMOVED = -1
_SMALL = 1024
_BLOCK = 16_384
_KINDS = "Flat, SQ8, HNSW32, or IVF<lists>,SQ8"


class IndexSettingError(PolyciteError):
    """A FAISS factory string that cannot be used, or not with this few vectors."""


class IndexFileError(PolyciteError):
    """An index file that cannot be read, or holds something else."""


class FaissIndex:
    """A ``VectorIndex`` over any flat, scalar-quantised, HNSW or IVF index that FAISS can build.

    ``Flat`` is exact. The others are approximate where more than 1,024 rows qualify and exact, but for
    their codes, where fewer do; those that need training (IVF, SQ) take the first batch added for it unless
    ``train`` was called. A removed row is passed over, and its place is given back on ``save`` once such
    rows are the greater part.

    ``dim`` is the length of a vector, ``factory`` a string of
    https://github.com/facebookresearch/faiss/wiki/The-index-factory. ``IndexSettingError`` if it won't do.
    """

    _mapped: Any
    _rows: Any
    _ids: Ids
    _file: npt.NDArray[np.uint8] | None = None
    _by_id: tuple[Ids, Ids] | None = None
    _present: Chosen | None = None

    def __init__(self, dim: int, factory: str = "Flat") -> None:
        try:
            mapped = faiss().index_factory(dim, f"IDMap,{factory}", faiss().METRIC_INNER_PRODUCT)
            self._adopt(mapped)
        except (RuntimeError, TypeError) as error:
            why = "FAISS has no such index for inner products, or Polycite cannot filter it"
            raise IndexSettingError(f"index {factory!r}", why, f"use {_KINDS}") from error
        kinds.tune(self._rows)

    @classmethod
    def load(cls, path: Path, *, dim: int | None = None, read_only: bool = False) -> Self:
        """The index saved at ``path``; ``IndexFileError`` if it is none, or has not ``dim`` dimensions.

        ``read_only``, it stays in the file, mapped into memory, and takes no more rows. FAISS does not notice
        every damage: compare a checksum first.
        """
        index = cls.__new__(cls)
        try:
            index._adopt(index._map(path) if read_only else _read(path))
        except (OSError, RuntimeError, TypeError, ValueError, MemoryError) as error:
            raise _unreadable(path, str(error)) from error
        if dim not in (None, index.dim):
            raise _unreadable(path, f"its vectors have {index.dim} dimensions, not {dim}")
        return index

    @property
    def dim(self) -> int:
        return int(self._rows.d)

    @property
    def removed(self) -> int:
        """How many removed rows still take their place."""
        return len(self._ids) - len(self)

    @property
    def effort(self) -> int:
        """How much of an approximate index a search looks at: lists of IVF, candidates of HNSW; else 0.

        What it is set to is saved with the index; above ``greatest_effort`` it makes little sense.
        """
        return kinds.effort(self._rows)

    @effort.setter
    def effort(self, effort: int) -> None:
        kinds.set_effort(self._rows, effort)

    @property
    def greatest_effort(self) -> int:
        return kinds.greatest_effort(self._rows)

    @property
    def sample_size(self) -> int:
        """How many rows ``train`` should be given, 0 if none."""
        return kinds.sample_size(self._rows)

    def __len__(self) -> int:
        return self._count

    def train(self, vectors: Vectors, /) -> None:
        """Learns from float32 ``(n, dim)`` what this kind of index needs, if anything, before rows are added.

        ``IndexSettingError`` if these are too few for it.
        """
        if self._rows.is_trained:
            return
        try:
            self._rows.train(np.ascontiguousarray(vectors, dtype=np.float32))
        except RuntimeError as error:
            why = f"{len(vectors)} vectors are too few to train it"
            raise IndexSettingError("this kind of index", why, "use Flat for a small library") from error
        self._mapped.is_trained = True
        kinds.finish_training(self._rows)

    def add(self, ids: Ids, vectors: Vectors, /) -> None:
        """Adds rows: ids int64 ``(n,)``, none negative; vectors float32 ``(n, dim)``.

        ``ValueError`` for an id that the index has, a shape that doesn't fit, or an index that is only read;
        ``IndexSettingError`` if it needs training and these are too few for it.
        """
        self._check_addable(ids, vectors)
        if not len(ids):
            return
        vectors = np.ascontiguousarray(vectors, dtype=np.float32)
        self.train(vectors)
        with self._repeatable():
            self._mapped.add_with_ids(vectors, np.ascontiguousarray(ids, dtype=np.int64))
        self._ids = np.concatenate([self._ids, ids])
        self._count += len(ids)
        self._by_id = self._present = None

    def remove(self, ids: Ids, /) -> None:
        """Removes rows by id; an unknown id is no error."""
        rows = self._rows_of(ids)
        if len(rows):
            self._ids[rows] = _REMOVED
            self._count -= len(rows)
            self._by_id = self._present = None

    def holds(self, ids: Ids, /) -> bool:
        """Whether it has a row of any of these ids."""
        return bool(len(self._rows_of(ids)))

    def search(self, queries: Vectors, k: int, /, *, allowed: Ids | None = None) -> tuple[Vectors, Ids]:
        """The ``k`` rows of greatest inner product, best first, among ``allowed`` ids if given.

        ``queries`` float32 ``(q, dim)``; returns scores float32 ``(q, k)`` and ids int64 ``(q, k)``, filled
        up with ``-inf`` and ``-1`` where fewer rows qualify.
        """
        queries = np.ascontiguousarray(queries, dtype=np.float32)
        among = self._among(allowed)
        qualified = len(self._ids) if among is None else len(among.rows)
        found = min(k, qualified)
        scores = np.full((len(queries), k), -np.inf, dtype=np.float32)
        ids = np.full((len(queries), k), _REMOVED, dtype=np.int64)
        if found and len(queries):
            scores[:, :found], rows = self._nearest(queries, found, among)
            ids[:, :found] = self._ids[rows]
        return scores, ids

    def save(self, path: Path) -> None:
        """Writes the index to ``path``, in place; ``OSError`` as the disk has it."""
        if 2 * len(self) < len(self._ids) and self._file is None:
            self._compact()
        faiss().copy_array_to_vector(self._ids, self._mapped.id_map)
        with path.open("wb") as file:
            faiss().write_index(self._mapped, faiss().PyCallbackIOWriter(file.write))

    def _map(self, path: Path) -> Any:
        self._file = np.memmap(path, dtype=np.uint8, mode="r")
        return faiss().read_index(faiss().ZeroCopyIOReader(faiss().swig_ptr(self._file), len(self._file)))

    def _adopt(self, mapped: Any) -> None:
        """Takes over an ``IndexIDMap``; its ``id_map`` is the id of each row, ``-1`` where it was removed.

        Rows are searched and filtered by number, so no index type has to remove or to know an id itself
        (``IndexIDMap2`` over IVF mixes ids up on ``remove_ids``; HNSW cannot remove).
        """
        if not isinstance(mapped, faiss().IndexIDMap) or mapped.metric_type != faiss().METRIC_INNER_PRODUCT:
            raise TypeError("not an index of rows with ids by inner product")
        self._mapped, self._rows = mapped, faiss().downcast_index(mapped.index)
        if not kinds.is_known(self._rows):
            raise TypeError(f"cannot filter a {type(self._rows).__name__}")
        self._ids = faiss().vector_to_array(mapped.id_map).astype(np.int64)
        if len(self._ids) != self._rows.ntotal:
            raise TypeError(f"{len(self._ids)} ids for {self._rows.ntotal} rows")
        self._count = int(np.count_nonzero(self._ids != _REMOVED))

    def _check_addable(self, ids: Ids, vectors: Vectors) -> None:
        if vectors.shape != (len(ids), self.dim):
            raise ValueError(f"vectors of shape {vectors.shape}, not {(len(ids), self.dim)}")
        if len(np.unique(ids)) < len(ids) or self.holds(ids) or (ids < 0).any():
            raise ValueError("ids must be new to the index, different, and not negative")
        if self._file is not None:
            raise ValueError("the index is only read")

    def _rows_of(self, ids: Ids) -> Ids:
        """The rows of those of the ids that it has."""
        if self._by_id is None:
            rows = np.flatnonzero(self._ids != _REMOVED)
            known = self._ids[rows]
            if (np.diff(known) < 0).any():
                order = np.argsort(known)
                known, rows = known[order], rows[order]
            self._by_id = known, rows
        known, rows = self._by_id
        if not len(known):
            return rows
        places = np.minimum(np.searchsorted(known, ids), len(known) - 1)
        among = np.zeros(len(known), np.bool_)
        among[places[known[places] == ids]] = True
        found: Ids = rows[among]
        return found

    def _among(self, allowed: Ids | None) -> Chosen | None:
        """The rows that qualify; None if all do."""
        if allowed is not None:
            return Chosen.of(self._rows_of(allowed), len(self._ids))
        if self.removed and self._present is None:
            self._present = Chosen.of(np.flatnonzero(self._ids != _REMOVED), len(self._ids))
        return self._present

    def _nearest(self, queries: Vectors, k: int, among: Chosen | None) -> tuple[Vectors, Ids]:
        qualified = len(self._ids) if among is None else len(among.rows)
        if kinds.is_approximate(self._rows) and qualified <= _SMALL:
            return self._scan(queries, k, among)
        for parameters in kinds.parameters(self._rows, k, among):
            scores, rows = self._rows.search(queries, k, params=parameters)
            if (rows >= 0).all():
                return scores, rows
        return self._scan(queries, k, among)

    def _scan(self, queries: Vectors, k: int, among: Chosen | None) -> tuple[Vectors, Ids]:
        """The best of these rows, each compared."""
        rows = np.arange(len(self._ids)) if among is None else among.rows
        best: tuple[Vectors, Ids] = (
            np.empty((len(queries), 0), np.float32),
            np.empty((len(queries), 0), np.int64),
        )
        for start in range(0, len(rows), _BLOCK):
            block = rows[start : start + _BLOCK]
            scores = queries @ self._rows.reconstruct_batch(block).T
            best = nearest_of(*best, scores, np.broadcast_to(block, scores.shape), k)
        return best

    def _compact(self) -> None:
        rows = np.flatnonzero(self._ids != _REMOVED)
        kept, vectors = self._ids[rows], self._rows.reconstruct_batch(rows)
        self._mapped.reset()
        with self._repeatable():
            self._mapped.add_with_ids(vectors, kept)
        self._ids, self._by_id, self._present = kept, None, None

    @contextmanager
    def _repeatable(self) -> Iterator[None]:
        """One thread for an HNSW graph: several would link it in whichever order they come."""
        threads = faiss().omp_get_max_threads()
        if kinds.is_graph(self._rows):
            faiss().omp_set_num_threads(1)
        try:
            yield
        finally:
            faiss().omp_set_num_threads(threads)


def _read(path: Path) -> Any:
    with path.open("rb") as file:
        return faiss().read_index(faiss().PyCallbackIOReader(file.read))


def _unreadable(path: Path, why: str) -> IndexFileError:
    return IndexFileError(f"cannot read the index {path}", why, "rebuild it from the library")
