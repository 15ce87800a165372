"""How the marks of each language look: a shape and a colour, told apart without seeing colours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from ui.page.languages import READER_LANGUAGES

Kinds = Mapping[str, int]
"""Each language's number in ``SHAPES``; its colour is that of the class ``pc-kind-NUMBER``."""

SHAPES = (
    "M-1 0a1 1 0 1 0 2 0a1 1 0 1 0-2 0z",
    "M-.88-.88H.88V.88H-.88z",
    "M0-1.15 1.1.8H-1.1z",
    "M0-1.25 1.1 0 0 1.25-1.1 0z",
    "M0 1.15 1.1-.8H-1.1z",
    "M-.4-1.1H.4V-.4H1.1V.4H.4V1.1H-.4V.4H-1.1V-.4H-.4z",
    "M-.55-1H.55L1.1 0 .55 1H-.55L-1.1 0z",
    "M-.6-1.1 0-.5.6-1.1 1.1-.6.5 0 1.1.6.6 1.1 0 .5-.6 1.1-1.1.6-.5 0-1.1-.6z",
)
"""Outlines around the origin, of radius about 1; the last is for languages that have none of their own."""
OTHERS = len(SHAPES) - 1
STAR = "M0-1 .26-.33 .97-.31 .41.12 .6.81 0 .42-.6.81-.41.12-.97-.31-.26-.33z"


def kinds(languages: Iterable[str]) -> Kinds:
    """The kind of each article's language; the page's own languages look the same in every library."""
    counted = Counter(languages)
    own = {tag: number for number, tag in enumerate(READER_LANGUAGES) if tag in counted}
    free = [number for number in range(OTHERS) if number not in own.values()]
    others = sorted((tag for tag in counted if tag not in own), key=lambda tag: (-counted[tag], tag))
    return own | {tag: free[place] if place < len(free) else OTHERS for place, tag in enumerate(others)}
