"""The numbers and dates that a claim states, and whether passages hold them, whatever the language of each.

What a claim states is read strictly, and what a passage holds generously: in doubt a claim isn't accused.

- Digits, their grouping, scales (120万, 1.2 million, 1,2 triệu) and numerals in words make one value. A share
  (5%, 百分之五) is held by a share only. Numerals in words count from three on. Numbers in names (COVID-19)
  and of list items, times of day and 1 count for nothing. Units of measure and currencies are not converted.
- A date is held by the same date or a more precise one. Its year may stand elsewhere in the passage where the
  passage's date has none. A year alone is a number, and a date's year holds it.
- A number written with a scale or a fraction, of two digits or more, is held by what rounds to it: 1.2
  million by 1,203,400. A qualified number is held by what is near it on that side: for *about*, within a
  tenth; for *more than*, up to a quarter above; for *nearly*, down to a tenth below. Years are meant exactly.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import chain

from corpus.folding import fold
from embeddings.lexical.dates import Date, find_dates
from embeddings.lexical.numbers import Number, find_numbers
from qa.checking.notations import implied_values, noted_numbers
from qa.checking.reading import apart, joined, readable
from qa.numerals import asserted_numerals, spelled_numbers

_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_DATE_OR_FRACTION = re.compile(r"\d{1,2}/\d{1,2}")
_ENUMERATOR = re.compile(r"\s*\d{1,2}[.)、]\s")
_TIME = re.compile(r"(?<![\d.,:])\d{1,2}(?::\d{1,2}|(?:\.\d\d)?(?=\s?[ap]\.?m\b))(?!\d)")
_READ_OUT = re.compile(r"[一二两三四五六七八九]{2,3}\Z")
_SPOKEN_MONTHS = {
    "march": 3,
    "may": 5,
    "oct": 10,
    "dec": 12,
    "sept": 9,
    "sep": 9,
    "nov": 11,
    "aug": 8,
    "jan": 1,
}
_SPOKEN_MONTH = re.compile(
    rf"\b(?:in|since|until|till|by|last|this|next|early|late|of|from)\s({'|'.join(_SPOKEN_MONTHS)})\b"
)
_NAME_BEFORE = re.compile(r"[^\W\d_][-–]\Z")
_MORE = ("多", "余")
_LONGEST = 40
_YEARS = range(1900, 2100)
_EXACTLY = (Decimal(1), Decimal(1))
_ABOUT = (Decimal("0.9"), Decimal("1.1"))
_OVER = (Decimal(1), Decimal("1.25"))
_UNDER = (Decimal("0.9"), Decimal(1))
_QUALIFIERS = (
    (_ABOUT, "about around roughly approximately some khoảng chừng", "xấp xỉ|大?约|大概"),
    (_OVER, "over above hơn trên vượt", "more than|at least|ít nhất|超过|逾|至少|多于"),
    (_UNDER, "nearly almost under gần dưới", "close to|chưa đến|(?<![最附])近|接近|不到|不足"),
)
_QUALIFIED = tuple(
    (bounds, re.compile(rf"(?:\b(?:{words.replace(' ', '|')})|{others})\s?\Z"))
    for bounds, words, others in _QUALIFIERS
)
_QUALIFIED_AFTER = (
    (_ABOUT, re.compile(r"\s?(?:左右|上下)")),
    (_OVER, re.compile(r"\s?(?:多|余|以上|\+)")),
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number or a date as a claim has it ``written``; a value from ``low`` to ``high`` holds a number."""

    written: str
    number: Number | None = None
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)
    date: Date | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """What passages hold: values, each with whether it is a share, and dates."""

    numbers: frozenset[tuple[Decimal, bool]] = frozenset()
    dates: frozenset[Date] = frozenset()

    def __or__(self, other: Held) -> Held:
        return Held(self.numbers | other.numbers, self.dates | other.dates)

    def holds(self, quantity: Quantity) -> bool:
        """Whether the passages support this number or date."""
        if quantity.date is not None:
            return any(self._names(date, quantity.date) for date in self.dates) or self._holds_parts(quantity)
        number = quantity.number
        return number is not None and any(
            share == number.share and quantity.low <= value <= quantity.high for value, share in self.numbers
        )

    def _names(self, held: Date, stated: Date) -> bool:
        """Whether a date of the passages is the stated one, or more precise."""
        if held.month != stated.month or stated.day not in (None, held.day):
            return False
        if stated.year is None or held.year is not None:
            return stated.year in (None, held.year)
        return (Decimal(stated.year), False) in self.numbers

    def _holds_parts(self, quantity: Quantity) -> bool:
        """Whether what was read as a day is a fraction (2/3) whose parts are held."""
        if not _DATE_OR_FRACTION.fullmatch(quantity.written):
            return False
        return all((Decimal(part), False) in self.numbers for part in quantity.written.split("/"))


def stated(claim: str) -> list[Quantity]:
    """The dates, then the numbers, that a claim states."""
    claim = unicodedata.normalize("NFC", claim)
    text = readable(fold(claim))
    dates = [date for date in find_dates(text) if date.month]
    sure = [*noted_numbers(text), *asserted_numerals(text)]
    starts = {number.start for number in sure}
    found = joined(text, apart([*find_numbers(text), *sure], dates))
    numbers = [number for number in found if number.start in starts or _counts(text, number)]
    days = [Quantity(claim[date.start : date.end], date=date) for date in dates]
    return days + [_qualified(claim, text, number) for number in numbers]


def held(texts: Iterable[str]) -> Held:
    """What passages, titles and the like hold together."""
    together = Held()
    for text in texts:
        together |= _held(text)
    return together


@lru_cache(maxsize=256)
def _held(passage: str) -> Held:
    passage = unicodedata.normalize("NFC", passage)
    text = readable(fold(passage))
    dates = find_dates(text)
    months = [date for date in dates if date.month]
    written = [*find_numbers(text), *noted_numbers(text), *spelled_numbers(text)]
    numbers = {(number.value, number.share) for number in joined(text, apart(written, months))}
    numbers |= {(value, False) for value in implied_values(text, passage)}
    numbers |= {(Decimal(date.year), False) for date in dates if date.year is not None}
    months += [Date(*match.span(), None, _SPOKEN_MONTHS[match[1]]) for match in _SPOKEN_MONTH.finditer(text)]
    return Held(frozenset(numbers), frozenset(months))


def _counts(text: str, number: Number) -> bool:
    """Whether a number in digits states something.

    That of COVID-19, of a list item, of a time of day or a score (1:0) does not, nor 1, which is hardly ever
    counted, nor digits read out one by one (两三, 九一八).
    """
    if number.value <= 1 and not number.share and number.value == int(number.value):
        return False
    name = _NAME_BEFORE.search(text, max(number.start - 2, 0), number.start)
    if name is not None and number.value not in _YEARS:
        return False
    skipped = (
        _ENUMERATOR.match(text),
        *_TIME.finditer(text),
        _READ_OUT.match(text, number.start, number.end),
    )
    return not any(match and match.start() <= number.start < match.end() for match in skipped)


def _qualified(claim: str, text: str, number: Number) -> Quantity:
    """The number with the values that hold it."""
    value = number.value
    end = number.end + (text[number.end : number.end + 1] in _MORE)
    written = claim[number.start : end]
    if value in _YEARS:
        return Quantity(written, number, value, value)
    least, most = _qualification(text, number)
    if (least, most) != _EXACTLY:
        return Quantity(written, number, value * least, value * most)
    slack = _rounding(text[number.start : number.end], value)
    return Quantity(written, number, value - slack, value + slack)


def _qualification(text: str, number: Number) -> tuple[Decimal, Decimal]:
    before = text[max(number.start - 16, 0) : number.start].removesuffix("a ")
    after = text[number.end : number.end + 4]
    preceding = (bounds for bounds, pattern in _QUALIFIED if pattern.search(before))
    following = (bounds for bounds, pattern in _QUALIFIED_AFTER if pattern.match(after))
    return next(chain(preceding, following), _EXACTLY)


def _rounding(written: str, value: Decimal) -> Decimal:
    """Half of the last digit's worth where the number is written with a scale or a fraction."""
    digits = _DIGITS.match(written)
    significant = re.sub(r"\D", "", digits[0]).lstrip("0") if digits else ""
    if len(significant) < 2:
        return Decimal(0)
    worth = value / int(significant[:_LONGEST])
    return Decimal(0) if worth == 1 else worth / 2
