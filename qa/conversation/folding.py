"""Text as patterns read it, character for character, so that offsets stay true."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_ALIKE = {"đ": "d", "Đ": "D"}
_PUNCTUATION = {"’": "'", "‘": "'", "、": ","}


def lowered(text: str) -> str:
    """``text`` in lower case, full width made half; as long as ``text``."""
    return "".join(map(_lower, text))


def unaccented(text: str) -> str:
    """``text`` without accents; as long as ``text``."""
    return "".join(map(_base, text))


def plain(text: str) -> str:
    """``text`` in lower case and without accents; as long as ``text``."""
    return unaccented(lowered(text))


@lru_cache(maxsize=4096)
def _lower(character: str) -> str:
    whole = unicodedata.normalize("NFKC", _PUNCTUATION.get(character, character)).lower()
    return whole if len(whole) == 1 else character


@lru_cache(maxsize=4096)
def _base(character: str) -> str:
    return _ALIKE.get(character) or unicodedata.normalize("NFD", character)[0]
