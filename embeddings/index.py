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
from embeddings.protocols import Ids, Vectors

_REMOVED = -1
_SMALL = 1024
_HNSW_CANDIDATES = 64
_KINDS = "Flat, SQ8, HNSW32, or IVF<lists>,Flat"


class IndexSettingError(PolyciteError):
    """A FAISS factory string that cannot be used, or not with this few vectors."""


class IndexFileError(PolyciteError):
    """An index file that cannot be read, or holds something else."""


class FaissIndex:
    """A ``VectorIndex`` over any flat, scalar-quantised, HNSW or IVF index that FAISS can build.

    ``Flat`` is exact. The others are approximate where more than 1,024 rows qualify and exact where fewer do;
    those that need training (IVF, SQ) take the first batch added for it. A removed row is passed over, and
    its place is given back on ``save`` once such rows are the greater part.

    ``dim`` is the length of a vector, ``factory`` a string of
    https://github.com/facebookresearch/faiss/wiki/The-index-factory. ``IndexSettingError`` if it won't do.
    """

    _mapped: Any
    _rows: Any
    _ids: Ids

    def __init__(self, dim: int, factory: str = "Flat") -> None:
        faiss = _faiss()
        try:
            mapped = faiss.index_factory(dim, f"IDMap,{factory}", faiss.METRIC_INNER_PRODUCT)
            self._adopt(mapped)
        except (RuntimeError, TypeError) as error:
            why = "FAISS has no such index for inner products, or Polycite cannot filter it"
            raise IndexSettingError(f"index {factory!r}", why, f"use {_KINDS}") from error
        self._tune()

    @classmethod
    def load(cls, path: Path, *, dim: int | None = None) -> Self:
        """The index saved at ``path``; ``IndexFileError`` if it is none, or has not ``dim`` dimensions.

        FAISS does not notice every damage: compare a checksum first.
        """
        faiss = _faiss()
        index = cls.__new__(cls)
        try:
            index._adopt(faiss.deserialize_index(np.fromfile(path, dtype=np.uint8)))
        except (OSError, RuntimeError, TypeError) as error:
            raise _unreadable(path, str(error)) from error
        if dim not in (None, index.dim):
            raise _unreadable(path, f"its vectors have {index.dim} dimensions, not {dim}")
        return index

    @property
    def dim(self) -> int:
        return int(self._rows.d)

    def __len__(self) -> int:
        return int(np.count_nonzero(self._ids != _REMOVED))

    def add(self, ids: Ids, vectors: Vectors, /) -> None:
        """Adds rows: ids int64 ``(n,)``, none negative; vectors float32 ``(n, dim)``.

        ``ValueError`` for an id that the index has, or a shape that doesn't fit; ``IndexSettingError`` if
        the index needs training and these are too few for it.
        """
        self._check_addable(ids, vectors)
        if not len(ids):
            return
        vectors = np.ascontiguousarray(vectors, dtype=np.float32)
        if not self._rows.is_trained:
            self._train(vectors)
        with _repeatable():
            self._mapped.add_with_ids(vectors, np.ascontiguousarray(ids, dtype=np.int64))
        self._ids = np.concatenate([self._ids, ids])

    def remove(self, ids: Ids, /) -> None:
        """Removes rows by id; an unknown id is no error."""
        self._ids = np.where(np.isin(self._ids, ids), _REMOVED, self._ids)

    def search(self, queries: Vectors, k: int, /, *, allowed: Ids | None = None) -> tuple[Vectors, Ids]:
        """The ``k`` rows of greatest inner product, best first, among ``allowed`` ids if given.

        ``queries`` float32 ``(q, dim)``; returns scores float32 ``(q, k)`` and ids int64 ``(q, k)``, filled
        up with ``-inf`` and ``-1`` where fewer rows qualify.
        """
        queries = np.ascontiguousarray(queries, dtype=np.float32)
        qualified = self._ids != _REMOVED
        if allowed is not None:
            qualified &= np.isin(self._ids, allowed)
        found = min(k, int(np.count_nonzero(qualified)))
        scores = np.full((len(queries), k), -np.inf, dtype=np.float32)
        ids = np.full((len(queries), k), _REMOVED, dtype=np.int64)
        if found and len(queries):
            scores[:, :found], rows = self._nearest(queries, found, qualified)
            ids[:, :found] = self._ids[rows]
        return scores, ids

    def save(self, path: Path) -> None:
        """Writes the index to ``path``, in place; ``OSError`` as the disk has it."""
        faiss = _faiss()
        if 2 * len(self) < len(self._ids):
            self._compact()
        faiss.copy_array_to_vector(self._ids, self._mapped.id_map)
        path.write_bytes(faiss.serialize_index(self._mapped).data)

    def _adopt(self, mapped: Any) -> None:
        """Takes over an ``IndexIDMap``; its ``id_map`` is the id of each row, ``-1`` where it was removed.

        Rows are searched and filtered by number, so no index type has to remove or to know an id itself
        (``IndexIDMap2`` over IVF mixes ids up on ``remove_ids``; HNSW cannot remove).
        """
        faiss = _faiss()
        if not isinstance(mapped, faiss.IndexIDMap) or mapped.metric_type != faiss.METRIC_INNER_PRODUCT:
            raise TypeError("not an index of rows with ids by inner product")
        self._mapped, self._rows = mapped, faiss.downcast_index(mapped.index)
        if not isinstance(self._rows, _exhaustive() + _approximate()):
            raise TypeError(f"cannot filter a {type(self._rows).__name__}")
        self._ids = faiss.vector_to_array(mapped.id_map).astype(np.int64)
        if len(self._ids) != self._rows.ntotal:
            raise TypeError(f"{len(self._ids)} ids for {self._rows.ntotal} rows")

    def _tune(self) -> None:
        faiss = _faiss()
        if isinstance(self._rows, faiss.IndexHNSW):
            self._rows.hnsw.efSearch = _HNSW_CANDIDATES
        elif isinstance(self._rows, faiss.IndexIVF):
            self._rows.nprobe = max(1, self._rows.nlist // 4)
            self._rows.cp.min_points_per_centroid = 1

    def _check_addable(self, ids: Ids, vectors: Vectors) -> None:
        if vectors.shape != (len(ids), self.dim):
            raise ValueError(f"vectors of shape {vectors.shape}, not {(len(ids), self.dim)}")
        if len(np.unique(ids)) < len(ids) or np.isin(ids, self._ids).any() or (ids < 0).any():
            raise ValueError("ids must be new to the index, different, and not negative")

    def _train(self, vectors: Vectors) -> None:
        faiss = _faiss()
        try:
            self._rows.train(vectors)
        except RuntimeError as error:
            why = f"{len(vectors)} vectors are too few to train it"
            raise IndexSettingError("this kind of index", why, "use Flat for a small library") from error
        self._mapped.is_trained = True
        if isinstance(self._rows, faiss.IndexIVF):
            self._rows.make_direct_map()

    def _nearest(self, queries: Vectors, k: int, qualified: npt.NDArray[np.bool_]) -> tuple[Vectors, Ids]:
        approximate = isinstance(self._rows, _approximate())
        if not approximate or np.count_nonzero(qualified) > _SMALL:
            scores, rows = self._rows.search(queries, k, params=self._parameters(qualified, k))
            if (rows >= 0).all():
                return scores, rows
        return self._scan(queries, k, np.flatnonzero(qualified))

    def _scan(self, queries: Vectors, k: int, rows: Ids) -> tuple[Vectors, Ids]:
        """The best of ``rows``, each compared."""
        scores = queries @ self._rows.reconstruct_batch(rows).T
        best = np.argsort(-scores, axis=1, kind="stable")[:, :k]
        return np.take_along_axis(scores, best, axis=1), rows[best]

    def _parameters(self, qualified: npt.NDArray[np.bool_], k: int) -> Any:
        faiss = _faiss()
        among = {}
        if not qualified.all():
            among["sel"] = faiss.IDSelectorBitmap(np.packbits(qualified, bitorder="little"))
        if isinstance(self._rows, faiss.IndexHNSW):
            return faiss.SearchParametersHNSW(efSearch=max(k, self._rows.hnsw.efSearch), **among)
        if isinstance(self._rows, faiss.IndexIVF):
            return faiss.SearchParametersIVF(nprobe=self._rows.nprobe, **among)
        return faiss.SearchParameters(**among) if among else None

    def _compact(self) -> None:
        rows = np.flatnonzero(self._ids != _REMOVED)
        kept, vectors = self._ids[rows], self._rows.reconstruct_batch(rows)
        self._mapped.reset()
        with _repeatable():
            self._mapped.add_with_ids(vectors, kept)
        self._ids = kept


def _faiss() -> Any:
    import faiss

    return faiss


def _exhaustive() -> tuple[Any, ...]:
    return _faiss().IndexFlat, _faiss().IndexScalarQuantizer


def _approximate() -> tuple[Any, ...]:
    return _faiss().IndexHNSW, _faiss().IndexIVF


@contextmanager
def _repeatable() -> Iterator[None]:
    """One thread: several would link an HNSW graph in whichever order they come."""
    faiss = _faiss()
    threads = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(threads)


def _unreadable(path: Path, why: str) -> IndexFileError:
    return IndexFileError(f"cannot read the index {path}", why, "rebuild it from the library")
