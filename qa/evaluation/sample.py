"""What an evaluation found, question by question, and what chance alone could make of it.

A collection is a sample of the questions that might be asked. The bootstrap draws new collections from it,
question by question and with replacement, and looks at how much a measure varies between them (Efron and
Tibshirani 1993, "An Introduction to the Bootstrap", chapter 13; for retrieval Sakai 2006, "Evaluating
evaluation metrics based on the bootstrap").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from qa.evaluation.measures import Auroc, Floats, Mean, Measure, per_question

RESAMPLES = 2_000
CONFIDENCE = 95.0
"""Per cent of the resampled figures that an interval holds."""
_SEED = 20_061_111
_NUMBERS_AT_ONCE = 4_000_000
_DIGITS = 4

Interval = list[float]
"""Its lower and its upper end."""


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """The questions of an evaluation by id, and its measures over them; ``of`` says what was evaluated."""

    of: str
    ids: tuple[str, ...]
    measures: Mapping[str, Mean | Auroc]

    def intervals(self) -> dict[str, Interval | None]:
        """The percentile interval of each measure."""
        return intervals(self.measures, len(self.ids))

    def to_dict(self) -> dict[str, Any]:
        """The sample as it stands in JSON, values rounded to four digits; ``from_dict`` reads it."""
        return {
            "of": self.of,
            "ids": list(self.ids),
            "measures": {name: _written(measure) for name, measure in self.measures.items()},
        }

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Self:
        """Raises ValueError, KeyError, TypeError or AttributeError for what ``to_dict`` did not write."""
        ids = tuple(map(str, record["ids"]))
        measures = {str(name): _read(measure) for name, measure in record["measures"].items()}
        if any(
            len(values) != len(ids) for measure in measures.values() for values in _columns(measure).values()
        ):
            raise ValueError("a measure has not one value for each question")
        return cls(str(record["of"]), ids, measures)


def intervals(measures: Mapping[str, Measure], questions: int) -> dict[str, Interval | None]:
    """The interval of each measure; ``None`` where no resample defines one."""
    return {name: interval(estimates) for name, estimates in resampled(measures, questions).items()}


def resampled(measures: Mapping[str, Measure], questions: int) -> dict[str, Floats]:
    """What each measure comes to in each of the same ``RESAMPLES`` collections: float64 (RESAMPLES,)."""
    estimates: dict[str, list[Floats]] = {name: [] for name in measures}
    for weights in _collections(questions):
        for name, measure in measures.items():
            estimates[name].append(measure.estimate(weights))
    return {name: np.concatenate(parts) for name, parts in estimates.items()}


def interval(estimates: Floats) -> Interval | None:
    """The percentiles that hold ``CONFIDENCE`` per cent of the defined estimates."""
    defined = estimates[~np.isnan(estimates)]
    if not defined.size:
        return None
    ends: Interval = np.percentile(defined, [(100 - CONFIDENCE) / 2, (100 + CONFIDENCE) / 2]).tolist()
    return ends


def _collections(questions: int) -> Iterator[Floats]:
    """How often each question was drawn: float64 (n, questions), always the same ``RESAMPLES`` in all."""
    generator = np.random.default_rng(_SEED)
    places = max(questions, 1)
    at_once, chances = max(1, _NUMBERS_AT_ONCE // places), np.full(places, 1 / places)
    for start in range(0, RESAMPLES, at_once):
        rows = min(at_once, RESAMPLES - start)
        drawn = generator.multinomial(questions, chances, size=rows)
        yield drawn[:, :questions].astype(np.float64)


def _columns(measure: Mean | Auroc) -> dict[str, Floats]:
    if isinstance(measure, Auroc):
        return {"positive": measure.positive, "negative": measure.negative}
    return {"values": measure.values} | ({} if measure.counts is None else {"counts": measure.counts})


def _written(measure: Mean | Auroc) -> dict[str, Any]:
    return {name: _rounded(column) for name, column in _columns(measure).items()}


def _rounded(column: Floats) -> list[Any]:
    if column.ndim > 1:
        return [_rounded(row) for row in column]
    return [None if np.isnan(value) else round(value, _DIGITS) for value in column.tolist()]


def _read(record: Mapping[str, Any]) -> Mean | Auroc:
    if "positive" in record:
        return Auroc(_array(record["positive"]), _array(record["negative"]))
    return Mean(_array(record["values"]), _array(record["counts"]) if "counts" in record else None)


def _array(column: list[Any]) -> Floats:
    if column and isinstance(column[0], list):
        return np.stack([per_question(row) for row in column])
    return per_question(column)
