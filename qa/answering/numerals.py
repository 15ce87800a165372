"""The numbers of a sentence: in digits, Chinese, English or Vietnamese words; fractions as shares."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import chain

from embeddings.lexical.numbers import Number, chinese_value, find_numbers
from qa.checking.numerals import asserted_numerals

_PARTS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5, "fifths": 5,
    "tenth": 10, "tenths": 10,
}  # fmt: skip
_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5}
_COUNT, _PART = "|".join(_COUNTS), "|".join(_PARTS)
_FRACTION = re.compile(
    r"(?P<lower>[二三四五六七八九十])分之(?P<upper>[一二三四五六七八九])"
    rf"|(?<!\w)(?P<top>{_COUNT})(?:[\s-](?P<part>{_PART})|\sphần\s(?P<of>{_COUNT}))(?!\w)"
    r"|(?<![\w/])(?P<over>\d{1,2})/(?P<under>[1-9]\d?)(?![\w/])"
    r"|(?P<half>\bhalf\b(?! of\b)|(?<!\w)(?:một )?nửa(?!\w)|一半)"
)
_COUNTED_PAIR = re.compile(r"(?<!\w)(?:two|hai)(?!\w)|两(?=[个位名家篇份件种项座所只条次省年天户县村])")


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
    return Decimal(100 * _COUNTS[match["top"]]) / (
        _PARTS[match["part"]] if match["part"] else _COUNTS[match["of"]]
    )


def _pairs(text: str) -> list[Number]:
    return [Number(*match.span(), Decimal(2)) for match in _COUNTED_PAIR.finditer(text)]
