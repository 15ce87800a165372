"""The numbers of a text: in digits and in English, Vietnamese and Chinese words; fractions as shares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

from embeddings.lexical.numbers import Number, chinese_value, find_numbers

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_UNITS = {
    **{word: value for value, word in enumerate(_SMALL.split())},
    **{word: 10 * value for value, word in enumerate(_TENS.split(), 2)},
    "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7,
    "bẩy": 7, "tám": 8, "chín": 9, "mười": 10,
}  # fmt: skip
_MULTIPLES = {
    "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "mươi": 10, "trăm": 100, "nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9,
}  # fmt: skip
_WORD = re.compile(rf"(?<!\w)(?:{'|'.join([*_UNITS, *_MULTIPLES])})(?!\w)")
_MULTIPLE_NEXT = re.compile(r"\s(?:mươi|trăm|nghìn|ngàn|triệu|t[ỷỉ])(?!\w)")
_COUNTS_NEXT = re.compile(r"\s(?!(?:thứ|là|nay|qua|trước|sau|tới|ngoái|đó|này|học)\b)[^\W\d]")
_BEFORE_YEARS = re.compile(
    rf"(?:\d|\b(?:{'|'.join([*_UNITS, *_MULTIPLES])}|mấy|nhiều|vài|hàng|mỗi|trong|vào|cả|từng))\s\Z"
)
_JOINTS = frozenset({" ", "-", " and ", " linh ", " lẻ "})
_NO_NUMERAL_ALONE = frozenset({"zero", "một", "mốt", "ba", "tư", "năm", "lăm"})
_AMBIGUOUS_AFTER = re.compile(r"(?:thứ|tháng)\s\Z")
_CHINESE = "零〇一二两三四五六七八九十百千万亿"
SINGLE = re.compile(rf"(?<![{_CHINESE}\d])[一二两三四五六七八九十](?![{_CHINESE}])")
"""A Chinese numeral of one character."""
_COUNTED = re.compile(
    r"[三四五六七八九十](?=[个名位家次种项届条座所本篇只件人天年省国县市州村镇乡类批期周倍])"
)
_PARTS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5, "fifths": 5,
    "tenth": 10, "tenths": 10,
}  # fmt: skip
_COUNT, _PART = "a|one|two|three|four|một|hai|ba|bốn|năm", "|".join(_PARTS)
_FRACTION = re.compile(
    r"(?P<lower>[二三四五六七八九十])分之(?P<upper>[一二三四五六七八九])"
    rf"|(?<!\w)(?P<top>{_COUNT})(?:[\s-](?P<part>{_PART})|\sphần\s(?P<of>{_COUNT}))(?!\w)"
    r"|(?<![\w/])(?P<over>\d{1,2})/(?P<under>[1-9]\d?)(?![\w/])"
    r"|(?P<half>\bhalf\b(?! of\b)|(?<!\w)(?:một )?nửa(?!\w)|一半)"
)
_COUNTED_PAIR = re.compile(r"(?<!\w)(?:two|hai)(?!\w)|两(?=[个位名家篇份件种项座所只条次省年天户县村])")


@dataclass(frozen=True, slots=True)
class _Numeral:
    """A numeral as far as it is read: what is complete, and the part below the next thousand."""

    words: tuple[re.Match[str], ...]
    total: int = 0
    section: int = 0

    @property
    def number(self) -> Number:
        return Number(self.words[0].start(), self.words[-1].end(), Decimal(self.total + self.section))

    def followed_by(self, word: re.Match[str]) -> _Numeral | None:
        """The longer numeral; None where the word begins another, or is none (``mười năm``: ten years)."""
        words = (*self.words, word)
        if self.words and word[0] == "năm" and not _MULTIPLE_NEXT.match(word.string, word.end()):
            return None
        if (unit := _UNITS.get(word[0])) is not None:
            fits = self.section % (10 if unit < 10 else 100) == 0
            return _Numeral(words, self.total, self.section + unit) if fits else None
        multiple = _MULTIPLES[word[0]]
        if multiple >= 1000:
            return _Numeral(words, self.total + (self.section or 1) * multiple)
        counted = self.section % (10 if multiple == 10 else 100)
        return _Numeral(words, self.total, self.section - counted + (counted or 1) * multiple)


def spelled_numbers(text: str) -> list[Number]:
    """The numerals in English or Vietnamese words of casefolded text; the scale of a number in digits too.

    ``năm`` is five only before what it can count: not in ``năm 2020`` and ``mười năm``.
    """
    return [numeral.number for numeral in _numerals(text) if not _is_year(numeral, text)]


def asserted_numerals(text: str) -> list[Number]:
    """Those numerals in words, Chinese ones included, that surely state a number.

    Not those below three (``one of``, ``两国``), words that are hardly ever numerals when alone (``năm``,
    ``ba``), scales without a count (``several hundred``), nor what is a Vietnamese weekday or month.
    """
    sure = [numeral.number for numeral in _numerals(text) if _is_sure(numeral, text)]
    counted = (SINGLE.match(text, match.start()) for match in _COUNTED.finditer(text))
    return sure + [single_numeral(match) for match in counted if match]


def _numerals(text: str) -> Iterator[_Numeral]:
    numeral = _Numeral(())
    for word in _WORD.finditer(text):
        joined = numeral.words and text[numeral.words[-1].end() : word.start()] in _JOINTS
        longer = numeral.followed_by(word) if joined else None
        if longer is None and numeral.words:
            yield numeral
        numeral = longer or _begun(word)
    if numeral.words:
        yield numeral


def _begun(word: re.Match[str]) -> _Numeral:
    begun = _Numeral(()).followed_by(word)
    assert begun is not None  # noqa: S101  nothing comes before that it could contradict
    return begun


def _is_year(numeral: _Numeral, text: str) -> bool:
    if len(numeral.words) > 1 or numeral.words[0][0] != "năm":
        return False
    number = numeral.number
    before = text[max(number.start - 8, 0) : number.start]
    return not _COUNTS_NEXT.match(text, number.end) or _BEFORE_YEARS.search(before) is not None


def _is_sure(numeral: _Numeral, text: str) -> bool:
    number, first = numeral.number, numeral.words[0]
    before = text[max(number.start - 6, 0) : number.start]
    if first[0] in _MULTIPLES and not before.endswith((" a ", " one ")):
        return False
    if len(numeral.words) == 1 and first[0] in _NO_NUMERAL_ALONE:
        return False
    return number.value >= 3 and not _AMBIGUOUS_AFTER.search(before)


def single_numeral(match: re.Match[str]) -> Number:
    """The number that a match of ``SINGLE`` is."""
    return Number(*match.span(), Decimal("一二三四五六七八九十".find(match[0].replace("两", "二")) + 1))


def numerals(text: str) -> list[Number]:
    """The numbers of folded ``text`` in order; of two that overlap, that which the surer rule found."""
    found: list[Number] = []
    for number in chain(_fractions(text), find_numbers(text), asserted_numerals(text), _pairs(text)):
        if not any(number.start < other.end and other.start < number.end for other in found):
            found.append(number)
    return sorted(found, key=lambda number: number.start)


def _fractions(text: str) -> list[Number]:
    return [Number(*match.span(), _share(match), share=True) for match in _FRACTION.finditer(text)]


def _share(match: re.Match[str]) -> Decimal:
    if match["half"]:
        return Decimal(50)
    if match["over"]:
        return Decimal(100 * int(match["over"])) / int(match["under"])
    if match["lower"]:
        return Decimal(100 * (chinese_value(match["upper"]) or 0)) / (chinese_value(match["lower"]) or 1)
    parts = _PARTS[match["part"]] if match["part"] else _UNITS[match["of"]]
    return Decimal(100 * _UNITS.get(match["top"], 1)) / parts


def _pairs(text: str) -> list[Number]:
    return [Number(*match.span(), Decimal(2)) for match in _COUNTED_PAIR.finditer(text)]
