"""Rows and columns: the articles of a library, its facts, and evaluation results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

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


def evaluation_tables(results: Mapping[str, Any]) -> list[Table]:
    """Plain figures first, then a table for each group of figures."""
    plain = {name: value for name, value in results.items() if not isinstance(value, Mapping)}
    groups = {name: value for name, value in results.items() if isinstance(value, Mapping)}
    return [facts_table(plain), *(_group(name, group) for name, group in groups.items() if group)]


def _group(name: str, group: Mapping[str, Any]) -> Table:
    rows = {key: value if isinstance(value, Mapping) else {"": value} for key, value in group.items()}
    columns = list(dict.fromkeys(column for row in rows.values() for column in row))
    table = _table(name)
    for column in columns:
        table.add_column(column, justify="right", no_wrap=True)
    for key, row in rows.items():
        table.add_row(_text(key), *(_number(row.get(column)) for column in columns))
    return table


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
        return f"{value:.3f}"
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
