"""What a question states itself, and so does not ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from corpus.folding import fold, unaccented
from embeddings.lexical.names import Name, names_in
from embeddings.lexical.numbers import HAN_RANGE
from embeddings.lexical.stopwords import CHINESE_STOPWORDS, STOPWORDS
from qa.answering.kinds import Kind
from qa.answering.spans import Candidate, Value, candidate_spans
from qa.answering.units import offices

HEDGE = re.compile(
    r"\b(?:about|around|roughly|approximately|nearly|almost|some|khoảng|gần|chừng)\b|大约|约|将近|近"
    r"|左右|大概"
)
_BESIDES = re.compile(
    r"\b(?:besides|apart from|aside from|in addition to|other than|except(?: for)?|ngoài) ([^,]{1,60})"
    r"|除了?([^,，]{1,30}?)(?:之?外|以外|[,，])"
)
_DAY = re.compile(
    r"\b(?:what|which) (?:exact |\w+ )?(?:date|day)\b|哪[一几]?[天日]|何日|几[号日]|日期"
    r"|\b(?:ngày|hôm) (?:nào|mấy|gì)"
)
_WHICH_BEFORE = re.compile(
    r"\b(?:which|what)(?: \w+){0,2} (?:(?:in|of) (?:the )?)?$|\b(?:nào|gì) (?:của|ở|tại) (?:nước )?$"
)
_WHICH_AFTER = re.compile(r"[的有境内]{0,2}(?:哪|什么)")
_TERM = re.compile(rf"(?=([{HAN_RANGE}]{{2}}))|(?<![^\W{HAN_RANGE}])([^\W\d_{HAN_RANGE}]{{3,}})")
_STOPWORDS = frozenset(map(unaccented, STOPWORDS))


@dataclass(frozen=True, slots=True)
class Given:
    """What a question states, as far as it bears on what may answer.

    ``bare`` is the folded text without accents, ``names`` what its names stand for, ``candidates`` its
    numbers and dates. ``excluded`` are the offices that it sets aside (*besides the secretaries*), ``within``
    the country that it asks within; ``hedged`` says that it asks for about how many, ``day`` that it asks for
    a day.
    """

    bare: str
    names: frozenset[str]
    candidates: tuple[Candidate, ...]
    terms: frozenset[str]
    offices: frozenset[str]
    excluded: frozenset[str]
    within: frozenset[str]
    hedged: bool
    day: bool

    def states(self, candidate: Candidate) -> bool:
        """Whether ``candidate`` is no answer, for the question says it."""
        if isinstance(candidate.value, str):
            return candidate.value in self.names or all(word in self.bare for word in candidate.value.split())
        return any(_covers(stated.value, candidate.value) for stated in self.candidates)


@lru_cache(maxsize=64)
def given_in(question: str) -> Given:
    """What ``question`` states."""
    folded = fold(question)
    candidates = [*candidate_spans(question, Kind.NUMBER), *candidate_spans(question, Kind.DATE)]
    words = {term for _, term in terms(CHINESE_STOPWORDS.sub(" ", folded))} - _STOPWORDS
    besides = _BESIDES.search(folded)
    return Given(
        bare=unaccented(folded),
        names=frozenset(name.id for name in names_in(question)),
        candidates=tuple(candidates),
        terms=frozenset(words),
        offices=offices(folded),
        excluded=offices(besides[0]) if besides else frozenset(),
        within=frozenset(name.id for name in names_in(question) if _is_asked_within(folded, name)),
        hedged=bool(HEDGE.search(folded)),
        day=bool(_DAY.search(folded)),
    )


def _is_asked_within(folded: str, name: Name) -> bool:
    """Whether what is asked for is said to be of a country: *which Chinese province*, 中国哪个省."""
    around = folded[: name.start], folded[name.end :]
    return name.kind == "place" and bool(_WHICH_BEFORE.search(around[0]) or _WHICH_AFTER.match(around[1]))


def _covers(stated: Value, value: Value) -> bool:
    """Whether ``stated`` says all that ``value`` does: 3 May 2020 says May."""
    if not (isinstance(stated, tuple) and isinstance(value, tuple)):
        return stated == value
    return all(part is None or part == known for part, known in zip(value, stated, strict=True))


def terms(folded: str) -> Iterator[tuple[int, str]]:
    """Pairs of Chinese characters and words of at least three letters, without accents or a plural s."""
    for match in _TERM.finditer(folded):
        yield match.start(), match[1] or unaccented(match[2]).removesuffix("s")
