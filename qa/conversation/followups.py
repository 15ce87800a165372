"""Tells a follow-up from a question that stands alone, in English, Chinese and Vietnamese.

A question in another language is taken to stand alone.
"""

from __future__ import annotations

import re

from corpus.folding import fold
from embeddings.lexical.names import names_in
from embeddings.lexical.numbers import HAN_RANGE
from embeddings.lexical.stopwords import STOPWORDS
from embeddings.lexical.terms import query_terms
from qa.answering.units import units
from qa.conversation.chinese import CHINESE
from qa.conversation.cues import Cues
from qa.conversation.english import ENGLISH
from qa.conversation.places import place_named, places_in
from qa.conversation.vietnamese import BARE_VIETNAMESE, VIETNAMESE

_LONGEST = 160
_MOST_WORDS, _MOST_CHARACTERS = 6, 12
_CLOSING = " ?!.…~。？！"
HAN = re.compile(f"[{HAN_RANGE}]")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d ?年?")
_TITLED = re.compile(r"\d{4}|[《“「]")
_INITIAL = re.compile(r"(?<=[^\W_][ ,(])[^\W\d_]")
_EVENT = re.compile(
    r"\b(?:meeting|conference|forum|seminar|summit|workshop|event|symposium|gathering|talks)s?\b"
    r"|会议|大会|论坛|研讨会|峰会|座谈会|活动|\b(?:hội nghị|hội thảo|diễn đàn|cuộc họp|cuộc gặp|sự kiện)\b"
)
_PLACES = frozenset({"countries", "provinces", "counties", "cities", "villages", "areas"})
_ADDRESSED = re.compile(r"\b(?:i|me|my|you|your|we|us)\b|[你您我]")


def new_element(question: str, language: str) -> str | None:
    """What a question asks of instead, where it names nothing else: ``in Guangxi`` of ``And in Guangxi?``."""
    if len(question) > _LONGEST:
        return None
    body = _body(question)
    for cues in _cues(body, language):
        matches = (pattern.fullmatch(body) for pattern in cues.ellipses)
        spans = [match.span("new") for match in matches if match and _is_short(match["new"], cues)]
        if spans:
            return _uncapitalised(question[slice(*spans[0])].strip(), spans[0][0])
    return None


def fragment(question: str, language: str) -> str | None:
    """A question that is a place, a year or a name, with no more than a preposition; else None."""
    body = _body(question)
    is_one = any(_is_fragment(question, body, cues) for cues in _cues(body, language))
    return question[: len(body)].strip() if is_one and len(question) <= _LONGEST else None


def reverses(question: str, language: str) -> bool:
    """Whether a question asks for the one before with its roles exchanged: *And the other way round?*"""
    body = _body(question)
    return any(cues.reversal.fullmatch(body) for cues in _cues(body, language))


def leans(question: str, language: str, before: str = "") -> bool:
    """Whether a question speaks of what it does not name, as ``When was that?`` and ``谁创办了它？`` do.

    *This forum* is spoken of by the question ``before`` it, or is not asked about: in doubt a question stands
    alone, for a foreign subject leads further astray than none.
    """
    body = _body(question)
    if len(question) > _LONGEST or _ADDRESSED.search(body):
        return False
    return any(_leans(question, body, before, cues) for cues in _cues(body, language))


def _leans(question: str, body: str, before: str, cues: Cues) -> bool:
    if cues.alone.match(body) or (cues.identifying.match(body) and _names(question)):
        return False
    if pointed := cues.pointing.search(body):
        return _speaks_of(before, pointed["noun"])
    return any(pattern.fullmatch(body) for pattern in cues.leanings)


def _names(text: str) -> bool:
    """Whether a text names something, but for its first word: a known name, capitals, a year, a title."""
    capitals = any(initial[0].isupper() for initial in _INITIAL.finditer(text))
    return bool(capitals or _TITLED.search(text) or names_in(text) or places_in(text))


def _speaks_of(before: str, noun: str) -> bool:
    """Whether a text has a word of ``noun``, something of its kind, or a place if it means one."""
    said, kinds = fold(before), units(noun)
    return (
        _mentions(said, noun)
        or bool(_EVENT.search(noun) and _EVENT.search(said))
        or not kinds.isdisjoint(units(said))
        or (not kinds.isdisjoint(_PLACES) and bool(places_in(before)))
    )


def _mentions(said: str, noun: str) -> bool:
    """Whether ``said`` has a character of a Chinese noun, a word of an English, a whole Vietnamese one."""
    if HAN.search(noun):
        return any(character in said for character in noun)
    if noun.isascii() and said.isascii():
        return not query_terms(noun).keys().isdisjoint(query_terms(said))
    words = [word for word in noun.split() if word not in STOPWORDS]
    return f" {' '.join(words)} " in f" {said} "


def subject_of(question: str, language: str) -> str:
    """What a question is about: the question without the words that only ask."""
    body = _body(question)
    kept = list(question[: len(body)])
    for match in _cues(body, language)[-1].asking.finditer(body):
        kept[match.start() : match.end()] = " " * len(match[0])
    return " ".join("".join(kept).split()).strip(" ,，、")


def without_preposition(element: str, language: str) -> str:
    """``element`` without what leads to it: ``Guangxi`` of ``in Guangxi``, ``2022`` of ``năm 2022``."""
    body = fold(element)
    ends = [match.end() for cues in _cues(body, language) if (match := cues.locative.match(body))]
    return element[max(ends, default=0) :]


def is_year(element: str) -> bool:
    return bool(_YEAR.fullmatch(element))


def _body(question: str) -> str:
    return fold(question).rstrip(_CLOSING)


def _cues(body: str, language: str) -> tuple[Cues, ...]:
    """The cues to try, those of the likeliest language last: a few words are easily taken for another one."""
    if HAN.search(body):
        return (CHINESE,)
    if not body.isascii():
        return (ENGLISH, VIETNAMESE)
    return (ENGLISH, BARE_VIETNAMESE) if language == "vi" else (ENGLISH,)


def _uncapitalised(element: str, start: int) -> str:
    """A single word at the start of a question may be capitalised for that alone."""
    return element.lower() if start == 0 and element.istitle() and " " not in element else element


def _is_short(element: str, cues: Cues) -> bool:
    is_long = len(element) > _MOST_CHARACTERS if HAN.search(element) else element.count(" ") >= _MOST_WORDS
    return not is_long and not cues.never_new.search(element)


def _is_fragment(question: str, body: str, cues: Cues) -> bool:
    match = cues.locative.match(body)
    rest = question[match.end() if match else 0 : len(body)]
    if is_year(rest) or place_named(rest):
        return True
    words = rest.split()
    asks = question.endswith(("?", "？")) and _is_short(body, cues)
    return asks and 2 <= len(words) <= 4 and all(word[0].isupper() for word in words)
