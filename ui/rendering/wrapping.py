"""Wraps text to a terminal's width while it is still arriving."""

from __future__ import annotations

import re
import sys
from typing import Final

from rich.cells import cell_len, chop_cells

_OPENING: Final = r"[（「『【《〈“‘]"
_CLOSING: Final = r"[。、，．：；？！）」』】》〉”’…]"
_WIDE: Final = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003fffd]"
_NARROW: Final = rf"(?!{_WIDE})\S"
_UNIT: Final = rf"(?!{_OPENING})(?:{_WIDE}|{_NARROW}(?:{_NARROW})*)"
_TOKEN: Final = re.compile(rf"\n|[^\S\n]+|{_OPENING}*{_UNIT}{_CLOSING}*|{_OPENING}+")


class Wrapper:
    """Breaks lines at spaces and between Chinese or Japanese characters, never before closing punctuation.

    Text is fed in pieces of any size; what comes out joined does not depend on how it was cut. A word is
    held back until it has ended, so that no word is broken that fits on a line of its own.
    ``width`` is in terminal cells (a Chinese character takes two); ``None`` leaves lines as long as they are.
    """

    def __init__(self, width: int | None, *, indent: str = "") -> None:
        self._room = max(2, width - cell_len(indent)) if width else sys.maxsize
        self._indent = indent
        self._column = 0
        self._space = self._held = ""

    def feed(self, piece: str) -> str:
        """What can be shown after this piece has arrived."""
        *complete, self._held = _TOKEN.findall(self._held + piece) or [""]
        return "".join(map(self._place, complete))

    def flush(self) -> str:
        """The rest, at the end of the text."""
        held, self._held = self._held, ""
        return self._place(held) if held else ""

    def _place(self, unit: str) -> str:
        if unit == "\n":
            self._column, self._space = 0, ""
            return unit
        if unit.isspace():
            self._space = unit
            return ""
        return self._place_word(unit)

    def _place_word(self, word: str) -> str:
        space, self._space = self._space, ""
        lead = space if self._column else self._indent + space
        if self._column + cell_len(space + word) > self._room:
            lead = f"\n{self._indent}" if self._column else self._indent
            space, self._column = "", 0
        lines = chop_cells(word, self._room) if cell_len(word) > self._room else [word]
        before = self._column + cell_len(space) if len(lines) == 1 else 0
        self._column = max(1, before + cell_len(lines[-1]))
        return lead + f"\n{self._indent}".join(lines)


def wrap(text: str, width: int | None, *, indent: str = "") -> str:
    """The whole ``text`` wrapped at once, every line indented."""
    wrapper = Wrapper(width, indent=indent)
    return wrapper.feed(text) + wrapper.flush()
