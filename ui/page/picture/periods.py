"""Dates of reduced precision as stretches of time, counted in months since the year 0."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass

from ui.page.languages import shown_date

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
STEPS = (1, 3, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12_000, 24_000, 60_000, 120_000)
"""Months that a division of a time scale can have; the last is all the time that there is."""


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time ``[start, end)`` in months."""

    start: float
    end: float

    @property
    def middle(self) -> float:
        """The moment halfway."""
        return (self.start + self.end) / 2

    @property
    def is_long(self) -> bool:
        """Whether it is more than a day."""
        return self.end - self.start > 0.5


def period(date: str | None) -> Period | None:
    """The year, month or day that an ISO 8601 date names; None for what names none.

    >>> period("0001-02"), period("2020-13"), period(None)
    (Period(start=13.0, end=14.0), None, None)
    """
    found = _DATE.fullmatch(date or "")
    if found is None or not 1 <= int(found[1]) <= 9999 or not 1 <= int(found[2] or 1) <= 12:
        return None
    start = 12.0 * int(found[1]) + int(found[2] or 1) - 1
    if found[3] is None:
        return Period(start, start + (1 if found[2] else 12))
    days = monthrange(int(found[1]), int(found[2]))[1]
    day = int(found[3])
    return Period(start + (day - 1) / days, start + day / days) if 1 <= day <= days else None


@dataclass(frozen=True, slots=True)
class Scale:
    """Equal divisions of ``step`` months each, from ``start`` to ``end``."""

    start: int
    end: int
    step: int

    @classmethod
    def over(cls, periods: list[Period], most: int) -> Scale:
        """The finest scale over all ``periods``, of which there is one at least, in ``most`` divisions."""
        first, last = min(one.middle for one in periods), max(one.middle for one in periods)
        scales = (cls(int(first // step) * step, int(last // step + 1) * step, step) for step in STEPS)
        return next(scale for scale in scales if scale.divisions <= most)

    @property
    def divisions(self) -> int:
        """How many there are."""
        return (self.end - self.start) // self.step

    def division(self, moment: float) -> int:
        """The number, from 0, of the one that a moment lies in."""
        return int((moment - self.start) // self.step)

    def share(self, moment: float) -> float:
        """How far along a moment lies: 0 at the start, 1 at the end; moments outside are brought in."""
        return min(1.0, max(0.0, (moment - self.start) / (self.end - self.start)))

    def name(self, division: int, language: str) -> str:
        """A division as a reader calls it: the month or year it is, or the first and last of it."""
        start = self.start + division * self.step
        unit = 12 if self.step % 12 == 0 else 1
        first, last = (_named(month, unit, language) for month in (start, start + self.step - unit))
        return first if first == last else f"{first} – {last}"

    def tick(self, moment: int, language: str) -> str:
        """The moment at which a division begins, as a reader calls it."""
        return _named(moment, 12 if self.step % 12 == 0 else 1, language)


def _named(month: int, unit: int, language: str) -> str:
    year = f"{month // 12:04}"
    return shown_date(year if unit == 12 else f"{year}-{month % 12 + 1:02}", language)
