"""Splitting a sentence that is longer than the token budget, at the best place inside it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from corpus.sentences import trimmed
from corpus.types import Span

CountTokens = Callable[[str], int]

_CLAUSE_END = re.compile(r"[，、；：。！？…」』”）—]|[,;:.!?)،؛»”](?=\s)")
_SPACE = re.compile(r"\s")
_ZWJ = "\u200d"
_LONGEST_CLUSTER = 64


def split_to_fit(text: str, span: Span, count_tokens: CountTokens, max_tokens: int) -> Iterator[Span]:
    """Cuts ``span`` of ``text`` into trimmed spans of at most ``max_tokens`` tokens that leave nothing out.

    Prefers the end of a clause, then a space, both in the second half of what fits, then the end of a
    grapheme cluster. Only a single code point over the budget is kept although it exceeds it. The number
    of tokens counted is linear in the length of the span.
    """
    while span.start < span.end:
        stop = _reach(text, span, count_tokens, max_tokens)
        if stop < span.end:
            stop = _best_break(text, span.start, stop)
        yield trimmed(text, span.start, stop)
        span = Span(_after_space(text, stop, span.end), span.end)


def _after_space(text: str, start: int, end: int) -> int:
    return next((at for at in range(start, end) if not text[at].isspace()), end)


def _reach(text: str, span: Span, count_tokens: CountTokens, max_tokens: int) -> int:
    """About as far from the start of ``span`` as the budget reaches: never beyond, seldom far below."""
    size = min(span.end - span.start, 2 * max_tokens)
    tokens = count_tokens(text[span.start : span.start + size])
    size = min(span.end - span.start, max(1, size * max_tokens // max(1, tokens)))
    while size > 1 and (tokens := count_tokens(text[span.start : span.start + size])) > max_tokens:
        size = max(1, min(size - 1, size * max_tokens // tokens))
    return span.start + size


def _best_break(text: str, start: int, stop: int) -> int:
    middle = start + (stop - start) // 2
    for pattern in (_CLAUSE_END, _SPACE):
        ends = [match.end() for match in pattern.finditer(text, middle, stop)]
        if ends:
            return ends[-1]
    clusters = range(stop, max(start, stop - _LONGEST_CLUSTER), -1)
    return next((position for position in clusters if not _inside_cluster(text, position)), stop)


def _inside_cluster(text: str, position: int) -> bool:
    """Whether a cut here would part a grapheme cluster; after the rules of Unicode Standard Annex #29."""
    before, after = text[position - 1], text[position]
    if before == _ZWJ or unicodedata.category(after)[0] == "M" or after in "\u200c\u200d":
        return True
    if "\U0001f3fb" <= after <= "\U0001f3ff" or "\U000e0020" <= after <= "\U000e007f":
        return True
    if "\u1160" <= after <= "\u11ff":
        return "\u1100" <= before <= "\u11ff" or "\uac00" <= before <= "\ud7a3"
    return _is_flag_letter(before) and _is_flag_letter(after) and _parts_flag(text, position)


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _parts_flag(text: str, position: int) -> bool:
    run = 0
    while run < min(position, _LONGEST_CLUSTER) and _is_flag_letter(text[position - 1 - run]):
        run += 1
    return run % 2 == 1
