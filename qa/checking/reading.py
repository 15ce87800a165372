"""The numbers and dates of a text, each corrected by what is beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from embeddings.lexical.dates import Date
from embeddings.lexical.numbers import Number

_SCALE_AFTER_QUALIFIER = re.compile("(?<=[\\d一二两三四五六七八九十百千])([多余])([百千万亿])")
_MONTHS = ("giêng", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai")
_MONTH = re.compile(rf"(?<=\btháng)\s({'|'.join(reversed(_MONTHS))}|một|chạp)(?!\w)")
_RANGE = re.compile(r"\s*(?:[-–—~至到或和]|to|and|or|và|đến|tới|hoặc)\s*")
_SHARE_BEFORE = "百分之"
_CHINESE_SCALES = "千万亿"
_SCALE_AT_END = re.compile(rf"(?:[{_CHINESE_SCALES}]|t[ỷỉ]|triệu|[mb]illion)\Z")
_DECIMAL = re.compile(
    r"\d{1,3}(?:\.\d{3}\s?(?:[百千万亿]|thousand|[mbt]r?illion)|,\d{3}\s(?:triệu|t[ỷỉ]|nghìn))"
)


def readable(text: str) -> str:
    """Folded text, as long as it was, in the forms that dates and numbers are found in.

    ``tháng mười`` becomes ``tháng   10``, 三十多万 becomes 三十万多.
    """
    return _MONTH.sub(_month, _SCALE_AFTER_QUALIFIER.sub(r"\2\1", text))


def apart(numbers: Iterable[Number], dates: Sequence[Date]) -> list[Number]:
    """The numbers outside dates in order; of two that overlap, the longer."""
    taken = [(date.start, date.end) for date in dates]
    kept = []
    for number in sorted(numbers, key=lambda number: (number.start - number.end, number.start)):
        if not any(number.start < end and start < number.end for start, end in taken):
            taken.append((number.start, number.end))
            kept.append(number)
    return sorted(kept, key=lambda number: number.start)


def joined(text: str, numbers: Iterable[Number]) -> list[Number]:
    """Corrects numbers by what is beside them: 1亿2000万 is one, 5 in ``5-10%`` is a share."""
    found: list[Number] = []
    for number in (_with_point(text, number) for number in numbers):
        last = found[-1] if found else None
        if last and _continues(text, last, number):
            found[-1] = replace(last, end=number.end, value=last.value + number.value)
        elif last and _RANGE.fullmatch(text, last.end, number.start):
            found[-1:] = _range(text, last, number)
        else:
            found.append(number)
    return found


def _range(text: str, first: Number, last: Number) -> tuple[Number, Number]:
    """The ends of a range: both are shares if a percent sign follows, or a 百分之 goes before."""
    before = text.startswith(_SHARE_BEFORE, first.start)
    return replace(first, share=first.share or last.share), replace(last, share=last.share or before)


def _month(match: re.Match[str]) -> str:
    name = match[1]
    number = _MONTHS.index(name) + 1 if name in _MONTHS else {"một": 1, "chạp": 12}[name]
    return f"{number}".rjust(len(match[0]))


def _with_point(text: str, number: Number) -> Number:
    """The number, a thousandth if its scale shows that a point was no thousands separator."""
    has_point = _DECIMAL.match(text, number.start, number.end)
    return replace(number, value=number.value / 1000) if has_point else number


def _continues(text: str, number: Number, following: Number) -> bool:
    """Whether two numbers make one: 1亿 and 2000万, ``1 tỷ`` and ``200 triệu``."""
    scale = _SCALE_AT_END.search(text, number.start, number.end)
    if scale is None or number.value <= following.value:
        return False
    return text[number.end : following.start] == ("" if scale[0] in _CHINESE_SCALES else " ")
