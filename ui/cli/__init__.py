"""The ``polycite`` command: one small module per group of commands, composed in ``app``."""

from __future__ import annotations

import gc
import os
import sys

TYPE_CHECKING = False  # `typing` would be imported before Ctrl-C is caught
if TYPE_CHECKING:
    from sys import UnraisableHookArgs
    from typing import NoReturn

__all__ = ["main"]

INTERRUPTED = 130
_OBJECTS_UNTIL_COLLECTION = 50_000


def main() -> NoReturn:
    """The entry point of the ``polycite`` script: Ctrl-C is one line even while modules are imported.

    Importing makes many objects and no garbage, and what is left at the end goes with the process: looking
    through it all took a seventh of the time of a question.
    """
    sys.unraisablehook = _end_if_interrupted
    gc.set_threshold(_OBJECTS_UNTIL_COLLECTION)
    try:
        from ui.cli.running import run_process

        code = run_process()
    except KeyboardInterrupt:
        code = _interrupted()
    gc.freeze()
    sys.exit(code)


def _interrupted() -> int:
    sys.stderr.write("polycite: interrupted\n")
    return INTERRUPTED


def _end_if_interrupted(unraisable: UnraisableHookArgs) -> None:
    """Ends the process on a Ctrl-C that came in a callback, where Python would show it and go on."""
    if issubclass(unraisable.exc_type, KeyboardInterrupt):
        os._exit(_interrupted())
    sys.__unraisablehook__(unraisable)
