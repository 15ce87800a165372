"""Whether a sentence speaks of something else than a question names: another year, the 16th forum."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from corpus.folding import fold
from embeddings.lexical.dates import find_dates
from embeddings.lexical.names import names_in
from embeddings.lexical.numbers import chinese_value
from qa.answering.kinds import Asked, Kind

_HAN = "零〇一二两三四五六七八九十百"
_ORDINAL = re.compile(
    rf"(?<!\d)(?P<en>\d{{1,3}})(?:st|nd|rd|th)\b|第(?P<zh>\d{{1,3}}|[{_HAN}]{{1,5}})(?:届|次|期|轮|场)"
    r"|\b(?:lần|kỳ|khóa|lan)(?: thứ| thu)? (?P<vi>\d{1,3})\b"
    r"|\b(?P<word>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\b"
    r"(?! (?:[a-z]+ )?(?:part|secretar|place|time|three|two|few))"
    r"|\b(?:lần|kỳ) thứ (?P<spelt>nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)\b"
)
_WORDS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_SPELT = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")


def contradicts(question: str, asked: Asked, sentence: str, context: str) -> bool:
    """Whether it has ordinals, years, countries or provinces, but none of those that ``question`` has.

    ``context`` is what the sentence stands in, such as the title and the date of its article: what is said
    there is not contradicted. A question for a place is not by the places that may answer it.
    """
    values_of = _VALUES if asked.kind is Kind.PLACE else (*_VALUES, _countries, _provinces)
    return any(
        (held := values(sentence)) and stated.isdisjoint(held | values(context))
        for values in values_of
        if (stated := values(question))
    )


@lru_cache(maxsize=4096)
def _ordinals(text: str) -> frozenset[int]:
    return frozenset(map(_ordinal, _ORDINAL.finditer(fold(text))))


def _ordinal(match: re.Match[str]) -> int:
    if word := match["word"]:
        return _WORDS.index(word) + 1
    if spelt := match["spelt"]:
        return _SPELT.index(spelt) + 1
    digits = match["en"] or match["zh"] or match["vi"]
    return int(digits) if digits.isdecimal() else chinese_value(digits) or 0


@lru_cache(maxsize=4096)
def _years(text: str) -> frozenset[int]:
    return frozenset(date.year for date in find_dates(fold(text)) if date.year)


def _countries(text: str) -> frozenset[str]:
    return frozenset(code for code in _codes(text) if "-" not in code)


def _provinces(text: str) -> frozenset[str]:
    return frozenset(code for code in _codes(text) if "-" in code)


@lru_cache(maxsize=4096)
def _codes(text: str) -> frozenset[str]:
    return frozenset(name.id for name in names_in(text) if name.kind == "place" and name.id.isupper())


_VALUES: tuple[Callable[[str], frozenset[int] | frozenset[str]], ...] = (_ordinals, _years)
