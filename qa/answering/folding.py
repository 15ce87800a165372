"""One spelling for what is written several ways, character for character: offsets hold in both."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from embeddings.lexical.chinese import simplifier
from embeddings.lexical.numbers import HAN_RANGE

_HALF_WIDTH = {0xFF00 + n - 0x20: n for n in range(0x21, 0x7F) if chr(n).isalnum() or chr(n) in "%.-$"}
_HAN = re.compile(f"[{HAN_RANGE}]")


@lru_cache(maxsize=256)
def fold(text: str) -> str:
    """Lower case, letters and digits in half width, Chinese simplified; as long as ``text``.

    Full-width punctuation stays, so that 2020，300 does not become a number.
    """
    text = _same_length(text, text.translate(_HALF_WIDTH).lower())
    return _same_length(text, simplifier().convert(text)) if _HAN.search(text) else text


def bare(text: str) -> str:
    """Folded ``text`` without accents, as long as it; đ is d."""
    return text if text.isascii() else "".join(map(_bare_letter, text))


@cache
def _bare_letter(letter: str) -> str:
    return "d" if letter == "đ" else unicodedata.normalize("NFD", letter)[0]


def _same_length(text: str, changed: str) -> str:
    """``changed``, unless a character of it became several."""
    return changed if len(changed) == len(text) else text
