"""Lines into paragraphs, and what a paragraph looks like from outside: its width, whether it is prose."""

from __future__ import annotations

import re
import unicodedata

_CLOSERS = "\"'”’»」』)]）】〕〉》*_ "
_FINALS = tuple("。！？!?.…；;｡．।॥؟۔።։။៕")
_CJK = re.compile(r"[\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_LIST_ITEM = re.compile(r"[-*+•·–>|#]\s|\d{1,3}[.)、]|[((]?[一二三四五六七八九十]+[))、]|```|\|")

LONGEST_TITLE = 160
"""Columns; what is wider is prose, punctuated or not."""

_NARROWEST, _WIDEST = 40, 130
_FEWEST_BREAKS = 3
_SOFT_SHARE = 0.6


def split_paragraphs(text: str) -> list[str]:
    """The paragraphs of ``text``, trimmed, none empty.

    In a saved page each line is a paragraph; in a hard-wrapped text, told by its line lengths, the lines
    of one paragraph are joined again.
    """
    lines = [line.strip() for line in text.splitlines()]
    margin = _wrap_margin(lines)
    paragraphs: list[str] = []
    previous = ""
    for line in lines:
        if margin and previous and line and _is_soft(previous, line, margin):
            paragraphs[-1] = _joined(paragraphs[-1], line)
        elif line:
            paragraphs.append(line)
        previous = line
    return paragraphs


def width(text: str) -> int:
    """Columns that ``text`` takes in a fixed-width font (Unicode Standard Annex 11: wide is two)."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


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
    if text.rstrip().endswith((":", "：", ",", "，", "、")):
        return False
    return text.startswith("#") or not _LIST_ITEM.match(text)


def _wrap_margin(lines: list[str]) -> int:
    """The column at which ``lines`` were wrapped, 0 if they were not.

    Greedy wrapping leaves a trace: the next line's first word would not have fitted. The lines count as
    wrapped when that holds for most breaks inside their blocks, and most of these fall within a sentence.
    """
    breaks = [(line, after) for line, after in zip(lines, lines[1:], strict=False) if line and after]
    if len(breaks) < _FEWEST_BREAKS:
        return 0
    margin = sorted(width(line) for line, _ in breaks)[int(0.9 * (len(breaks) - 1))]
    soft = [line for line, after in breaks if _is_soft(line, after, margin)]
    if not _NARROWEST <= margin <= _WIDEST or len(soft) < max(_FEWEST_BREAKS, _SOFT_SHARE * len(breaks)):
        return 0
    return margin if sum(map(ends_sentence, soft)) < len(soft) / 2 else 0


def _is_soft(line: str, after: str, margin: int) -> bool:
    first = after.lstrip("“‘\"").split(maxsplit=1)[0]
    if _CJK.match(first):
        return width(line) + 4 >= margin and not _LIST_ITEM.match(after)
    return width(line) + 1 + width(first) > margin and not _LIST_ITEM.match(after)


def _joined(left: str, right: str) -> str:
    tight = _CJK.match(left[-1]) or _CJK.match(right[0]) or re.search(r"\w-$", left)
    return f"{left}{right}" if tight else f"{left} {right}"
