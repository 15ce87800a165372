"""How well a sentence fits what a question asks for, and where in it the answer likely stands."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from corpus.folding import fold
from corpus.types import Span
from embeddings.lexical.names import names_in
from embeddings.lexical.numbers import HAN_RANGE
from qa.answering.given import HEDGE, Given, given_in, terms
from qa.answering.kinds import CONTACTS, NAMES, QUANTITIES, SHAPED, Asked, Kind
from qa.answering.naming import asks_name, gives_name
from qa.answering.nouns import CHINESE_TITLES
from qa.answering.spans import Candidate, candidate_spans
from qa.answering.units import offices, sorts, units

UNDECIDED = 0.5
"""The fit of a sentence where what is asked for has no form to look for, or a name is asked for and the
sentence introduces none.
"""
_LEAST_HELD = 0.15
_LEAST = 0.35
_LEAST_QUANTITY = 0.5
_NEAR = 15.0
_OTHER_CLAUSE = 0.3
_BEFORE, _AFTER = 25, 40
_UNDESCRIBED = 0.6
_COUNTS_SOMETHING_ELSE = 0.4
_HAN = re.compile(f"[{HAN_RANGE}]")
_TITLE = re.compile(f"副?(?:{CHINESE_TITLES})")
_CLAUSE_END = re.compile(r"[，。;:!?]|,(?!\d)")
_WHOLE = re.compile(
    r"(?:(?:至此|到此|[省国市县区州]内|全[省国市县区州球部]|总|共|合计)"
    r"|\b(?:all|total of|altogether|tổng cộng|tổng số|tất cả|toàn bộ|cả)\s)[^\d，,]{0,6}$"
)
_REST = re.compile(
    r"(?:仅剩|剩下|剩余|最后|其余|\b(?:last|remaining|other|another|cuối cùng|còn lại)\s)[^\d，,]{0,6}$"
)


def fits(question: str, asked: Asked, sentence: str) -> float:
    """How well the best of ``sentence`` fits what is asked, in [0, 1]; what the question states does not."""
    if asked.kind not in SHAPED:
        return 1.0 if asks_name(question) and gives_name(sentence) else UNDECIDED
    return max((found.suit for found in _suiting(question, asked, sentence)), default=0.0)


def holds_none(asked: Asked, fit: float) -> bool:
    """Whether a sentence of such a ``fit`` lacks the telephone number or the address that is asked for."""
    return asked.kind in CONTACTS and fit < _LEAST_HELD


def likely_answer(question: str, asked: Asked, sentence: str) -> Span | None:
    """The span of ``sentence`` that most likely answers, None if none fits all that is asked."""
    found = answering(question, asked, sentence)
    return found.candidate.span if found else None


@dataclass(frozen=True, slots=True)
class Suiting:
    """A candidate and how well it is what is asked for, in [0, 1].

    ``described`` says whether it is called what the question asks for, an office, a kind of place or a sort
    of organisation; None where nothing says what it is.
    """

    candidate: Candidate
    suit: float
    described: bool | None = True

    @property
    def answers(self) -> bool:
        """Whether it may be shown as the answer: none is better than a wrong one."""
        least = _LEAST_QUANTITY if self.candidate.kind in QUANTITIES else _LEAST
        return bool(self.described) and self.suit >= least


def answering(question: str, asked: Asked, sentence: str) -> Suiting | None:
    """The candidate in ``sentence`` that most likely answers, with what it stands for; None if none fits.

    That it suits counts most, then that it stands near words and names which the question has too.
    """
    given, folded = given_in(question), fold(sentence)
    counted = {term for _, term in terms(asked.noun)}
    shared = [start for start, term in terms(folded) if term in given.terms and term not in counted]
    shared += [name.start for name in names_in(sentence) if name.id in given.names]
    if asked.kind in NAMES and not shared and _HAN.search(question) and _HAN.search(sentence):
        return None

    def rank(found: Suiting) -> float:
        span = found.candidate.span
        hedged = given.hedged and _is_hedged(folded, span)
        return 2 * found.suit + _nearness(span, shared, folded) + 0.3 * (hedged + _scope(folded, span))

    suiting = _suiting(question, asked, sentence)
    undecided = [found for found in suiting if found.described is None]
    answers = [found for found in suiting if found.answers] or (undecided if len(undecided) == 1 else [])
    return max(answers, key=rank, default=None)


def _suiting(question: str, asked: Asked, sentence: str) -> list[Suiting]:
    given = given_in(question)
    found = [candidate for candidate in candidate_spans(sentence, asked.kind) if not given.states(candidate)]
    if asked.kind in QUANTITIES:
        found = [candidate for candidate in found if given.excluded.isdisjoint(offices(candidate.counted))]
        return [Suiting(candidate, _suits_as_quantity(asked, candidate)) for candidate in found]
    if asked.kind is Kind.YEAR:
        return [Suiting(candidate, 1.0 if candidate.kind is Kind.YEAR else 0.2) for candidate in found]
    if asked.kind is Kind.DATE and given.day:
        return [Suiting(candidate, 1.0 if _has_day(candidate) else 0.2) for candidate in found]
    folded = fold(sentence)
    described = [_is_described(asked, given, candidate, folded) for candidate in found]
    return [
        Suiting(candidate, candidate.sure * (1.0 if fully else _UNDESCRIBED), fully)
        for candidate, fully in zip(found, described, strict=True)
    ]


def _has_day(candidate: Candidate) -> bool:
    return isinstance(candidate.value, tuple) and candidate.value[2] is not None


def _is_described(asked: Asked, given: Given, candidate: Candidate, folded: str) -> bool | None:
    """Whether a name, or the words beside it, call it what the question does: a governor, a city, a bank.

    None for a place of which nothing is said.
    """
    span = candidate.span
    beside = folded[max(span.start - _BEFORE, 0) : span.end + _AFTER]
    if asked.kind is Kind.PERSON and given.offices:
        return not given.offices.isdisjoint(offices(beside))
    if asked.kind is Kind.PLACE and _lies_elsewhere(given, candidate):
        return False
    if asked.kind is Kind.PLACE and asked.unit:
        own = units(folded[span.start : span.end]) or {candidate.unit} - {""}
        return asked.unit in (own or units(beside)) or (False if own else None)
    if asked.kind is Kind.ORGANISATION and (sought := sorts(asked.noun)):
        return not sought.isdisjoint(sorts(folded[span.start : span.end]))
    if asked.kind is Kind.ORGANISATION and not given.offices:
        return not _TITLE.match(folded, span.end)
    return True


def _lies_elsewhere(given: Given, candidate: Candidate) -> bool:
    """Whether a place's ISO code is of another country than those that the question asks within."""
    value = candidate.value
    is_coded = isinstance(value, str) and value.isupper()
    return is_coded and bool(given.within) and str(value).partition("-")[0] not in given.within


def _suits_as_quantity(asked: Asked, candidate: Candidate) -> float:
    if candidate.kind is not asked.kind:
        return _OTHER_QUANTITY.get((asked.kind, candidate.kind), 0.0) if not asked.noun else 0.0
    if asked.kind is not Kind.NUMBER or not asked.noun:
        return 0.9
    if asked.unit and candidate.unit and asked.unit != candidate.unit:
        return 0.1
    if _shares_term(asked.noun, candidate.counted):
        return 1.0
    if asked.unit and candidate.unit:
        return 0.9
    return _COUNTS_SOMETHING_ELSE if asked.unit and candidate.counted else 0.6 * candidate.sure


_OTHER_QUANTITY = {
    (Kind.NUMBER, Kind.DURATION): 0.5,
    (Kind.NUMBER, Kind.MONEY): 0.5,
    (Kind.NUMBER, Kind.PERCENTAGE): 0.5,
    (Kind.MONEY, Kind.NUMBER): 0.4,
}


def _shares_term(noun: str, counted: str) -> bool:
    asked = {term for _, term in terms(noun)}
    return any(term in asked for _, term in terms(counted))


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
    return bool(HEDGE.search(folded, max(span.start - 12, 0), span.start))
