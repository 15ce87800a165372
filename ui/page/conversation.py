"""What the page shows from a question to its finished answer; knows nothing of Gradio."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpus.errors import PolyciteError
from qa.types import Answer, Delta, Event, Restart, Retrieved, Turn
from ui.page import rendering, words
from ui.page.exchanges import Exchange

if TYPE_CHECKING:
    from qa.assistant import Assistant

logger = logging.getLogger("polycite")


@dataclass(frozen=True, slots=True)
class View:
    """A state of the page. ``sources`` (HTML) and ``box`` (the question field) stay if ``None``."""

    exchanges: tuple[Exchange, ...]
    sources: str | None = None
    notice: str = ""
    box: str | None = None


def converse(assistant: Assistant, question: str, exchanges: Sequence[Exchange]) -> Iterator[View]:
    """Asks ``question`` after ``exchanges`` and yields what to show at each step.

    A question that cannot be answered leaves the conversation as it was, the question in its field and a
    one-line notice; it never raises.
    """
    past = tuple(exchanges)
    try:
        yield from _follow(assistant.stream(question, _history(past)), question, past)
    except PolyciteError as error:
        yield View(past, notice=sentence(error), box=question)
    except Exception as error:  # the page's outermost edge: an answerer may be any model or server
        logger.error(
            "the question could not be answered: %r", error, exc_info=logger.isEnabledFor(logging.DEBUG)
        )
        yield View(past, notice=words.FAILED, box=question)


def sentence(error: PolyciteError) -> str:
    """An error as a line to a reader: capital first, full stop last."""
    line = str(error)
    return line[:1].upper() + line[1:] + ("" if line.endswith((".", "!", "?", "。")) else ".")


def _follow(events: Iterator[Event], question: str, past: tuple[Exchange, ...]) -> Iterator[View]:
    number = len(past)
    current = Exchange(question)
    yield View((*past, current), box="")
    for event in events:
        match event:
            case Retrieved(hits):
                yield View((*past, current), sources=rendering.found_passages(hits, exchange=number))
            case Delta(text):
                current = replace(current, text=current.text + text)
                yield View((*past, current))
            case Restart():
                current = Exchange(question)
                yield View((*past, current))
            case Answer():
                current = Exchange(question, event.text, event)
                yield View((*past, current), sources=rendering.answer_sources(event, exchange=number))


def _history(exchanges: Sequence[Exchange]) -> list[Turn]:
    return [Turn(exchange.question, exchange.text) for exchange in exchanges]
