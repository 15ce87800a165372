"""Places, and groups of countries, in questions: those that a question can be put to instead of others."""

from __future__ import annotations

from collections.abc import Iterable

from corpus.folding import fold
from corpus.language import identify_question
from embeddings.lexical.names import Name, named, names_in, written

_KINDS = ("place", "group")


def places_in(text: str) -> list[Name]:
    """The places in ``text``, in order, whatever its capitals; one name for each."""
    found = _first_places(names_in(text))
    small = _first_places(names_in(fold(text)))
    new = (name for name in small if not any(name.start < it.end and it.start < name.end for it in found))
    return sorted((*found, *new), key=lambda name: name.start)


def place_named(text: str) -> str | None:
    """The id of the place that ``text`` as a whole names."""
    return next((name.id for name in _first_places(named(text))), None)


def called(place: str, typed: str, question: str, language: str) -> str:
    """A place's name in the language of ``question``: ``typed`` if it is one; ``language`` is likely."""
    forms = written(place, identify_question(question, among={language}))
    return typed if typed in forms else next(iter(forms), typed)


def _first_places(names: Iterable[Name]) -> list[Name]:
    """The places among ``names``, of those that share their offsets the first."""
    return list({name.start: name for name in reversed(list(names)) if name.kind in _KINDS}.values())[::-1]
