"""One spelling for what is written several ways, for matching only; what is shown stays as it was written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Any

_ACCENTS = re.compile("[\u0300-\u036f]")
_WITHOUT_STROKE = str.maketrans("đĐ", "dD")
_KEPT = {"，": "，", "’": "'", "‘": "'"}


def simplified(text: str) -> str:
    """``text`` in simplified characters and half width, character for character: offsets hold in both."""
    return text if text.isascii() else text.translate(_SIMPLIFIED)


def fold(text: str) -> str:
    """``simplified`` text in lower case, with straight apostrophes; offsets hold in both.

    A full-width comma stays one, so that 2020，300 does not become a number.
    """
    return text.lower() if text.isascii() else text.translate(_FOLDED)


def unaccented(text: str) -> str:
    """``text`` without accents, as typed where there are none; đ is d."""
    if text.isascii():
        return text
    decomposed = _ACCENTS.sub("", unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", decomposed).translate(_WITHOUT_STROKE)


@cache
def converter(config: str) -> Any:
    """OpenCC for a conversion between scripts (``t2s``), by phrases; what it makes may differ in length."""
    from opencc import OpenCC

    return OpenCC(config)


class _Characters(dict[int, int]):
    """Each character's code with that of the one it is matched as, found when first asked for."""

    def __init__(self, matched_as: Callable[[str], str]) -> None:
        self._matched_as = matched_as

    def __missing__(self, code: int) -> int:
        character = self._matched_as(chr(code))
        self[code] = ord(character) if len(character) == 1 else code
        return self[code]


def _simplify(character: str) -> str:
    character = unicodedata.normalize("NFKC", character)
    if "\u3400" <= character <= "\u9fff" or character >= "\U00020000":
        return str(converter("t2s").convert(character))
    return character


_SIMPLIFIED = _Characters(_simplify)
_FOLDED = _Characters(lambda character: _KEPT.get(character) or _simplify(character).lower())
