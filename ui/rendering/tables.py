"""Rows and columns: the articles of a library, its facts, and evaluation results."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.style import Style
from rich.table import Table
from rich.text import Text

from ui.rendering.evaluation.figures import Figure, Matrix, figures, matrices
from ui.rendering.safety import one_line

if TYPE_CHECKING:
    from embeddings.library import ArticleRecord

_ARTICLE_COLUMNS = (
    (100, ("id", "language", "date", "source", "title", "passages")),
    (60, ("id", "language", "date", "title")),
    (0, ("id", "language", "title")),
)
"""The least width in cells, and what is shown on a terminal of that width."""
_CUT = ("source", "title")
_RAMP = ((236, 102), (244, 190), (245, 198))
"""Red, green and blue of a figure of 0 and of 1; black text is read well on either."""


def articles_table(records: Sequence[ArticleRecord], width: int) -> Table:
    """One row and one line per article: fewer columns on a narrow terminal, what is too long cut with ``…``.

    Of the ids as many characters are shown as tell them apart, but at least 8.
    """
    names = next(names for least, names in _ARTICLE_COLUMNS if width >= least)
    length = _telling_length([record.id for record in records])
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in names:
        numeric = name == "passages"
        table.add_column(name, no_wrap=name not in _CUT, justify="right" if numeric else "left")
    for record in records:
        facts = {**record.to_dict(), "id": record.id[:length]}
        table.add_row(*(_cut(str(facts[name] or "")) for name in names))
    return table


def facts_table(facts: Mapping[str, Any]) -> Table:
    """One row per fact; a nested mapping's facts follow indented below its name."""
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="cyan", no_wrap=True)
    table.add_column(overflow="fold")
    for row in _indented(facts):
        table.add_row(*row)
    return table


def evaluation_tables(results: Mapping[str, Any]) -> list[Table | Text]:
    """What was asked, every measure with its interval, then a table for each other group of figures."""
    tables = [
        _asked(results),
        _measures(figures(results)),
        *map(_matrix, matrices(results)),
        _grid("ablation", results.get("ablation", {})),
        _grid("passages", _lengths(results)),
        _differences(results.get("baseline", {})),
    ]
    shown = [table for table in tables if table.row_count]
    return [part for table in shown for part in (Text(), table)][1:]


def _asked(results: Mapping[str, Any]) -> Table:
    names = ("questions", "languages", "passages", "language_bias_by_language")
    return facts_table({name: results[name] for name in names if results.get(name)})


def _measures(measures: Sequence[Figure]) -> Table:
    table = _table("measure")
    for column in ("value", "95% interval"):
        table.add_column(column, justify="right")
    for measure in measures:
        table.add_row(_text(measure.name), _number(measure.value), _ends(measure.interval, _number))
    return table


def _matrix(matrix: Matrix) -> Table:
    """Question languages down, languages of what answers across, darker where the figure is higher."""
    table = _table(matrix.measure)
    for column in matrix.columns:
        table.add_column(Text(one_line(column)), justify="right", no_wrap=True)
    for row in matrix.rows:
        table.add_row(_text(row), *(_heat(matrix.cells.get((row, column))) for column in matrix.columns))
    return table


def _heat(value: float | None) -> Text:
    if value is None:
        return Text("-")
    red, green, blue = (round(pale + (full - pale) * value) for pale, full in _RAMP)
    return Text(f"{value:.2f}", style=Style(color="black", bgcolor=f"rgb({red},{green},{blue})"))


def _grid(name: str, columns: Mapping[str, Mapping[str, Any]]) -> Table:
    """One row per figure, one column for each way of measuring it."""
    table = _table(name)
    for column in columns:
        table.add_column(column, justify="right")
    for figure in next(iter(columns.values()), {}):
        table.add_row(_text(figure), *(_number(of[figure]) for of in columns.values()))
    return table


def _lengths(results: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    doubled = results.get("doubled", {})
    usual = {**results.get("overall", {}), **results.get("passages", {})}
    return {"usual": {name: usual[name] for name in doubled}, "doubled": doubled} if doubled else {}


def _differences(compared: Mapping[str, Mapping[str, Any]]) -> Table:
    table = _table("measure")
    for column in ("baseline", "now", "difference", "95% interval", ""):
        table.add_column(column, justify="right")
    for name, of in compared.items():
        difference = "-" if of["difference"] is None else f"{of['difference']:+.3f}"
        figures = (_number(of["baseline"]), _number(of["now"]), difference)
        mark, style = ("worse", "red") if of["worse"] else ("", "")
        table.add_row(_text(name), *figures, _ends(of["interval"], "{:+.3f}".format), mark, style=style)
    return table


def _ends(interval: Sequence[float] | None, form: Callable[[float], str]) -> str:
    return " to ".join(map(form, interval)) if interval else "-"


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _telling_length(ids: Sequence[str]) -> int:
    lengths = range(8, max(map(len, ids), default=8))
    return next((n for n in lengths if len({one[:n] for one in ids}) == len(ids)), lengths.stop)


def _cut(cell: str) -> Text:
    return Text(one_line(cell), no_wrap=True, overflow="ellipsis")


def _text(cell: str) -> Text:
    return Text(one_line(cell))


def _indented(facts: Mapping[str, Any], indent: str = "") -> Iterator[tuple[Text, Text]]:
    for name, value in facts.items():
        nested = isinstance(value, Mapping)
        yield Text(indent) + _text(name), _text("" if nested else _number(value))
        if nested:
            yield from _indented(value, indent + "  ")


def _number(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:.3f}" if abs(value) < 10 else f"{value:.1f}"
    return ", ".join(map(_number, value)) if isinstance(value, (list, tuple)) else str(value)
