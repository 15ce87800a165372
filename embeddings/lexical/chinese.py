"""Traditional and Simplified Chinese as one, for matching only; what is shown stays as it was written."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Any


def simplified(text: str) -> str:
    """``text`` in simplified characters and half width, character for character: offsets hold in both."""
    return text if text.isascii() else text.translate(_CHARACTERS)


@cache
def simplifier() -> Any:
    """OpenCC from Traditional to Simplified, by phrases; what it makes may differ in length."""
    from opencc import OpenCC

    return OpenCC("t2s")


class _Characters(dict[int, int]):
    """Each character's code with that of the one it is matched as, found when first asked for."""

    def __missing__(self, code: int) -> int:
        character = unicodedata.normalize("NFKC", chr(code))
        if "\u3400" <= character <= "\u9fff" or character >= "\U00020000":
            character = simplifier().convert(character)
        self[code] = ord(character) if len(character) == 1 else code
        return self[code]


_CHARACTERS = _Characters()
