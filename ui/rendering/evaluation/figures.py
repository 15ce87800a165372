"""Finds the figures in what ``eval`` measured, whichever evaluation it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_IN_MATRICES = ("passage@1", "answer_accuracy", "mrr")


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure with its 95% interval, where it has one."""

    name: str
    value: float | None
    interval: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Matrix:
    """A measure by language of the question (rows) and of the text that answers (columns).

    ``cells`` and ``counts`` (of questions, where known) are by row and column; an absent pair has no cell.
    """

    measure: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str], float | None]
    counts: Mapping[tuple[str, str], int]


def figures(results: Mapping[str, Any]) -> list[Figure]:
    """Every measure that has an interval, then those of ``overall`` without."""
    intervals = results.get("intervals", {})
    names = dict.fromkeys([*intervals, *results.get("overall", {})])
    return [Figure(name, _value(results, name), _pair(intervals.get(name))) for name in names]


def matrices(results: Mapping[str, Any]) -> list[Matrix]:
    """The matrix of each measure that tells most about pairs of languages."""
    pairs: Mapping[str, Mapping[str, float | None]] = results.get("pairs", {})
    measured = {name for of_pair in pairs.values() for name in of_pair}
    return [_matrix(name, results) for name in _IN_MATRICES if name in measured]


def _matrix(measure: str, results: Mapping[str, Any]) -> Matrix:
    cells = {_languages(pair): values.get(measure) for pair, values in results["pairs"].items()}
    counts = {_languages(pair): count for pair, count in results.get("questions_by_pair", {}).items()}
    rows = tuple(dict.fromkeys(question for question, _ in cells))
    answering = {article for _, article in cells}
    columns = [*(tag for tag in rows if tag in answering), *sorted(answering.difference(rows))]
    return Matrix(measure, rows, tuple(columns), cells, counts)


def _value(results: Mapping[str, Any], name: str) -> float | None:
    for place in (results.get("overall", {}), results):
        if name in place:
            found: float | None = place[name]
            return found
    measure, _, language = name.rpartition(".")
    of_language: float | None = results.get(measure, {}).get(language)
    return of_language


def _pair(interval: list[float] | None) -> tuple[float, float] | None:
    return (interval[0], interval[1]) if interval else None


def _languages(pair: str) -> tuple[str, str]:
    question, _, article = pair.partition(">")
    return question, article
