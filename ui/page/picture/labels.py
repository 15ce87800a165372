"""Titles beside marks, as far as there is room for them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from ui.page.picture.marks import Place
from ui.page.picture.plane import Canvas

SIZE = 11.5
"""Height of the letters; a wide character is as wide as that, others a little over half."""
_LINE = 1.35 * SIZE


@dataclass(frozen=True, slots=True)
class Label:
    """The beginning of the title with that number, around the place in the middle of it."""

    number: int
    words: str
    place: Place


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, place: Place, width: float, height: float) -> _Box:
        x, y = place
        return cls(x - width / 2, y - height / 2, x + width / 2, y + height / 2)

    def meets(self, other: _Box) -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


def labels(
    titles: Sequence[str],
    places: Sequence[Place],
    distance: float,
    canvas: Canvas,
    *,
    longest: float,
    kept_free: Sequence[Place] = (),
) -> list[Label]:
    """A label for each title that fits right or left of its mark, below or above it, over nothing else.

    Titles wider than ``longest`` narrow characters are shortened.
    """
    taken = [_Box.around(place, distance, distance) for place in [*places, *kept_free]]
    found = []
    for number, (title, place) in enumerate(zip(titles, places, strict=True)):
        words = shortened(title, longest)
        for centre in _beside(place, drawn_width(words), distance):
            box = _Box.around(centre, drawn_width(words), _LINE)
            if _within(box, canvas) and not any(box.meets(other) for other in taken):
                taken.append(box)
                found.append(Label(number, words, centre))
                break
    return found


def shortened(title: str, longest: float) -> str:
    """A title's beginning, at most as wide as ``longest`` narrow characters, in whole words if it can be."""
    if _halves(title) <= longest:
        return title
    kept = title
    while kept and _halves(kept) > longest - 1:
        kept = kept[:-1]
    at_word, space, _ = kept.rpartition(" ")
    return (at_word if space and len(at_word) > len(kept) / 2 else kept).rstrip(" ,.:;，、：；。") + "…"


def drawn_width(words: str) -> float:
    """About how wide words are drawn."""
    return _halves(words) * 0.56 * SIZE


def _halves(words: str) -> float:
    return sum(_wide(character) for character in words)


def _wide(character: str) -> float:
    if unicodedata.combining(character):
        return 0
    return 1.9 if unicodedata.east_asian_width(character) in "WF" else 1.0


def _beside(place: Place, wide: float, distance: float) -> list[Place]:
    x, y = place
    aside, above = wide / 2 + distance / 2 + 5, _LINE / 2 + distance / 2
    return [(x + aside, y), (x - aside, y), (x, y + above), (x, y - above)]


def _within(box: _Box, canvas: Canvas) -> bool:
    return (
        box.left >= 2 and box.top >= 2 and box.right <= canvas.width - 2 and box.bottom <= canvas.height - 2
    )
