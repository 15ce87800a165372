"""An answer on stdout: as it is written where somebody looks on, whole and final everywhere else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

from rich.text import Text

from ui.cli.output import prose_width, result_console, show
from ui.cli.progress import waiting
from ui.rendering import Wrapper, printable, remarks, source_list, wording, wrap

if TYPE_CHECKING:
    from qa.types import Answer, Event


def show_reply(events: Iterator[Event]) -> Answer:
    """Writes the answer's text, then what is to be said of it, then its sources."""
    from qa.types import Answer, Delta, Restart

    width = prose_width(result_console())
    reply = _Reply(width)
    with waiting("searching"):
        next(events)
    with waiting("answering"):
        first = next(events)
    for event in chain([first], events):
        match event:
            case Delta(text):
                reply.write(text)
            case Restart():
                reply.withdraw()
            case Answer():
                reply.finish(event)
                _show_apart(remarks(event, width), source_list(event, width))
                return event
    raise RuntimeError("the answerer ended without an answer")


class _Reply:
    """The text of one answer. Once some of it is withdrawn, the rest is written when it is final."""

    def __init__(self, width: int | None) -> None:
        self._width = width
        self._wrapper = Wrapper(width)
        self._live = width is not None
        self._withdrawn = False

    def write(self, text: str) -> None:
        if self._live:
            _write(self._wrapper.feed(printable(text)))

    def withdraw(self) -> None:
        if self._live:
            _write(self._wrapper.flush() + "\n\n")
            self._live, self._withdrawn = False, True

    def finish(self, answer: Answer) -> None:
        if self._withdrawn:
            show(Text(wrap(wording(answer.language).withdrawn, self._width) + "\n", "yellow"))
        _write((self._wrapper.flush() if self._live else wrap(printable(answer.text), self._width)) + "\n")


def _show_apart(*parts: Text) -> None:
    """Each part that is not empty, behind an empty line."""
    for part in filter(None, parts):
        show(Text("\n") + part)


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
