"""Whether several articles give the same answer to one question: the same number or date, however written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from corpus.folding import fold
from qa.answering.fit import answering
from qa.answering.kinds import QUANTITIES, TIMES, Asked
from qa.answering.spans import Candidate

CLEAR = 0.9
"""How well a value has to fit the question to be held against others."""
_HEDGED = Decimal("0.1")
_LEAST_DIGITS = 2
_HEDGE_BEFORE = re.compile(
    r"(?:\b(?:about|around|roughly|approximately|nearly|almost|over|more than|some|khoảng|gần|chừng|hơn|trên)"
    r"|大?约|将?近|超过|逾|大概)\s?$"
)
_HEDGE_AFTER = re.compile(r"\s?(?:多|余|左右|以上|上下)")


@dataclass(frozen=True, slots=True)
class Agreement:
    """Which sentences give the same value: groups of their indices, the first sentence's first.

    Sentences that give no value, or not clearly what is asked for, are in none.
    """

    groups: tuple[tuple[int, ...], ...] = ()

    @property
    def is_disputed(self) -> bool:
        return len(self.groups) > 1


@dataclass(frozen=True, slots=True)
class _Answer:
    index: int
    candidate: Candidate
    hedged: bool


def agreement(sentences: Sequence[str], question: str, asked: Asked) -> Agreement:
    """Compares the likely answers in ``sentences`` to a question for a number or a date.

    Numbers agree if one is the other rounded, to two digits at least, or if one is qualified (*nearly*, 约)
    and they lie within a tenth of each other. Dates agree unless both name a year, month or day that differs.
    Only what fits the question clearly is compared, so that counties are not held against people. Names are
    never compared: most cannot be across languages.
    """
    groups: list[list[_Answer]] = []
    for answer in _answers(sentences, question, asked):
        same = next((group for group in groups if all(_agree(answer, other) for other in group)), None)
        if same is None:
            groups.append([answer])
        else:
            same.append(answer)
    return Agreement(tuple(tuple(answer.index for answer in group) for group in groups))


def _answers(sentences: Sequence[str], question: str, asked: Asked) -> list[_Answer]:
    if asked.kind not in QUANTITIES | TIMES:
        return []
    found = ((index, answering(question, asked, sentence)) for index, sentence in enumerate(sentences))
    return [
        _Answer(index, likely.candidate, _is_hedged(sentences[index], likely.candidate))
        for index, likely in found
        if likely and likely.suit >= CLEAR
    ]


def _is_hedged(sentence: str, candidate: Candidate) -> bool:
    folded, span = fold(sentence), candidate.span
    before = _HEDGE_BEFORE.search(folded, max(span.start - 16, 0), span.start)
    return bool(before or _HEDGE_AFTER.match(folded, span.end))


def _agree(one: _Answer, other: _Answer) -> bool:
    first, second = one.candidate.value, other.candidate.value
    if isinstance(first, tuple) and isinstance(second, tuple):
        return all(a is None or b is None or a == b for a, b in zip(first, second, strict=True))
    if isinstance(first, Decimal) and isinstance(second, Decimal):
        close = abs(first - second) <= _HEDGED * max(first, second)
        return (
            _rounds_to(first, second) or _rounds_to(second, first) or ((one.hedged or other.hedged) and close)
        )
    return False


def _rounds_to(exact: Decimal, rounded: Decimal) -> bool:
    """Whether ``exact`` to as many digits as ``rounded`` shows is ``rounded``; zeros at its end show none."""
    digits = max(len(rounded.normalize().as_tuple().digits), _LEAST_DIGITS)
    return round(exact, digits - 1 - exact.adjusted()) == rounded
