"""Numbers as one term, however a language groups, scales or spells their digits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

HAN_RANGE = "\u3400-\u9fff"
"""The Chinese characters in use, as a range inside a character class."""

_CHINESE_SCALES = {
    "百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8, "十亿": 9, "百亿": 10, "千亿": 11,
    "万亿": 12,
}  # fmt: skip
_SCALES = _CHINESE_SCALES | {
    "hundred": 2, "thousand": 3, "million": 6, "mn": 6, "billion": 9, "bn": 9, "trillion": 12,
    "trăm": 2, "nghìn": 3, "ngàn": 3, "vạn": 4, "triệu": 6, "tỷ": 9, "tỉ": 9, "nghìn tỷ": 12, "nghìn tỉ": 12,
}  # fmt: skip
_LONGEST = 40
_HAN = "|".join(sorted(_CHINESE_SCALES, key=len, reverse=True))
_SPACED = "|".join(sorted(_SCALES.keys() - _CHINESE_SCALES.keys(), key=len, reverse=True))
_NUMBER = re.compile(
    rf"(?P<share>百分之\s*)?(?<![^\W{HAN_RANGE}])(?P<digits>\d+(?:[.,]\d+)*)"
    rf"(?:\s?[多余]?(?P<han>{_HAN})|(?:[\s-]?(?P<scale>{_SPACED})|'?s)?(?![^\W{HAN_RANGE}]))"
    r"(?P<percent>\s?(?:%|per ?cent\b|phần trăm\b))?"
)
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*")
_CHINESE_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
}
_CHINESE_UNITS = {"十": 10, "百": 100, "千": 1000}
_CHINESE_MYRIADS = {"万": 10**4, "亿": 10**8}
_CHINESE = re.compile(r"(?P<share>百分之)?(?P<numeral>[零〇一二两三四五六七八九十百千万亿]{1,20})")


@dataclass(frozen=True, slots=True)
class Number:
    """What ``text[start:end]`` stands for; a ``share`` of 5% has the value 5."""

    start: int
    end: int
    value: Decimal
    share: bool = False


def take_numbers(text: str) -> tuple[list[str], str]:
    """The numbers in casefolded ``text`` as terms (``#186000``), and the text without those in digits.

    A share has two terms, ``#5`` and ``#5%``. ``1.234`` and ``1,234`` are taken for thousands, ``0.5`` and
    ``12,5`` for fractions, as no language means the other by most of them.
    """
    found: list[str] = []

    def take(match: re.Match[str]) -> str:
        term = _term(match["digits"], match["han"] or match["scale"])
        found.extend([term, f"{term}%"] if match["percent"] or match["share"] else [term])
        return " "

    text = _NUMBER.sub(take, text)
    for match in _CHINESE.finditer(text):
        value = chinese_value(match["numeral"])
        if value is not None and (match["share"] or len(match["numeral"]) > 1):
            found.extend([f"#{value}", f"#{value}%"] if match["share"] else [f"#{value}"])
    return found, text


def find_numbers(text: str) -> list[Number]:
    """The numbers of casefolded ``text`` in digits or Chinese, in order; a single Chinese numeral is none."""
    found = [number for match in _NUMBER.finditer(text) if (number := _number(match))]
    rest = _NUMBER.sub(lambda match: " " * len(match[0]), text)
    for match in _CHINESE.finditer(rest):
        value = chinese_value(match["numeral"])
        if value is not None and (match["share"] or len(match["numeral"]) > 1):
            found.append(Number(*match.span(), Decimal(value), bool(match["share"])))
    return sorted(found, key=lambda number: number.start)


def _number(match: re.Match[str]) -> Number | None:
    value = _value(match["digits"], match["han"] or match["scale"])
    return None if value is None else Number(*match.span(), value, bool(match["percent"] or match["share"]))


def chinese_value(numeral: str) -> int | None:
    """What a Chinese numeral stands for (``三百亿``, ``二〇二二``); None if its characters make no number."""
    if all(character in _CHINESE_DIGITS for character in numeral):
        return int("".join(str(_CHINESE_DIGITS[character]) for character in numeral))
    if numeral[0] not in _CHINESE_DIGITS and numeral[0] != "十":
        return None
    total = section = digit = 0
    for character in numeral:
        if character in _CHINESE_DIGITS:
            if digit:
                return None
            digit = _CHINESE_DIGITS[character]
        elif character in _CHINESE_UNITS:
            section, digit = section + (digit or 1) * _CHINESE_UNITS[character], 0
        else:
            total, section, digit = (total + section + digit) * _CHINESE_MYRIADS[character], 0, 0
    return total + section + digit


def _term(digits: str, scale: str | None) -> str:
    value = _value(digits, scale)
    if value is None:
        return f"#{_plain(digits)}"
    whole, _, fraction = f"{value:f}".partition(".")
    fraction = fraction.rstrip("0")
    return f"#{whole}.{fraction}" if fraction else f"#{whole}"


def _value(digits: str, scale: str | None) -> Decimal | None:
    """None for what has several points, as a version does."""
    plain = _plain(digits)
    return None if plain.count(".") > 1 else Decimal(plain).scaleb(_SCALES[scale] if scale else 0)


def _plain(digits: str) -> str:
    """Digits with a point before the fraction, if any, and no other separators (or, for a version, all)."""
    digits = digits[:_LONGEST].rstrip(".,")
    if _GROUPED.fullmatch(digits):
        return digits.replace(",", "").replace(".", "")
    if "," in digits and "." in digits:
        group = min(",.", key=digits.rindex)
        digits = digits.replace(group, "")
    return digits.replace(",", ".")
