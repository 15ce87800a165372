"""What differs between FAISS's kinds of index: how they are trained, and how much of them is searched."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, Self

import numpy as np
import numpy.typing as npt

from embeddings.protocols import Ids

_HNSW_CANDIDATES = 64
_LISTS_PROBED = 8
_ROWS_PER_HIT = 4
"""How many rows the probed lists should hold for each row that is asked for."""
_POINTS_PER_LIST, _TRAINING_ROUNDS = 64, 10
_SAMPLE = 16_384


class Chosen(NamedTuple):
    """Rows to search among: their numbers, and a bit for each row of the index."""

    rows: Ids
    bits: npt.NDArray[np.uint8]

    @classmethod
    def of(cls, rows: Ids, count: int) -> Self:
        """These of the ``count`` rows."""
        chosen = np.zeros(count, np.bool_)
        chosen[rows] = True
        return cls(rows, np.packbits(chosen, bitorder="little"))


def faiss() -> Any:
    """The module, imported when an index is first needed."""
    import faiss

    return faiss


def is_known(index: Any) -> bool:
    """Whether it is of a kind that can be searched among chosen rows."""
    return is_approximate(index) or isinstance(index, (faiss().IndexFlat, faiss().IndexScalarQuantizer))


def is_approximate(index: Any) -> bool:
    """Whether a search looks at only a part of it."""
    return is_graph(index) or _is_inverted(index)


def is_graph(index: Any) -> bool:
    """Whether it is a graph (HNSW), and so depends on the order in which rows were added."""
    return isinstance(index, faiss().IndexHNSW)


def _is_inverted(index: Any) -> bool:
    return isinstance(index, faiss().IndexIVF)


def tune(index: Any) -> None:
    """Settings of a new index."""
    if is_graph(index):
        index.hnsw.efSearch = _HNSW_CANDIDATES
    elif _is_inverted(index):
        index.nprobe = min(_LISTS_PROBED, index.nlist)
        index.cp.min_points_per_centroid = 1
        index.cp.max_points_per_centroid = _POINTS_PER_LIST
        index.cp.niter = _TRAINING_ROUNDS


def sample_size(index: Any) -> int:
    """How many rows it is to learn from, 0 if from none."""
    if index.is_trained:
        return 0
    return int(index.nlist) * _POINTS_PER_LIST if _is_inverted(index) else _SAMPLE


def finish_training(index: Any) -> None:
    """Makes rows of inverted lists known by their number."""
    if _is_inverted(index):
        index.make_direct_map()


def effort(index: Any) -> int:
    """How much of it a search looks at: lists of IVF, candidates of HNSW; 0 for the whole."""
    if is_graph(index):
        return int(index.hnsw.efSearch)
    return int(index.nprobe) if _is_inverted(index) else 0


def set_effort(index: Any, effort: int) -> None:
    """Sets what ``effort`` tells."""
    if is_graph(index):
        index.hnsw.efSearch = effort
    elif _is_inverted(index):
        index.nprobe = effort


def greatest_effort(index: Any) -> int:
    """The effort above which comparing every row hardly costs more: a quarter of all."""
    if is_graph(index):
        return int(index.ntotal) // 4
    return int(index.nlist) // 4 if _is_inverted(index) else 0


def parameters(index: Any, k: int, among: Chosen | None) -> Iterator[Any]:
    """How to search, then how to search on where that does not find ``k`` rows."""
    selected = {} if among is None else {"sel": faiss().IDSelectorBitmap(among.bits)}
    if is_graph(index):
        yield faiss().SearchParametersHNSW(efSearch=max(k, effort(index)), **selected)
    elif _is_inverted(index):
        for lists in _lists(index, k, int(index.ntotal) if among is None else len(among.rows)):
            yield faiss().SearchParametersIVF(nprobe=lists, **selected)
    else:
        yield faiss().SearchParameters(**selected) if selected else None


def _lists(index: Any, k: int, qualified: int) -> Iterator[int]:
    """How many lists to probe: more where few rows of each qualify, or many are asked for; at last all."""
    wanted = max(effort(index) * int(index.ntotal), _ROWS_PER_HIT * k * int(index.nlist))
    lists = min(-(-wanted // qualified), int(index.nlist))
    yield lists
    while lists < index.nlist:
        lists = min(4 * lists, int(index.nlist))
        yield lists
