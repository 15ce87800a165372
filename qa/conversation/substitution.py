"""Puts what a follow-up names in the place of what the question before it names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

from corpus.folding import fold
from corpus.types import Span
from embeddings.lexical.names import Name
from embeddings.lexical.stopwords import STOPWORDS
from qa.conversation.followups import is_year, without_preposition
from qa.conversation.places import called, place_named, places_in

_YEAR = re.compile(r"(?<![\d.,])(?:1[5-9]|20)\d\d(?![\d,.]*\d)")
_WORD = re.compile(r"[^\W_](?:[\w'’.-]*\w)?")
_PREPOSITION = re.compile(
    r"(\b(?:in|at|from|of|for|to|with|ở|tại|trong|từ|với|của|sang|cho|o|tai|tu|cua)\b|[在于从对驻向给])"
    r"(?: the| tỉnh| nước| thành phố| tinh| nuoc| thanh pho)* ?$"
)
_SOMEWHERE = frozenset({"in", "at", "ở", "tại", "o", "tai", "在", "于"})
_SMALL_WORDS = frozenset({"the", "of", "in", "at", "ở", "tại", "của", "的"})


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a question, with the preposition before it; ``place`` is the id of a known one."""

    span: Span
    preposition: str
    place: str | None = None


def substitute(question: str, element: str, language: str) -> str | None:
    """``question`` asked of ``element`` instead of its own year, place or name; None where that is undecided.

    A place takes the place of the one behind the same preposition, else behind ``in``, else of the last, and
    is called as in the language of the question. Another name takes that of the name behind the same
    preposition, or of the only one.
    """
    value = without_preposition(element, language).removesuffix("'s").removesuffix("’s")
    preposition = _preposition(element[: len(element) - len(value)])
    if is_year(value):
        return _with_year(question, value)
    if year := _YEAR.search(value):
        return _with_both(question, value, year, language)
    if place := place_named(value):
        return _with_place(question, place, called(place, value, question, language), preposition)
    if name := _place_of_the_same(value, question):
        typed = value[name.start : name.end]
        return _with_place(question, name.id, called(name.id, typed, question, language), "")
    return _with_name(question, value, preposition) if _is_name(value) else None


def _with_year(question: str, value: str) -> str | None:
    years = list(_YEAR.finditer(question))
    return _replaced(question, Span(*years[-1].span()), value.rstrip("年 ")) if years else None


def _with_both(question: str, value: str, year: re.Match[str], language: str) -> str | None:
    """The question put to both parts of ``Shenzhen in 2019``."""
    rest = _PREPOSITION.sub("", value[: year.start()]).strip() or value[year.end() :].lstrip("年的 ")
    dated = _with_year(question, year[0])
    return substitute(dated, rest, language) if dated and rest else None


def _with_place(question: str, place: str, name: str, preposition: str) -> str | None:
    names = named_in(question)
    if any(known.place == place for known in names):
        return None
    for fits in (
        lambda known: known.preposition == preposition != "",
        lambda known: known.preposition in _SOMEWHERE,
        lambda known: known.place is not None,
    ):
        if fitting := [known for known in names if fits(known)]:
            return _replaced(question, fitting[-1].span, name)
    return None


def _with_name(question: str, value: str, preposition: str) -> str | None:
    names = named_in(question)
    fitting = [name for name in names if name.preposition == preposition != ""] or names
    return _replaced(question, fitting[0].span, value) if len(fitting) == 1 else None


def _place_of_the_same(value: str, question: str) -> Name | None:
    """The place in ``the Shenzhen seminar``, if the question is of a seminar too."""
    found = places_in(value)
    if len(found) != 1:
        return None
    rest = value[: found[0].start] + " " + value[found[0].end :]
    words = [word for word in fold(rest).strip().removeprefix("的").split() if word not in _SMALL_WORDS]
    return found[0] if words and all(word in fold(question) for word in words) else None


def _is_name(value: str) -> bool:
    return all(word[0].isupper() for word in value.split())


def named_in(question: str) -> list[Named]:
    """The known places and the runs of capitalised words in a question, in order."""
    known = [(Span(name.start, name.end), name.id) for name in places_in(question)]
    runs = [run for run in _capitalised(question) if not any(_overlap(run, span) for span, _ in known)]
    found = sorted([*known, *((run, None) for run in runs)], key=lambda pair: pair[0].start)
    return [Named(span, _preposition(question[: span.start]), place) for span, place in found]


def _capitalised(question: str) -> list[Span]:
    """Without a first word that may be capitalised for that alone: one of two, or a word like *Is*."""
    runs = groupby(_WORD.finditer(question), key=lambda word: word[0][0].isupper())
    words = [list(run) for is_name, run in runs if is_name]
    if words and words[0][0].start() == 0 and (len(words[0]) < 3 or fold(words[0][0][0]) in STOPWORDS):
        del words[0][0]
    return [Span(run[0].start(), run[-1].end()) for run in words if run]


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _preposition(text: str) -> str:
    found = _PREPOSITION.search(fold(text[-40:]))
    return found[1] if found else ""


def _replaced(text: str, span: Span, new: str) -> str:
    return text[: span.start] + new + text[span.end :]
