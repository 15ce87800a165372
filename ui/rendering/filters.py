"""A filter as it stands in documents: what it lets through, by the tags, names and dates that it holds."""

from __future__ import annotations

from typing import Any

from embeddings.library import EVERYTHING, Filter


def filter_dict(where: Filter) -> dict[str, Any]:
    """The filter as JSON, as a browser keeps it; ``{}`` for one that lets everything through."""
    if where == EVERYTHING:
        return {}
    return {
        "languages": sorted(where.languages),
        "sources": sorted(where.sources),
        "since": where.since or "",
        "until": where.until or "",
    }


def filter_parts(where: Filter) -> list[str]:
    """``vi``, ``Reuters``, ``≥ 2020-01-01``; nothing for a filter that lets everything through."""
    bounds = [f"≥ {where.since}"] * bool(where.since) + [f"≤ {where.until}"] * bool(where.until)
    return [*sorted(where.languages), *sorted(where.sources), *bounds]
