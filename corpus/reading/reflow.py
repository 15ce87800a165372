"""Hard-wrapped lines back into paragraphs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise
from statistics import quantiles

MAX_WRAP = 120  # columns; longer lines are paragraphs already
_MIN_FULL_LINES = 4
_SENTENCE_END = re.compile(r"[.!?…。！？；:：][\"'”’」』）)\]]*$")
_LIST_ITEM = re.compile(r"(?:[-*•▪·–]|\(?\d{1,3}[.)、]|\(?[a-z]\)|[（(]?[一二三四五六七八九十]+[）)、])\s?")
_BROKEN_WORD = re.compile(r"[^\W\d_]-$")


def unwrap(text: str) -> str:
    """``text`` with the lines of each hard-wrapped paragraph joined; other text stays as it is.

    A line goes on in the next if it ends no sentence and the next one's first word would not have
    fitted into the widest line. Lines over 120 columns, or fewer than four near the widest, mean that
    nobody wrapped the text.
    """
    lines = [line.rstrip() for line in text.split("\n")]
    width = max(map(columns, lines))
    if width > MAX_WRAP or sum(columns(line) > 0.8 * width for line in lines) < _MIN_FULL_LINES:
        return text
    joined = lines[:1]
    for line, following in pairwise(lines):
        if line and following and _would_overflow(line, following, width):
            joined[-1] = join(joined[-1], following)
        else:
            joined.append(following)
    return "\n".join(joined)


def paragraphs(lines: Iterable[str]) -> list[str]:
    """Paragraphs of lines set in a proportional font, as a PDF yields them.

    A paragraph ends at an empty line, at a line clearly shorter than the usual full line, before a list
    item, and where a sentence ends short of the margin.
    """
    kept = [" ".join(line.split()) for line in lines]
    full = _full_width(kept)
    result: list[str] = []
    for before, line in pairwise(["", *kept]):
        if before and line and _goes_on(before, line, full):
            result[-1] = join(result[-1], line, broken_words=True)
        elif line:
            result.append(line)
    return result


def join(first: str, second: str, *, broken_words: bool = False) -> str:
    """Two pieces of a paragraph as one: no space where a Chinese or Japanese character stands.

    With ``broken_words`` a hyphen at the break is taken for hyphenation if a small letter follows.
    """
    second = second.lstrip()
    if broken_words and _BROKEN_WORD.search(first) and second[:1].islower():
        return first[:-1] + second
    glued = is_wide(first[-1:]) or is_wide(second[:1])
    return first + second if glued else f"{first} {second}"


def columns(line: str) -> int:
    """Terminal columns of ``line``: two for a wide East Asian character (UAX #11)."""
    return len(line) if line.isascii() else sum(1 + is_wide(char) for char in line)


def is_wide(char: str) -> bool:
    """Whether ``char`` is one East Asian wide or full-width character (UAX #11)."""
    return bool(char) and unicodedata.east_asian_width(char) in "WF"


def _would_overflow(line: str, following: str, width: int) -> bool:
    if _SENTENCE_END.search(line) or _LIST_ITEM.match(following):
        return False
    word = following.split(maxsplit=1)[0]
    if is_wide(word[0]):
        return columns(line) + 2 * columns(word[0]) > width
    return columns(line) + 1 + columns(word) > width


def _full_width(lines: list[str]) -> float:
    widths = [columns(line) for line in lines if line]
    return quantiles(widths, n=10)[7] if len(widths) > 1 else 0.0


def _goes_on(line: str, following: str, full: float) -> bool:
    width = columns(line)
    if width < 0.7 * full or _LIST_ITEM.match(following):
        return False
    return width >= 0.9 * full or not _SENTENCE_END.search(line)
