"""Other ways to mean a number than digits and numerals: ordinals, decades, ``both``, 近百, XVIII."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from math import prod

from embeddings.lexical.numbers import Number
from qa.numerals import SINGLE, single_numeral

_LONGEST = 40
_ORDINAL = re.compile(r"(?<![\w.,])(\d+)(?:st|nd|rd|th)(?!\w)")
_DECADE = re.compile(
    r"(?:(?P<century>\d\d|二?十[一二七八九]?)\s?世纪\s?)?(?<!\d)(?P<decade>[1-9]0|[二三四五六七八九]十)\s?年代"
    r"|(?:thập niên|thập kỷ|những năm)\s(?P<short>[1-9]0)(?!\d)"
)
_WHOLE = re.compile("百分之百")
_CENTURIES = {"十七": 17, "十八": 18, "十九": 19, "二十": 20, "二十一": 21}
_IMPLIED = {
    "first": 1, "once": 1, "second": 2, "both": 2, "pair": 2, "double": 2, "doubled": 2, "twice": 2,
    "half": 2,
    "third": 3, "thirds": 3, "triple": 3, "tripled": 3, "fourth": 4, "quarter": 4, "quarters": 4, "fifth": 5,
    "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "decade": 10, "decades": 10,
    "eleventh": 11, "twelfth": 12, "dozen": 12, "century": 100,
    "đôi": 2, "nửa": 2, "thập kỷ": 10, "thập niên": 10, "thế kỷ": 100, "首": 1, "双": 2, "半": 2,
}  # fmt: skip
_IMPLYING = re.compile(rf"(?<![a-zà-ỹ])(?:{'|'.join(sorted(_IMPLIED, key=len, reverse=True))})(?![a-zà-ỹ])")
_BARE_SCALE = re.compile(r"(?<=[近上约逾超过达])[十百千万亿]{1,2}(?!分)")
_SCALES = {"十": 10, "百": 100, "千": 10**3, "万": 10**4, "亿": 10**8}
_ATTACHED = re.compile(r"(?<![\w.,])(\d{1,12}(?:\.\d{1,6})?)(m|bn|k|tr|[a-z]{1,3})(?!\w)")
_SUFFIXES = {"k": 3, "m": 6, "tr": 6, "bn": 9}
_ROMAN = re.compile(r"(?<!\w)(?=[IVX]{2})X{0,3}(?:IX|IV|V?I{0,3})(?!\w)")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}


def noted_numbers(text: str) -> list[Number]:
    """What surely is a number in folded text: ordinals in digits (``16th``), decades (80年代), 百分之百."""
    ordinals = [Number(*match.span(), Decimal(match[1][:_LONGEST])) for match in _ORDINAL.finditer(text)]
    decades = [Number(*match.span(), Decimal(_decade(match))) for match in _DECADE.finditer(text)]
    return (
        ordinals
        + decades
        + [Number(*match.span(), Decimal(100), share=True) for match in _WHOLE.finditer(text)]
    )


def implied_values(text: str, source: str) -> Iterable[Decimal]:
    """What a passage may mean as numbers, as folded ``text`` and, for Roman numerals, as ``source``.

    Ordinals in words, ``both``, ``decade``, 近百, a Chinese numeral alone, and numbers with a unit attached
    (``30km``; ``125m`` is 125 and 125 million).
    """
    yield from (Decimal(_IMPLIED[match[0]]) for match in _IMPLYING.finditer(text))
    yield from (Decimal(prod(_SCALES[scale] for scale in match[0])) for match in _BARE_SCALE.finditer(text))
    yield from (single_numeral(match).value for match in SINGLE.finditer(text))
    yield from (Decimal(_roman(match[0])) for match in _ROMAN.finditer(source))
    for match in _ATTACHED.finditer(text):
        value = Decimal(match[1])
        yield from (value, value.scaleb(_SUFFIXES.get(match[2], 0)))


def _decade(match: re.Match[str]) -> int:
    century = match["century"] or "20"
    tens = match["short"] or match["decade"]
    decade = int(tens) if tens.isdecimal() else 10 * ("一二三四五六七八九".index(tens[0]) + 1)
    return 100 * (int(century) if century.isdecimal() else _CENTURIES.get(century, 20)) - 100 + decade


def _roman(numeral: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in numeral]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))
