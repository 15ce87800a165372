"""Compares an evaluation with an earlier one of the same questions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np

from corpus.errors import InputError, PolyciteError
from qa.evaluation.measures import Auroc, Floats, Mean, figure
from qa.evaluation.sample import Sample, interval, resampled

_LOWER_IS_BETTER = {"language_bias"}
_DIGITS = 6
"""Of a difference; the rest is the order in which numbers were added."""
_MEND = "make one with: polycite eval … --json > FILE"


class RegressionError(PolyciteError):
    """Some measures are worse than in the baseline, by more than the choice of questions explains."""


@dataclass(frozen=True, slots=True, eq=False)
class Baseline:
    """An earlier evaluation, as ``eval … --json`` printed it to ``path``."""

    path: Path
    sample: Sample

    @classmethod
    def read(cls, path: Path) -> Self:
        """Raises ``InputError`` for a file that holds no evaluation."""
        try:
            return cls(path, Sample.from_dict(json.loads(path.read_text(encoding="utf-8-sig"))["outcomes"]))
        except OSError as error:
            raise InputError(str(path), error.strerror or "cannot be read", _MEND) from error
        except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
            raise InputError(str(path), "it is no evaluation to compare with", _MEND) from error

    def expect(self, of: str, ids: Sequence[str]) -> None:
        """Raises ``InputError`` unless the same was evaluated, questions with these ids in whatever order."""
        if of != self.sample.of:
            raise InputError(str(self.path), f"it evaluates {self.sample.of}, not {of}", _MEND)
        if sorted(ids) == sorted(self.sample.ids):
            return
        shared = len(set(ids) & set(self.sample.ids))
        why = (
            f"it has {len(self.sample.ids)} questions, this evaluation {len(ids)}, and {shared} are the same"
        )
        raise InputError(str(self.path), why, "compare evaluations of the same questions")

    def compare(self, now: Sample) -> dict[str, dict[str, Any]]:
        """How far each measure that both have is from the baseline, as it stands in the JSON.

        The interval is that of the paired bootstrap: the same questions are drawn from both evaluations, as
        rounded in JSON.
        ``worse`` says that all of it lies on the bad side of 0. Raises ``InputError`` for other questions.
        """
        self.expect(now.of, now.ids)
        now = Sample.from_dict(now.to_dict())
        place = {id_: number for number, id_ in enumerate(now.ids)}
        order = [place[id_] for id_ in self.sample.ids]
        pairs = {
            name: _Paired(measure, self.sample.measures[name], order)
            for name, measure in now.measures.items()
            if name in self.sample.measures
        }
        differences = resampled(pairs, len(now.ids))
        return {name: _compared(name, pair, differences[name]) for name, pair in pairs.items()}


def raise_on_regression(results: dict[str, Any], baseline: Baseline) -> None:
    """Raises ``RegressionError`` naming the measures of ``results`` that are worse than the baseline."""
    worse = [name for name, difference in results["baseline"].items() if difference["worse"]]
    if worse:
        why = f"{', '.join(worse)}: all of the 95% interval of the difference is on the worse side"
        raise RegressionError(f"worse than {baseline.path}", why, "see the difference for each measure")


@dataclass(frozen=True, slots=True, eq=False)
class _Paired:
    """The difference of one measure; ``order`` has the present place of each of the baseline's questions."""

    now: Mean | Auroc
    before: Mean | Auroc
    order: Sequence[int]

    def estimate(self, weights: Floats, /) -> Floats:
        return self.now.estimate(weights) - self.before.estimate(weights[:, self.order])


def _compared(name: str, pair: _Paired, differences: Floats) -> dict[str, Any]:
    questions = len(pair.order)
    difference = figure(pair, questions)
    low_high = interval(np.round(differences, _DIGITS) + 0.0)
    return {
        "baseline": figure(pair.before, questions),
        "now": figure(pair.now, questions),
        "difference": difference and round(difference, _DIGITS),
        "interval": low_high,
        "worse": low_high is not None and (low_high[0] > 0 if name in _LOWER_IS_BETTER else low_high[1] < 0),
    }
