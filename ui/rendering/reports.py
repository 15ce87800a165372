"""What became of the files that were to be added."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.text import Text

from ui.rendering.safety import one_line

if TYPE_CHECKING:
    from embeddings.indexing import FileReport

_STYLES = {"added": "green", "updated": "cyan", "unchanged": "dim", "skipped": "yellow"}
_NOTE = " " * 11


def file_lines(report: FileReport) -> Text:
    """``added      notes/longnan.md (zh-Hant, 4 passages)``, with a line for each note below."""
    outcome = one_line(report.reason) or ", ".join(_contents(report))
    line = Text.assemble((f"{report.status:<9}  ", _STYLES[report.status]), one_line(str(report.path)))
    if outcome:
        line.append(f": {outcome}" if report.reason else f" ({outcome})")
    for note in report.notes:
        line.append(f"\n{_NOTE}{one_line(note)}", style="dim")
    return line


def tally(statuses: Iterable[str]) -> Text:
    """``3 added, 1 skipped``."""
    counted = list(statuses)
    parts = [f"{counted.count(status)} {status}" for status in _STYLES if status in counted]
    return Text(", ".join(parts) or "no files found")


def _contents(report: FileReport) -> list[str]:
    if not report.articles:
        return []
    articles = len(report.articles)
    passages = sum(article.passages for article in report.articles)
    languages = sorted({article.language for article in report.articles})
    return [*([f"{articles} articles"] if articles > 1 else []), *languages, _plural(passages, "passage")]


def _plural(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
