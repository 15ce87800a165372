"""Which articles a search is held to."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from corpus.errors import InputError
from corpus.folding import simplified

_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Filter:
    """Holds a search to articles that fit each of its parts; an empty part restricts nothing.

    ``languages`` are BCP 47 ranges: ``zh`` takes ``zh-Hans`` and ``zh-Hant``. ``sources`` are publishers'
    names in whichever case. ``articles`` are ids, unique beginnings of ids, or names of files up to their
    first dot. ``since`` and ``until`` are ISO 8601 dates, possibly of reduced precision, both included: an
    article dated ``2022-05`` fits if any day of that month does, one without a date never. Raises
    ``InputError`` for a date that is none, or ``until`` before ``since``.
    """

    languages: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    articles: frozenset[str] = frozenset()
    since: str | None = None
    until: str | None = None

    def __post_init__(self) -> None:
        for name, bound in (("since", self.since), ("until", self.until)):
            if bound is not None and not _is_date(bound):
                why = f"{bound!r} is no date"
                raise InputError(
                    f"filter by date, {name}",
                    why,
                    "write 2022, 2022-05 or 2022-05-28",
                    code="date-unknown",
                    date=bound,
                )
        if self.since and self.until and self.until < self.since[: len(self.until)]:
            why = f"{self.until} is before {self.since}"
            raise InputError(
                "filter by date", why, "let the range end after it begins", code="dates-reversed"
            )


EVERYTHING = Filter()


def language_tags(ranges: Collection[str], held: Collection[str]) -> set[str]:
    """The tags among ``held`` that lie in a range: basic filtering of RFC 4647, section 3.3.1.

    Raises ``InputError`` for a range that holds none of them.
    """
    found = {asked: {tag for tag in held if _lies_in(tag, asked)} for asked in ranges}
    for asked in sorted(ranges):
        if not found[asked]:
            why = f"the library holds no article in {asked!r}"
            raise InputError(
                "filter by language",
                why,
                f"it holds: {', '.join(sorted(held)) or 'none'}",
                code="language-unheld",
            )
    return {tag for tags in found.values() for tag in tags}


def same_name(name: str) -> str:
    """A form that is equal for names which differ in case, or in the script of their Chinese, alone."""
    return simplified(unicodedata.normalize("NFC", name)).casefold().strip()


def _lies_in(tag: str, asked: str) -> bool:
    return f"{tag}-".casefold().startswith(f"{asked}-".casefold())


def _is_date(bound: str) -> bool:
    if not isinstance(bound, str) or not _DATE.fullmatch(bound):
        return False
    try:
        date.fromisoformat(bound + "-01-01"[len(bound) - 4 :])
    except ValueError:
        return False
    return True
