"""Text in the one form in which claims and passages are compared, character for character."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any


@dataclass(frozen=True, slots=True)
class Folded:
    """``text`` casefolded, half width, Chinese simplified; ``text[i]`` comes from ``source[places[i]]``."""

    source: str
    text: str
    places: tuple[int, ...]

    def written(self, start: int, end: int) -> str:
        """What ``text[start:end]`` comes from."""
        return self.source[self.places[start] : self.places[end - 1] + 1]


def fold(source: str) -> Folded:
    """The text folded for comparison; accents stay."""
    source = unicodedata.normalize("NFC", source)
    pieces = [unicodedata.normalize("NFKC", character).casefold() for character in source]
    text = "".join(pieces)
    places = tuple(place for place, piece in enumerate(pieces) for _ in piece)
    return Folded(source, _simplified(text), places)


def without_accents(word: str) -> str:
    """A casefolded word without diacritics; đ is d."""
    decomposed = unicodedata.normalize("NFD", word).replace("đ", "d")
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _simplified(text: str) -> str:
    if text.isascii():
        return text
    converted: str = _simplifier().convert(text)
    return converted if len(converted) == len(text) else text


@cache
def _simplifier() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")
