"""The smallest pieces of HTML: every text that reaches the page passes through ``escape``."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from urllib.parse import urlsplit

from corpus.types import Span
from ui.page.languages import language_name, shown_date
from ui.rendering.citations import web_address


def escape(text: str) -> str:
    """``text`` as it may stand between tags and in quoted attributes; lone surrogates become ``?``."""
    return html.escape(text.encode("utf-8", "replace").decode("utf-8"), quote=True)


def marked(
    text: str, quotes: Sequence[Span], answers: Sequence[Span] = (), *, names: Sequence[str] = ()
) -> str:
    """``text`` escaped, with ``<mark>`` around each quote and the answers inside it emphasised.

    Spans are offsets into ``text``. Where quotes overlap, the part they share is a mark of its own. With
    ``names``, one for each quote, a mark tells which quotes it is of: ``data-quote="1 2"``.
    """
    edges = {min(max(edge, 0), len(text)) for quote in quotes for edge in (quote.start, quote.end)}
    pieces = []
    for start, end in pairwise(sorted({0, len(text), *edges})):
        covering = [at for at, quote in enumerate(quotes) if quote.start <= start and end <= quote.end]
        if covering:
            attribute = f' data-quote="{escape(" ".join(names[at] for at in covering))}"' if names else ""
            pieces.append(f"<mark{attribute}>{_emphasised_part(text, Span(start, end), answers)}</mark>")
        else:
            pieces.append(escape(text[start:end]))
    return "".join(pieces)


def _emphasised_part(text: str, part: Span, spans: Iterable[Span]) -> str:
    clipped = (Span(max(one.start, part.start), min(one.end, part.end)) for one in spans)
    inside = [Span(one.start - part.start, one.end - part.start) for one in clipped if one.start < one.end]
    return emphasised(text[part.start : part.end], inside)


def emphasised(text: str, spans: Iterable[Span]) -> str:
    """``text`` escaped, with ``<strong>`` around each span (offsets into ``text``; overlaps are merged)."""
    pieces, at = [], 0
    for span in _merged(spans):
        pieces += [escape(text[at : span.start]), f"<strong>{escape(text[span.start : span.end])}</strong>"]
        at = span.end
    return "".join(pieces) + escape(text[at:])


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def byline(source: str, date: str | None, language: str, reader: str, *more: str) -> str:
    """Publisher, date and a badge of the article's language, as one line for ``reader``; ``more`` is HTML."""
    parts = [
        f'<span dir="auto">{escape(source)}</span>' if source else "",
        f'<time datetime="{escape(date)}">{escape(shown_date(date, reader))}</time>' if date else "",
        f'<span class="pc-badge">{escape(language_name(language, reader))}</span>',
        *more,
    ]
    return f'<p class="pc-byline">{"".join(parts)}</p>'


def title(text: str, language: str, *, level: int = 3) -> str:
    """An article's title as a heading in its own language."""
    return f'<h{level} lang="{escape(language)}" dir="auto">{escape(text)}</h{level}>'


def options(choices: Mapping[str, str], *, chosen: str = "", own_names: bool = False) -> str:
    """The choices of a ``<select>``, by value; ``own_names`` are of languages, whose tags are the values."""
    return "".join(
        f'<option value="{value}"{_language(value, own_names)}{" selected" if value == chosen else ""}>'
        f"{escape(shown)}</option>"
        for value, shown in choices.items()
    )


def _language(tag: str, own_name: bool) -> str:
    return f' lang="{tag}"' if own_name else ""


def link(url: str | None) -> str:
    """A link to an address on the web, named by its site; nothing if ``url`` is of another kind."""
    address = escape(web_address(url))
    if not address:
        return ""
    site = escape(urlsplit(url or "").hostname or "")
    return f'<a href="{address}" title="{address}" target="_blank" rel="noopener noreferrer">{site}</a>'
