"""Dates as people write them in English, Chinese, Vietnamese and numbers, read into ISO 8601."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"\b(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_Y = r"(?<!\d)(?P<y>(?:19|20)\d\d)(?!\d)"
_M = r"(?<!\d)(?P<m>\d{1,2})(?!\d)"
_D = r"(?<![\d–-])(?P<d>\d{1,2})(?!\d)"
_NTH = r"(?:st|nd|rd|th)?"


def _compile(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


_DAYS = _compile(
    rf"{_Y}\s?年\s?{_M}\s?月\s?{_D}\s?[日号號]",
    rf"(?:ngày\s+)?{_D}\s+tháng\s+{_M}\s*(?:,|năm|/|-)?\s*{_Y}",
    rf"{_MONTH}\s+(?<!\d)(?P<d>\d{{1,2}}){_NTH}(?:,\s*|\s+){_Y}",
    rf"(?<![\d–-])(?P<d>\d{{1,2}}){_NTH}[\s-]+(?:of\s+)?{_MONTH}[,\s-]\s*{_Y}",
    rf"{_Y}(?P<sep>[-/.])(?P<m>\d{{1,2}})(?P=sep)(?P<d>\d{{1,2}})(?!\d)",
)
_NUMBERS = re.compile(rf"(?<![\d.,/-])(?P<a>\d{{1,2}})(?P<sep>[-/.])(?P<b>\d{{1,2}})(?P=sep){_Y}(?!\.\d)")
_MONTHS = _compile(
    rf"{_Y}\s?年\s?{_M}\s?月(?!\s?\d)",
    rf"tháng\s+{_M}\s*(?:,|năm|/|-)?\s*{_Y}",
    rf"{_MONTH},?\s+{_Y}",
)
_WHOLE_MONTH = re.compile(rf"{_Y}[-/](?P<m>\d{{1,2}})")
_WHOLE_YEAR = re.compile(rf"(?:năm\s+)?{_Y}\s?年?", re.IGNORECASE)


def parse_date(text: str, *, day_first: bool = True) -> str | None:
    """The first date in ``text`` as ISO 8601 (``2021-12-09``), or ``None`` if it holds none.

    Where no full date stands, a month with its year gives ``2021-12``; a year gives ``2021`` only when it
    is all of ``text``. ``09/12/2021`` is 9 December; with ``day_first=False`` the order counts as unknown
    and such a date gives its year alone. A day that does not exist is no date.
    """
    text = unicodedata.normalize("NFKC", text).strip()
    days = sorted([*_days(text), *_numbers(text, day_first)])
    if days:
        return days[0][1]
    months = sorted(_months(text))
    if months:
        return months[0][1]
    year = _WHOLE_YEAR.fullmatch(text)
    return year["y"] if year else None


def without_dates(text: str) -> str:
    """``text``, NFKC-normalised, with a space where each full or month date stood."""
    text = unicodedata.normalize("NFKC", text)
    for pattern in (*_DAYS, _NUMBERS, *_MONTHS):
        text = pattern.sub(" ", text)
    return text


def _days(text: str) -> Iterator[tuple[int, str]]:
    for pattern in _DAYS:
        for match in pattern.finditer(text):
            if day := _day(int(match["y"]), _month(match), int(match["d"])):
                yield match.start(), day


def _numbers(text: str, day_first: bool) -> Iterator[tuple[int, str]]:
    for match in _NUMBERS.finditer(text):
        a, b, year = int(match["a"]), int(match["b"]), int(match["y"])
        ambiguous = a <= 12 and b <= 12 and a != b
        if ambiguous and not day_first:
            yield match.start(), str(year)
        elif day := _day(year, b, a) or _day(year, a, b):
            yield match.start(), day


def _months(text: str) -> Iterator[tuple[int, str]]:
    whole = _WHOLE_MONTH.fullmatch(text)
    matches = [match for pattern in _MONTHS for match in pattern.finditer(text)]
    for match in [*matches, whole] if whole else matches:
        if day := _day(int(match["y"]), _month(match), 1):
            yield match.start(), day[:7]


def _month(match: re.Match[str]) -> int:
    groups = match.groupdict()
    return int(groups["m"]) if "m" in groups else _NAMES.index(groups["name"][:3].lower()) + 1


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
