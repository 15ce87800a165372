"""The filter that a question is asked with, as a browser sends it and as its reader is told of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from corpus.errors import InputError
from embeddings.library import EVERYTHING, Filter
from ui.page.languages import in_language, language_name, shown_date

MOST_CHOICES = 200
LONGEST_CHOICE = 500


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is said of the first and the last day; ``{date}`` is that day."""

    since: str
    until: str


BOUNDS = {
    "en": Bounds("from {date}", "until {date}"),
    "zh-Hans": Bounds("{date}起", "截至{date}"),
    "zh-Hant": Bounds("{date}起", "截至{date}"),
    "vi": Bounds("từ {date}", "đến {date}"),
}


def filter_from(sent: Any) -> Filter:
    """The filter in what a browser sent or kept; raises ``InputError`` for one that no page of ours makes."""
    if not sent:
        return EVERYTHING
    if not isinstance(sent, dict):
        raise InputError("filter", "it is no set of choices", "choose again")
    return Filter(
        languages=_choices(sent, "languages"),
        sources=_choices(sent, "sources"),
        since=_bound(sent, "since"),
        until=_bound(sent, "until"),
    )


def described(where: Filter, language: str) -> list[str]:
    """What ``where`` lets through, part by part, for a reader of ``language``."""
    bounds = in_language(BOUNDS, language)
    days = ((bounds.since, where.since), (bounds.until, where.until))
    return [
        *sorted(language_name(tag, language) for tag in where.languages),
        *sorted(where.sources),
        *(text.format(date=shown_date(day, language)) for text, day in days if day),
    ]


def _choices(sent: Mapping[str, Any], name: str) -> frozenset[str]:
    chosen = sent.get(name) or []
    if not isinstance(chosen, list) or len(chosen) > MOST_CHOICES:
        raise InputError(f"filter by {name}", f"it is no list of at most {MOST_CHOICES}", "choose again")
    if not all(isinstance(choice, str) and len(choice) <= LONGEST_CHOICE for choice in chosen):
        raise InputError(f"filter by {name}", "a choice is no short text", "choose again")
    return frozenset(chosen)


def _bound(sent: Mapping[str, Any], name: str) -> str | None:
    bound = sent.get(name) or None
    if bound is not None and not (isinstance(bound, str) and len(bound) <= LONGEST_CHOICE):
        raise InputError(
            f"filter by date, {name}", "it is no short text", "write 2022, 2022-05 or 2022-05-28"
        )
    return bound
