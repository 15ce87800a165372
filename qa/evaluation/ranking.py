"""Ranking measures of each question, from the places of what answers it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from embeddings.protocols import Vectors
from qa.evaluation.measures import Floats

Places = npt.NDArray[np.int64]
"""(questions, n): the places, from 1, of the candidates that answer each question."""


def places(scores: Vectors, relevant: npt.NDArray[np.int64]) -> Places:
    """The places of the ``relevant`` candidates (questions, n) when ``scores`` (questions, candidates) rank.

    Of candidates with the same score the first comes first.
    """
    number = np.arange(scores.shape[1])
    return np.stack([_place(scores, column[:, None], number) for column in relevant.T], axis=1)


def _place(scores: Vectors, candidate: npt.NDArray[np.int64], number: npt.NDArray[np.int64]) -> Places:
    own = np.take_along_axis(scores, candidate, axis=1)
    before = (scores > own) | ((scores == own) & (number < candidate))
    place: Places = before.sum(axis=1, dtype=np.int64) + 1
    return place


def average_precision(places: Places) -> Floats:
    """The mean, over all that answers, of the precision at its place: float64 (questions,)."""
    ordered = np.sort(places, axis=1)
    precision: Floats = (np.arange(1, places.shape[1] + 1) / ordered).mean(axis=1)
    return precision


def reciprocal_rank(places: Places) -> Floats:
    """One over the first place that answers: float64 (questions,)."""
    rank: Floats = 1 / places.min(axis=1)
    return rank


def recall(places: Places, k: int) -> Floats:
    """The share of what answers that is among the first ``k``: float64 (questions,)."""
    share: Floats = (places <= k).mean(axis=1)
    return share


def ndcg(places: Places, k: int) -> Floats:
    """Normalised discounted cumulative gain of the first ``k`` (Järvelin and Kekäläinen, 2002)."""
    gains = np.where(places <= k, 1 / np.log2(1 + places), 0).sum(axis=1)
    best = (1 / np.log2(1 + np.arange(1, min(places.shape[1], k) + 1))).sum()
    gain: Floats = gains / best
    return gain
