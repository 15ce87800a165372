"""Days and months written in English, Chinese, Vietnamese or numbers, as one term each."""

from __future__ import annotations

import re
from dataclasses import dataclass

from embeddings.lexical.numbers import HAN_RANGE, chinese_value

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_NTH = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?![\w.,]\d|\w)"
_ZH = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
_DATES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<!\d)(?P<month>{_ZH})\s*月(?:\s*份)?(?:\s*(?P<day>{_ZH})\s*[日号])?",
        r"\b(?:(?:ngày\s+)?(?P<day>\d{1,2})\s+)?tháng\s+(?P<month>\d{1,2})\b",
        rf"\b{_LONG}\s+{_NTH}",
        rf"(?<![\w.,]){_NTH}[\s-]+(?:of\s+)?{_LONG}",
        rf"\b{_LONG}(?=,?\s+\d{{4}}\b)",
        r"\b(?P<name>january|february|april|june|july|august|september|october|november|december)\b",
        rf"(?<![^\W{HAN_RANGE}])(?<![./-])(?P<year>\d{{4}})(?P<sep>[-/.])(?P<month>\d{{1,2}})(?P=sep)(?P<day>\d{{1,2}})"
        rf"(?![^\W{HAN_RANGE}]|[/-])",
        r"(?<![\w.,/-])(?P<day>\d{1,2})(?P<sep>[-/.])(?P<month>\d{1,2})(?=(?P=sep)\d{4}\b)",
        r"(?<![\w.,/-])(?P<day>\d{1,2})/(?P<month>\d{1,2})(?![\w/-]|[.,]\d)",
        r"\bngày\s+(?P<day>\d{1,2})-(?P<month>\d{1,2})\b",
    )
)


_YEAR = r"1\d{3}|20\d\d"
_CHINESE_YEAR = rf"(?P<marked>{_YEAR}|[一二][零〇一二三四五六七八九]{{3}})\s*年"
_YEAR_BEFORE = re.compile(rf"(?<!\d){_CHINESE_YEAR}\s*$")
_YEAR_AFTER = re.compile(rf"(?:,?\s+(?:năm\s+|of\s+)?|[-/.])(?P<year>{_YEAR})(?![\w%]|[.,]\d)")
_YEAR_ALONE = re.compile(
    rf"(?<![\d.,]){_CHINESE_YEAR}代?"
    rf"|(?<![^\W{HAN_RANGE}])(?<![.,/-])(?P<year>{_YEAR})(?:'?s)?(?![^\W{HAN_RANGE}]|[%％]|[.,]\d)"
)
_LONGEST_YEAR = 8


@dataclass(frozen=True, slots=True)
class Date:
    """The day, month or year that ``text[start:end]`` names, None for what it leaves out."""

    start: int
    end: int
    year: int | None
    month: int | None = None
    day: int | None = None


def find_dates(text: str) -> list[Date]:
    """The dates of casefolded ``text`` at any precision, in order; 1000 to 2099 alone may be a year."""
    found: list[Date] = []
    for match in (match for pattern in (*_DATES, _YEAR_ALONE) for match in pattern.finditer(text)):
        date = _alone(match) if match.re is _YEAR_ALONE else _with_year(text, match)
        if date and not any(date.start < other.end and other.start < date.end for other in found):
            found.append(date)
    return sorted(found, key=lambda date: date.start)


def take_dates(text: str) -> tuple[list[str], str]:
    """The dates in casefolded ``text`` as terms (``@11`` and ``@11-21``), and the text without them.

    A year is left in the text, where it is a number like others. 11/21 is read month first, since it has
    to be; 5/4 is read day first.
    """
    found: list[str] = []

    def take(match: re.Match[str]) -> str:
        month, day = _month_and_day(match)
        if not month:
            return match[0]
        found.extend([f"@{month}", f"@{month}-{day}"] if day else [f"@{month}"])
        return f" {match.groupdict().get('year') or ''} "

    for pattern in _DATES:
        text = pattern.sub(take, text)
    return found, text


def _month_and_day(match: re.Match[str]) -> tuple[int, int]:
    """Zero for a day that is not there, and for both if they make no date."""
    parts = match.groupdict()
    month, day = _month(parts), _number(parts.get("day"))
    if month > 12 >= day > 0:
        month, day = day, month
    return (month, day) if 1 <= month <= 12 and day <= 31 else (0, 0)


def _with_year(text: str, match: re.Match[str]) -> Date | None:
    month, day = _month_and_day(match)
    before = _YEAR_BEFORE.search(text, max(match.start() - _LONGEST_YEAR, 0), match.start())
    after = _YEAR_AFTER.match(text, match.end())
    start, end = before.start() if before else match.start(), after.end() if after else match.end()
    year = match.groupdict().get("year") or (before and before["marked"]) or (after and after["year"])
    return Date(start, end, _number(year) or None, month, day or None) if month else None


def _alone(match: re.Match[str]) -> Date:
    return Date(*match.span(), _number(match["marked"] or match["year"]))


def _month(parts: dict[str, str | None]) -> int:
    name = parts.get("name")
    return _MONTHS.index(name[:3]) + 1 if name else _number(parts.get("month"))


def _number(text: str | None) -> int:
    if not text:
        return 0
    return int(text) if text.isdigit() else int(chinese_value(text) or 0)
