"""The two streams: results on stdout, everything else on stderr."""

from __future__ import annotations

import json
import sys
from typing import Any

from rich.console import Console, RenderableType

WIDEST_PROSE = 100
_UNLIMITED = 100_000


def result_console() -> Console:
    """For results: as wide as the terminal, or unlimited where stdout is a file or a pipe."""
    return _console(sys.stdout.isatty(), stderr=False)


def notice_console() -> Console:
    """For progress and notices."""
    return _console(sys.stderr.isatty(), stderr=True)


def prose_width(console: Console) -> int | None:
    """The width to wrap running text to, in cells; None where nobody reads it on a screen."""
    return min(console.width, WIDEST_PROSE) if console.is_terminal else None


def show(*renderables: RenderableType) -> None:
    """Prints results; an empty one prints nothing."""
    console = result_console()
    for renderable in renderables:
        console.print(renderable, soft_wrap=not hasattr(renderable, "columns"))


def print_json(document: Any) -> None:
    """Prints one JSON document, readable as it is: UTF-8, not escaped."""
    json.dump(document, sys.stdout, ensure_ascii=False, allow_nan=False, indent=2)
    sys.stdout.write("\n")


def _console(terminal: bool, *, stderr: bool) -> Console:
    width = None if terminal else _UNLIMITED
    return Console(stderr=stderr, width=width, markup=False, emoji=False, highlight=False)
