"""Text of unknown origin must not command the terminal that shows it."""

from __future__ import annotations

from typing import Final

_C0: Final = {code: 0x2400 + code for code in range(0x20)}
_C1: Final = dict.fromkeys(range(0x80, 0xA0), 0xFFFD)
_BIDI: Final = dict.fromkeys([0x061C, *range(0x200E, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_LINES: Final = dict.fromkeys((0x2028, 0x2029), 0x0A)
_SAFE: Final = _C0 | {0x7F: 0x2421} | _C1 | _BIDI | _LINES | {0x09: 0x20, 0x0A: 0x0A}


def printable(text: str) -> str:
    """``text`` with escape and control characters made visible (ESC as ␛) and bidi controls dropped.

    Line feeds stay; a tab becomes a space. What is left cannot move the cursor, change colours or
    reorder what stands around it.
    """
    return text.translate(_SAFE)


def one_line(text: str) -> str:
    """``printable`` text without line breaks: for titles, file names and error messages."""
    return printable(" ".join(text.split()))
