"""Lines into paragraphs, and what a paragraph looks like from outside: its width, whether it is prose."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

_CLOSERS = "\"'”’“‘«›»」』)]）】〕〉》*_ "
_FINALS = tuple("。！？!?.…；;｡．।॥؟۔።։။៕")
_WIDE = frozenset("WF")
_CJK = re.compile(r"[\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_LIST_ITEM = re.compile(
    r"[-*+•·–>|#]\s|\d{1,3}(?:[.)]\s|、)|[(\uff08]?[一二三四五六七八九十]+[)\uff09、]|```|\|"
)

LONGEST_TITLE = 160
"""Columns; what is wider is prose, punctuated or not."""

_NARROWEST, _WIDEST = 40, 130
_FEWEST_BREAKS = 3
_SOFT_SHARE = 0.6
_CJK_SLACK = 0.8


def split_paragraphs(text: str) -> list[str]:
    """The paragraphs of ``text``, trimmed, none empty.

    In a saved page each line is a paragraph; in a hard-wrapped text, told by its line lengths, the lines
    of one paragraph are joined again.
    """
    lines = [line.strip() for line in text.splitlines()]
    margin = _wrap_margin(lines)
    paragraphs: list[list[str]] = []
    for previous, line in pairwise(["", *lines]):
        if margin and previous and line and _is_soft(previous, line, margin):
            paragraphs[-1].append(line)
        elif line:
            paragraphs.append([line])
    return list(map(_joined, paragraphs))


def width(text: str) -> int:
    """Columns that ``text`` takes in a fixed-width font (Unicode Standard Annex 11: wide is two)."""
    if text.isascii():
        return len(text)
    return len(text) + sum(map(_WIDE.__contains__, map(unicodedata.east_asian_width, text)))


def ends_sentence(text: str) -> bool:
    """Whether ``text`` ends with a sentence's final punctuation, closing quotes and brackets aside."""
    return text.rstrip(_CLOSERS).endswith(_FINALS)


def is_prose(text: str) -> bool:
    """Whether ``text`` is a paragraph of sentences, rather than a title, a heading or a page's furniture."""
    return ends_sentence(text) or width(text) > LONGEST_TITLE or "。" in text


def is_heading(text: str) -> bool:
    """Whether ``text`` may stand as a title: short, no sentence, no list item, no opening to what follows."""
    if is_prose(text) or not re.search(r"[^\W\d_]", text):
        return False
    if text.rstrip(_CLOSERS).endswith((":", "：", ",", "，", "、")):
        return False
    return text.startswith("#") or not _LIST_ITEM.match(text)


def _wrap_margin(lines: list[str]) -> int:
    """The column at which ``lines`` were wrapped, 0 if they were not.

    Greedy wrapping leaves a trace: the next line's first word would not have fitted. The lines count as
    wrapped when that holds for most breaks inside their blocks, and most of these fall within a sentence.
    One or two breaks are no statistics: each must run on in lower case.
    """
    breaks = [(line, after) for line, after in pairwise(lines) if line and after]
    if not breaks or (len(breaks) < _FEWEST_BREAKS and not all(_runs_on(*pair) for pair in breaks)):
        return 0
    margin = sorted(width(line) for line, _ in breaks)[int(0.9 * (len(breaks) - 1))]
    soft = [line for line, after in breaks if _is_soft(line, after, margin)]
    if not _NARROWEST <= margin <= _WIDEST or len(soft) < _SOFT_SHARE * len(breaks):
        return 0
    return margin if sum(map(ends_sentence, soft)) < len(soft) / 2 else 0


def _runs_on(line: str, after: str) -> bool:
    return after[0].islower() and not ends_sentence(line)


def _is_soft(line: str, after: str, margin: int) -> bool:
    if _LIST_ITEM.match(after):
        return False
    if _CJK.match(after.lstrip("“‘")):
        return width(line) >= _CJK_SLACK * margin
    return width(line) + 1 + width(after.split(maxsplit=1)[0]) > margin


def _joined(lines: list[str]) -> str:
    pieces = lines[:1]
    for left, right in pairwise(lines):
        tight = _CJK.match(left[-1]) or _CJK.match(right[0]) or re.search(r"\w-$", left)
        pieces += [right] if tight else [" ", right]
    return "".join(pieces)
