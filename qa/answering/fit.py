"""How well a sentence fits what a question asks for, and where in it the answer likely stands."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from corpus.folding import fold, unaccented
from corpus.types import Span
from embeddings.lexical.names import names_in
from embeddings.lexical.numbers import HAN_RANGE
from embeddings.lexical.stopwords import CHINESE_STOPWORDS, STOPWORDS
from qa.answering.kinds import NAMES, QUANTITIES, TIMES, Asked, Kind
from qa.answering.spans import Candidate, Value, candidate_spans
from qa.answering.units import offices, units

UNDECIDED = 0.5
"""The fit of a sentence where what is asked for has no form to look for."""
_LEAST = 0.35
_NEAR = 15.0
_OTHER_CLAUSE = 0.3
_BEFORE, _AFTER = 25, 40
_UNDESCRIBED = 0.6
_CLAUSE_END = re.compile(r"[，。;:!?]|,(?!\d)")
_HEDGE = re.compile(
    r"\b(?:about|around|roughly|approximately|nearly|almost|some|khoảng|gần|chừng)\b|大约|约|将近|近"
    r"|左右|大概"
)
_WHOLE = re.compile(
    r"(?:(?:至此|到此|[省国市县区州]内|全[省国市县区州球部]|总|共|合计)"
    r"|\b(?:all|total of|altogether|tổng cộng|tổng số|tất cả|toàn bộ|cả)\s)[^\d，,]{0,6}$"
)
_REST = re.compile(
    r"(?:仅剩|剩下|剩余|最后|其余|\b(?:last|remaining|other|another|cuối cùng|còn lại)\s)[^\d，,]{0,6}$"
)
_TERM = re.compile(rf"(?=([{HAN_RANGE}]{{2}}))|(?<![^\W{HAN_RANGE}])([^\W\d_{HAN_RANGE}]{{3,}})")
_STOPWORDS = frozenset(map(unaccented, STOPWORDS))


def fits(question: str, asked: Asked, sentence: str) -> float:
    """How well the best of ``sentence`` fits what is asked, in [0, 1]; what the question states does not."""
    if asked.kind not in QUANTITIES | TIMES | NAMES:
        return UNDECIDED
    return max((found.suit for found in _suiting(question, asked, sentence)), default=0.0)


def likely_answer(question: str, asked: Asked, sentence: str) -> Span | None:
    """The span of ``sentence`` that most likely answers, None if none fits what is asked."""
    found = answering(question, asked, sentence)
    return found.candidate.span if found else None


@dataclass(frozen=True, slots=True)
class Suiting:
    """A candidate and how well it is what is asked for, in [0, 1]."""

    candidate: Candidate
    suit: float


def answering(question: str, asked: Asked, sentence: str) -> Suiting | None:
    """The candidate in ``sentence`` that most likely answers, with what it stands for; None if none fits.

    That it suits counts most, then that it stands near words which the question has too.
    """
    given, folded = _given(question), fold(sentence)
    counted = {term for _, term in _terms(asked.noun)}
    shared = [start for start, term in _terms(folded) if term in given.terms and term not in counted]

    def rank(found: Suiting) -> float:
        span = found.candidate.span
        hedged = given.hedged and _is_hedged(folded, span)
        return 2 * found.suit + _nearness(span, shared, folded) + 0.3 * (hedged + _scope(folded, span))

    suiting = (found for found in _suiting(question, asked, sentence) if found.suit >= _LEAST)
    return max(suiting, key=rank, default=None)


@dataclass(frozen=True, slots=True)
class _Given:
    """What a question states itself, and so does not ask for."""

    bare: str
    names: frozenset[str]
    candidates: tuple[Candidate, ...]
    terms: frozenset[str]
    offices: frozenset[str]
    hedged: bool

    def states(self, candidate: Candidate) -> bool:
        if isinstance(candidate.value, str):
            return candidate.value in self.names or all(word in self.bare for word in candidate.value.split())
        return any(_covers(stated.value, candidate.value) for stated in self.candidates)


@lru_cache(maxsize=64)
def _given(question: str) -> _Given:
    folded = fold(question)
    candidates = [*candidate_spans(question, Kind.NUMBER), *candidate_spans(question, Kind.DATE)]
    terms = {term for _, term in _terms(CHINESE_STOPWORDS.sub(" ", folded))} - _STOPWORDS
    hedged = bool(_HEDGE.search(folded))
    names = frozenset(name.id for name in names_in(question))
    return _Given(unaccented(folded), names, tuple(candidates), frozenset(terms), offices(folded), hedged)


def _covers(stated: Value, value: Value) -> bool:
    """Whether ``stated`` says all that ``value`` does: 3 May 2020 says May."""
    if not (isinstance(stated, tuple) and isinstance(value, tuple)):
        return stated == value
    return all(part is None or part == known for part, known in zip(value, stated, strict=True))


def _suiting(question: str, asked: Asked, sentence: str) -> list[Suiting]:
    given = _given(question)
    found = [candidate for candidate in candidate_spans(sentence, asked.kind) if not given.states(candidate)]
    if asked.kind in QUANTITIES:
        return [Suiting(candidate, _suits_as_quantity(asked, candidate)) for candidate in found]
    if asked.kind is Kind.YEAR:
        return [Suiting(candidate, 1.0 if candidate.kind is Kind.YEAR else 0.2) for candidate in found]
    folded = fold(sentence)
    return [
        Suiting(candidate, candidate.sure * _described(asked, given, candidate, folded))
        for candidate in found
    ]


def _described(asked: Asked, given: _Given, candidate: Candidate, folded: str) -> float:
    """1 if the words beside a name call it what the question does, a governor or a city; less if not."""
    span = candidate.span
    beside = folded[max(span.start - _BEFORE, 0) : span.end + _AFTER]
    if asked.kind is Kind.PERSON and given.offices:
        return 1.0 if given.offices & offices(beside) else _UNDESCRIBED
    if asked.kind is Kind.PLACE and asked.unit:
        return 1.0 if asked.unit in units(beside) | {candidate.unit} else _UNDESCRIBED
    return 1.0


def _suits_as_quantity(asked: Asked, candidate: Candidate) -> float:
    if candidate.kind is not asked.kind:
        return _OTHER_QUANTITY.get((asked.kind, candidate.kind), 0.0) if not asked.noun else 0.0
    if asked.kind is not Kind.NUMBER or not asked.noun:
        return 0.9
    if asked.unit and candidate.unit and asked.unit != candidate.unit:
        return 0.1
    if _shares_term(asked.noun, candidate.counted):
        return 1.0
    return 0.9 if asked.unit and candidate.unit else 0.6 * candidate.sure


_OTHER_QUANTITY = {
    (Kind.NUMBER, Kind.DURATION): 0.5,
    (Kind.NUMBER, Kind.MONEY): 0.5,
    (Kind.NUMBER, Kind.PERCENTAGE): 0.5,
    (Kind.MONEY, Kind.NUMBER): 0.4,
}


def _shares_term(noun: str, counted: str) -> bool:
    terms = {term for _, term in _terms(noun)}
    return any(term in terms for _, term in _terms(counted))


def _terms(folded: str) -> Iterator[tuple[int, str]]:
    """Pairs of Chinese characters and words of at least three letters, without accents or a plural s."""
    for match in _TERM.finditer(folded):
        yield match.start(), match[1] or unaccented(match[2]).removesuffix("s")


def _nearness(span: Span, shared: list[int], folded: str) -> float:
    """In [0, 1): the more words are shared and the nearer they stand, in the same clause above all."""
    weight = sum(_weight(span, start, folded) for start in shared)
    return weight / (1 + weight)


def _weight(span: Span, start: int, folded: str) -> float:
    between = (span.end, start) if start >= span.end else (start, span.start)
    distance = max(between[1] - between[0], 0)
    return math.exp(-distance / _NEAR) * (_OTHER_CLAUSE if _CLAUSE_END.search(folded, *between) else 1)


def _scope(folded: str, span: Span) -> int:
    """1 for what is said of the whole (*all 75*, 全省75个), -1 for what is said of a rest (*the last 8*)."""
    start = max(span.start - 16, 0)
    if _REST.search(folded, start, span.start):
        return -1
    return bool(_WHOLE.search(folded, start, span.start))


def _is_hedged(folded: str, span: Span) -> bool:
    return bool(_HEDGE.search(folded, max(span.start - 12, 0), span.start))
