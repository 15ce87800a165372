"""Ranking measures over integer rankings, computed by ir-measures."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Ranking = npt.NDArray[np.int64]
"""(questions, candidates): each row names candidates, best first."""

_AT_ONCE = 256


def measure(names: Sequence[str], ranking: Ranking, relevant: Ranking) -> dict[str, float]:
    """The mean over questions of each measure, named as ir-measures does (``AP``, ``RR``, ``nDCG@10``).

    ``ranking`` int64 (questions, candidates) may be cut off where the measures need no more; ``relevant``
    int64 (questions, n) names the candidates that answer each question.
    """
    import ir_measures

    measures = [ir_measures.parse_measure(name) for name in names]
    totals = dict.fromkeys(names, 0.0)
    for start in range(0, len(ranking), _AT_ONCE):
        rows = slice(start, start + _AT_ONCE)
        for value in ir_measures.iter_calc(measures, _qrels(relevant[rows]), _run(ranking[rows])):
            totals[str(value.measure)] += value.value
    return {name: total / len(ranking) for name, total in totals.items()}


def places(ranking: Ranking, relevant: Ranking) -> Ranking:
    """The places, from 1, of the ``relevant`` candidates in a complete ranking; shaped as ``relevant``."""
    place_of = np.empty_like(ranking)
    np.put_along_axis(place_of, ranking, np.arange(1, ranking.shape[1] + 1)[None, :], axis=1)
    return np.take_along_axis(place_of, relevant, axis=1)


def _qrels(relevant: Ranking) -> dict[str, dict[str, int]]:
    return {str(q): {str(candidate): 1 for candidate in row} for q, row in enumerate(relevant.tolist())}


def _run(ranking: Ranking) -> dict[str, dict[str, float]]:
    return {
        str(q): {str(candidate): -place for place, candidate in enumerate(row)}
        for q, row in enumerate(ranking.tolist())
    }
