"""Rows and columns: the articles of a library, its facts, and evaluation results."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from ui.rendering.safety import one_line

if TYPE_CHECKING:
    from embeddings.library import ArticleRecord


def articles_table(records: Iterable[ArticleRecord]) -> Table:
    """One row per article."""
    table = _table("id", "language", "date", "source", "title")
    table.add_column("passages", justify="right")
    for record in records:
        cells = (record.id, record.language, record.date or "", record.source, record.title)
        table.add_row(*map(_text, cells), str(record.passages))
    return table


def facts_table(facts: Mapping[str, Any]) -> Table:
    """One row per fact; a nested mapping's facts follow under ``outer.inner`` names."""
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="cyan", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in _flat(facts):
        table.add_row(_text(name), _text(_number(value)))
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


def _text(cell: str) -> Text:
    return Text(one_line(cell))


def _flat(facts: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in facts.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


def _number(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:.3f}"
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
