"""Measures as functions of how often each question counts: one formula gives the figure and its interval."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


class Measure(Protocol):
    """A figure over questions."""

    def estimate(self, weights: Floats, /) -> Floats:
        """The figure for each row of ``weights`` (n, questions): float64 (n,), NaN where undefined."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Mean:
    """The mean of ``values`` (questions,), NaN where a question has none.

    ``counts`` (questions,) says how many cases a question's value stands for; without it, one.
    """

    values: Floats
    counts: Floats | None = None

    def estimate(self, weights: Floats, /) -> Floats:
        cases = (~np.isnan(self.values)).astype(np.float64)
        if self.counts is not None:
            cases = cases * self.counts
        return _ratio(weights @ (np.nan_to_num(self.values) * cases), weights @ cases)


@dataclass(frozen=True, slots=True, eq=False)
class Auroc:
    """The probability that a positive scores above a negative, a tie counting half.

    That is the area under the ROC curve (Hanley and McNeil, 1982). ``positive`` and ``negative`` are
    (questions,) or (questions, n): a question may have several of each, NaN where it has none.
    """

    positive: Floats
    negative: Floats

    def estimate(self, weights: Floats, /) -> Floats:
        positive, asked = _defined(self.positive)
        negative, refused = _defined(self.negative)
        order = np.argsort(negative, kind="stable")
        below = np.searchsorted(negative[order], positive, side="left")
        not_above = np.searchsorted(negative[order], positive, side="right")
        mass = np.pad(np.cumsum(weights[:, refused[order]], axis=1), ((0, 0), (1, 0)))
        of_positive = weights[:, asked]
        won = (of_positive * (mass[:, below] + mass[:, not_above])).sum(axis=1) / 2
        return _ratio(won, of_positive.sum(axis=1) * mass[:, -1])


@dataclass(frozen=True, slots=True, eq=False)
class Gap:
    """How far the first of two measures is above the second."""

    first: Measure
    second: Measure

    def estimate(self, weights: Floats, /) -> Floats:
        return self.first.estimate(weights) - self.second.estimate(weights)


def per_question(values: Iterable[float | None]) -> Floats:
    """One value for each question: float64, NaN for ``None``."""
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def figure(measure: Measure, questions: int) -> float | None:
    """The measure with every question counting once; ``None``, JSON's null, where nothing defines it."""
    estimate = float(measure.estimate(np.ones((1, questions)))[0])
    return None if np.isnan(estimate) else estimate


def _defined(scores: Floats) -> tuple[Floats, npt.NDArray[np.int64]]:
    """The scores that are there, and the question that each belongs to."""
    there = ~np.isnan(scores)
    return scores[there], np.nonzero(there)[0]


def _ratio(total: Floats, count: Floats) -> Floats:
    return np.divide(total, count, out=np.full_like(total, np.nan), where=count > 0)
