"""Tells a follow-up from a question that stands alone, in English, Chinese and Vietnamese.

A question in another language is taken to stand alone.
"""

from __future__ import annotations

import re

from corpus.folding import fold
from embeddings.lexical.numbers import HAN_RANGE
from qa.conversation.chinese import CHINESE
from qa.conversation.cues import Cues
from qa.conversation.english import ENGLISH
from qa.conversation.places import place_named
from qa.conversation.vietnamese import BARE_VIETNAMESE, VIETNAMESE

_LONGEST = 160
_MOST_WORDS, _MOST_CHARACTERS = 6, 12
_CLOSING = " ?!.…~。？！"
HAN = re.compile(f"[{HAN_RANGE}]")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d ?年?")
_ADDRESSED = re.compile(r"\b(?:i|me|my|you|your|we|us)\b|[你您我]")


def new_element(question: str, language: str) -> str | None:
    """What a question asks of instead, where it names nothing else: ``in Guangxi`` of ``And in Guangxi?``."""
    if len(question) > _LONGEST:
        return None
    body = _body(question)
    for cues in _cues(body, language):
        matches = (pattern.fullmatch(body) for pattern in cues.ellipses)
        spans = [match.span("new") for match in matches if match and _is_short(match["new"], cues)]
        if not spans and _is_fragment(question, body, cues):
            spans = [(0, len(body))]
        if spans:
            return _uncapitalised(question[slice(*spans[0])].strip(), spans[0][0])
    return None


def leans(question: str, language: str) -> bool:
    """Whether a question speaks of what it does not name, as ``When was that?`` and ``谁创办了它？`` do."""
    body = _body(question)
    if len(question) > _LONGEST or _ADDRESSED.search(body):
        return False
    return any(pattern.fullmatch(body) for cues in _cues(body, language) for pattern in cues.leanings)


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
    """Whether a question is a place, a year, names, or one word, with no more than a preposition."""
    match = cues.locative.match(body)
    rest = question[match.end() if match else 0 : len(body)]
    if is_year(rest) or place_named(rest):
        return True
    asks = question.endswith(("?", "？")) and _is_short(body, cues)
    words = rest.split()
    names = len(words) <= 4 and all(word[0].isupper() for word in words)
    return asks and (names or (len(rest) <= 2 if HAN.search(rest) else len(words) == 1))
