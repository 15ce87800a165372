"""Days and months written in English, Chinese, Vietnamese or numbers, as one term each."""

from __future__ import annotations

import re

from embeddings.lexical.numbers import chinese_value

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
        r"(?<![\w./-])(?P<year>\d{4})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?![\w/-])",
        r"(?<![\w.,/-])(?P<day>\d{1,2})(?P<sep>[-/.])(?P<month>\d{1,2})(?=(?P=sep)\d{4}\b)",
        r"(?<![\w.,/-])(?P<day>\d{1,2})/(?P<month>\d{1,2})(?![\w/-]|[.,]\d)",
        r"\bngày\s+(?P<day>\d{1,2})-(?P<month>\d{1,2})\b",
    )
)


def take_dates(text: str) -> tuple[list[str], str]:
    """The dates in casefolded ``text`` as terms (``@11`` and ``@11-21``), and the text without them.

    A year is left in the text, where it is a number like others. 11/21 is read month first, since it has
    to be; 5/4 is read day first.
    """
    found: list[str] = []

    def take(match: re.Match[str]) -> str:
        parts = match.groupdict()
        month, day = _month(parts), _number(parts.get("day"))
        if month > 12 >= day > 0:
            month, day = day, month
        if not 1 <= month <= 12 or day > 31:
            return match[0]
        found.extend([f"@{month}", f"@{month}-{day}"] if day else [f"@{month}"])
        return f" {parts.get('year') or ''} "

    for pattern in _DATES:
        text = pattern.sub(take, text)
    return found, text


def _month(parts: dict[str, str | None]) -> int:
    name = parts.get("name")
    return _MONTHS.index(name[:3]) + 1 if name else _number(parts.get("month"))


def _number(text: str | None) -> int:
    if not text:
        return 0
    return int(text) if text.isdigit() else int(chinese_value(text) or 0)
