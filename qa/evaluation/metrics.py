"""Measures that need no library: means that may be undefined, and the area under the ROC curve."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np


def mean(values: Iterable[float]) -> float | None:
    """The arithmetic mean; ``None`` of nothing, so that JSON says null where a measure is undefined."""
    numbers = list(values)
    return sum(numbers) / len(numbers) if numbers else None


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """The probability that a positive scores above a negative, a tie counting half.

    That is the area under the ROC curve (Hanley and McNeil, 1982). ``None`` where either side is empty.
    """
    if not positive or not negative:
        return None
    ordered = np.sort(negative)
    below = np.searchsorted(ordered, positive, side="left")
    not_above = np.searchsorted(ordered, positive, side="right")
    return float((below + not_above).mean() / (2 * len(negative)))
