"""Hard-wrapped lines back into paragraphs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from statistics import quantiles

MAX_WRAP = 120  # columns; longer lines are paragraphs already
_MIN_FULL_LINES = 3
_SENTENCE_END = re.compile(r"[.!?…。！？；:：][\"'”’」』）)\]]*$")
_BULLET = re.compile(r"[-*•▪▫◦●■·]\s")
_NUMBER = re.compile(r"(?:\(?(?:\d{1,3}|[a-z])[.)、]|[（(]?[一二三四五六七八九十]+[）)、])\s?(?!\d)")
_BROKEN_WORD = re.compile(r"[^\W\d_]-$")


def unwrap(text: str) -> str:
    """``text`` with the lines of each hard-wrapped paragraph joined; other text stays as it is.

    A line goes on in the next if it ends no sentence and the next one's first word would not have
    fitted into the widest line. Lines over 120 columns, or fewer than three near the widest, mean that
    nobody wrapped the text.
    """
    lines = [line.rstrip() for line in text.split("\n")]
    width = max(map(columns, lines))
    if width > MAX_WRAP or sum(columns(line) > 0.8 * width for line in lines) < _MIN_FULL_LINES:
        return text
    groups = _grouped(lines, lambda line, following: _would_overflow(line, following, width))
    return "\n".join(map(glue, groups))


def paragraphs(lines: Iterable[str]) -> list[str]:
    """Paragraphs of lines set in a proportional font, as a PDF yields them.

    A paragraph ends at an empty line (unless the page is double-spaced), at a line clearly shorter than
    the usual full line, before a list item, and where a sentence ends short of the margin.
    """
    kept = [" ".join(line.split()) for line in lines]
    if 2 * kept.count("") > len(kept) - kept.count(""):  # double-spaced
        kept = list(filter(None, kept))
    full = _full_width(kept)
    groups = _grouped(kept, lambda line, following: _goes_on(line, following, full))
    return [glue(group, broken_words=True) for group in groups if any(group)]


def glue(lines: Sequence[str], *, broken_words: bool = False) -> str:
    """The lines of a paragraph as one: no space where a Chinese or Japanese character stands.

    With ``broken_words`` a hyphen at the break is taken for hyphenation if a small letter follows.
    """
    pieces = [lines[0]]
    for line, following in pairwise(lines):
        if broken_words and _BROKEN_WORD.search(line) and following[:1].islower():
            pieces[-1] = pieces[-1][:-1]
        elif not (is_wide(line[-1:]) or is_wide(following.lstrip()[:1])):
            pieces.append(" ")
        pieces.append(following.lstrip())
    return "".join(pieces)


def columns(line: str) -> int:
    """Terminal columns of ``line``: two for a wide East Asian character (UAX #11)."""
    return len(line) if line.isascii() else sum(1 + is_wide(char) for char in line)


def is_wide(char: str) -> bool:
    """Whether ``char`` is one East Asian wide or full-width character (UAX #11)."""
    return bool(char) and unicodedata.east_asian_width(char) in "WF"


def _grouped(lines: list[str], goes_on: Callable[[str, str], bool]) -> list[list[str]]:
    groups = [lines[:1]] if lines else []
    for line, following in pairwise(lines):
        if line and following and goes_on(line, following):
            groups[-1].append(following)
        else:
            groups.append([following])
    return groups


def _would_overflow(line: str, following: str, width: int) -> bool:
    if _SENTENCE_END.search(line) or _BULLET.match(following):
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
    if width < 0.7 * full or _BULLET.match(following):
        return False
    if _SENTENCE_END.search(line):
        return width >= 0.9 * full and not _NUMBER.match(following)
    return True
