"""The report's figures: measures with intervals, languages by languages, ablation, baseline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ui.rendering.evaluation import words
from ui.rendering.evaluation.figures import Figure, Matrix, figures, matrices
from ui.rendering.evaluation.markup import badge, cell, escape, note, number, section, table


def measures(results: Mapping[str, Any]) -> str:
    """Every measure with its interval, drawn where it is a share."""
    rows = [
        (_named(figure.name), [cell(figure.value, "number"), _interval(figure)])
        for figure in figures(results)
    ]
    columns = ("Measure", "Value", "95% interval")
    return section("Measures", note(words.INTERVALS), table("Measures", columns, rows, "titled"))


def languages(results: Mapping[str, Any]) -> str:
    """Heatmaps of question language by article language."""
    maps = [_heatmap(matrix) for matrix in matrices(results)]
    return section("Languages", note(words.MATRIX) if maps else "", *maps, _behind(results))


def ablation(results: Mapping[str, Any]) -> str:
    """What each part of retrieval brings."""
    return _grid("Ablation", words.ABLATION, results.get("ablation", {}))


def passages(results: Mapping[str, Any]) -> str:
    """How long passages are, and what the questions find where they may be longer."""
    usual, doubled = results.get("passages"), results.get("doubled")
    if not usual or not doubled:
        return ""
    rows = {"as they are": {**results["overall"], **usual}, "twice as long": doubled}
    shown = {name: {key: row[key] for key in doubled} for name, row in rows.items()}
    return _grid("Passage length", words.DOUBLED, shown)


def baseline(results: Mapping[str, Any]) -> str:
    """How far every measure is from the baseline."""
    compared = results.get("baseline", {})
    if not compared:
        return ""
    columns = ("Measure", "Baseline", "Now", "Difference", "95% interval")
    rows = [(escape(name), list(_difference(of))) for name, of in compared.items()]
    return section(
        "Against the baseline", note(words.BASELINE), table("Differences", columns, rows, "titled")
    )


def _named(measure: str) -> str:
    meaning = words.meaning(measure)
    return f"{escape(measure)}<small>{escape(meaning)}</small>" if meaning else escape(measure)


def _interval(figure: Figure) -> str:
    if figure.interval is None:
        return '<td class="interval">–</td>'
    low, high = figure.interval
    text = f"<span>{number(low)} to {number(high)}</span>"
    return f'<td class="interval"><div>{_bar(figure.value, low, high)}{text}</div></td>'


def _bar(value: float | None, low: float, high: float) -> str:
    """A bar from 0 to 1 with its interval; nothing for a figure that is no share."""
    if value is None or low < 0 or high > 1:
        return ""
    style = f"--value:{value:.1%};--low:{low:.1%};--width:{high - low:.1%}"
    return f'<span class="bar" aria-hidden="true" style="{style}"></span>'


def _heatmap(matrix: Matrix) -> str:
    rows = [(escape(row), [_heat(matrix, row, column) for column in matrix.columns]) for row in matrix.rows]
    caption = f"{matrix.measure}: {words.meaning(matrix.measure)}"
    return table(caption, (words.ASKED_IN, *matrix.columns), rows, "heatmap")


def _heat(matrix: Matrix, row: str, column: str) -> str:
    value, count = matrix.cells.get((row, column)), matrix.counts.get((row, column))
    if value is None:
        return '<td class="heat none">–</td>'
    of = f" <small>({count})</small>" if count else ""
    return f'<td class="heat" style="--heat:{value:.3f}">{value:.2f}{of}</td>'


def _behind(results: Mapping[str, Any]) -> str:
    places = results.get("language_bias_by_language", {})
    if len(places) < 2:
        return ""
    rows = [(escape(tag), [f'<td class="number">{value:+.1f}</td>']) for tag, value in places.items()]
    return note(words.BIAS) + table("language_bias_by_language", ("Language", "Places"), rows)


def _grid(heading: str, explanation: str, values: Mapping[str, Mapping[str, Any]]) -> str:
    if not values:
        return ""
    measures = next(iter(values.values()))
    rows = [
        (escape(measure), [cell(of[measure], "number") for of in values.values()]) for measure in measures
    ]
    return section(heading, note(explanation), table(heading, ("Measure", *values), rows, "titled"))


def _difference(of: Mapping[str, Any]) -> Iterator[str]:
    yield from (cell(of["baseline"], "number"), cell(of["now"], "number"))
    difference = "–" if of["difference"] is None else f"{of['difference']:+.3f}"
    worse = f" {badge('worse', 'bad')}" if of["worse"] else ""
    yield f'<td class="number">{difference}{worse}</td>'
    yield f'<td class="number">{escape(_ends(of["interval"]))}</td>'


def _ends(interval: Sequence[float] | None) -> str:
    return f"{interval[0]:+.3f} to {interval[1]:+.3f}" if interval else number(None)
