"""The smallest pieces of the report: every text that reaches it passes through ``escape``."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from typing import Any


def escape(text: str) -> str:
    """``text`` as it may stand between tags and in quoted attributes; lone surrogates become ``?``."""
    return html.escape(text.encode("utf-8", "replace").decode("utf-8"), quote=True)


def foreign(tag: str, text: str, language: str) -> str:
    """A text in some language as an element that says which."""
    return f'<{tag} lang="{escape(language)}" dir="auto">{escape(text)}</{tag}>'


def badge(text: str, kind: str = "") -> str:
    """A word or two with a border around them."""
    return f'<span class="badge {kind}">{escape(text)}</span>'


def section(heading: str, *parts: str) -> str:
    """A section of the report, nothing if it has no parts."""
    body = "".join(parts)
    return f"<section><h2>{escape(heading)}</h2>{body}</section>" if body else ""


def note(text: str) -> str:
    """A paragraph that explains."""
    return f'<p class="note">{escape(text)}</p>'


def table(
    caption: str, columns: Sequence[str], rows: Iterable[tuple[str, Sequence[str]]], kind: str = ""
) -> str:
    """A table that may be wider than the screen; each row has a heading. Cells and row headings are HTML."""
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    body = "".join(f'<tr><th scope="row">{heading}</th>{"".join(cells)}</tr>' for heading, cells in rows)
    scrolling = f'<div class="scroll" role="region" aria-label="{escape(caption)}" tabindex="0">'
    return (
        f'{scrolling}<table class="{kind}"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def cell(value: Any, kind: str = "") -> str:
    """A cell with a figure."""
    return f'<td class="{kind}">{escape(number(value))}</td>'


def number(value: Any) -> str:
    """A figure as text: a share with three digits after the point, a dash where it is not defined."""
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.3f}" if abs(value) < 10 else f"{value:.1f}"
    return str(value)
