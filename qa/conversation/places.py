"""Places as they are called in English, Vietnamese and Chinese, so that one can take another's place.

``places.tsv`` has a row for each place and a column for each language; ``|`` parts a place's names. Countries
are named after Unicode CLDR (Unicode License v3), shortened to what people say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from corpus.types import Span
from qa.conversation.folding import plain

_SHORT = 4

Place = tuple[tuple[str, ...], ...]
"""What a place is called: for each language, its names, the usual one first."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where it stands in a text, called as in the language of ``column``."""

    span: Span
    place: Place
    column: int


def place_named(name: str) -> Place | None:
    """The place of that name, whatever its case and accents."""
    known = _named().get(plain(name))
    return known[0] if known else None


def mentions(text: str) -> list[Mention]:
    """The places in ``text``, in order; one of up to four Latin letters only where it is spelt exactly."""
    return [
        Mention(Span(*found.span()), *_named()[found[0]])
        for found in _pattern().finditer(plain(text))
        if len(found[0]) > _SHORT or not found[0].isascii() or _is_spelt(text[slice(*found.span())])
    ]


def _is_spelt(name: str) -> bool:
    known = _named()[plain(name)]
    return any(name in names for names in known[0])


@cache
def _named() -> dict[str, tuple[Place, int]]:
    """Every name, without case and accents, with its place and its column."""
    table = files("qa.conversation").joinpath("places.tsv").read_text("utf-8").splitlines()[1:]
    places = [tuple(tuple(cell.split("|")) for cell in line.split("\t")) for line in table]
    named: dict[str, tuple[Place, int]] = {}
    for place in places:
        for column, names in enumerate(place):
            for name in names:
                named.setdefault(plain(name), (place, column))
    return named


@cache
def _pattern() -> re.Pattern[str]:
    names = sorted(_named(), key=len, reverse=True)
    latin = "|".join(re.escape(name) for name in names if name[0].isascii())
    han = "|".join(name for name in names if not name[0].isascii())
    return re.compile(rf"(?<![^\W_])(?:{latin})(?![^\W_])|{han}")
