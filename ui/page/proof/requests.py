"""What the viewer's script asks for. It comes from a browser, and may be anything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from corpus.types import Span

MOST_HITS = 30
LONGEST_HIT = 5_000
"""Characters: no passage and no quote has more, and each becomes a citation to copy."""


def requested_article(payload: Mapping[str, Any]) -> str:
    """The id of the article that is asked for; empty if none is named."""
    named = payload.get("article")
    return named if isinstance(named, str) and len(named) <= 64 else ""


def requested_hits(payload: Mapping[str, Any], length: int) -> list[Span]:
    """The hits in a text of ``length`` characters, clipped to it, each once, in the text's order.

    One longer than ``LONGEST_HIT`` is left out.
    """
    listed = payload.get("hits")
    spans = [_span(one, length) for one in listed[:MOST_HITS]] if isinstance(listed, list) else []
    return sorted({span for span in spans if span}, key=lambda span: (span.start, span.end))


def _span(pair: Any, length: int) -> Span | None:
    match pair:
        case [int(start), int(end)]:
            clipped = Span(min(max(start, 0), length), min(max(end, 0), length))
            return clipped if 0 < clipped.end - clipped.start <= LONGEST_HIT else None
        case _:
            return None
