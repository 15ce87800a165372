"""What the page shows from a question to its finished answer; each step goes to the browser as it happens."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import inf
from time import monotonic
from typing import TYPE_CHECKING, Any, Literal

from corpus.errors import PolyciteError
from qa.types import Answer, Delta, Restart, Retrieved
from ui.page.chat.answers import names
from ui.page.chat.exchanges import Conversation, Exchange, history
from ui.page.chat.rendering import section
from ui.page.chat.requests import Asked
from ui.page.chat.restoring import exchanges_from
from ui.page.chat.sources import SourcesPanel
from ui.page.error_words import sentence
from ui.page.languages import in_language
from ui.page.panel import FAILED
from ui.rendering.filters import filter_dict

if TYPE_CHECKING:
    from qa.assistant import Assistant

PACE = 0.05
"""Seconds from one written piece to the next; what comes sooner is shown with what follows it."""

State = Literal["searching", "writing", "done", "failed", "stopped", "lost"]

logger = logging.getLogger("polycite")


@dataclass(frozen=True, slots=True)
class Update:
    """A state of one exchange. ``thread`` and ``sources`` are HTML; ``sources`` stays if ``None``;
    ``where`` is the filter of a question that is no longer being answered.

    ``lost`` asks the browser for the conversation that it keeps; ``failed`` leaves it as it was.
    """

    run: int
    exchange: int
    state: State
    question: str = ""
    thread: str = ""
    sources: str | None = None
    answer: dict[str, Any] | None = None
    where: dict[str, Any] | None = None
    notice: str = ""


def converse(
    assistant: Assistant, conversation: Conversation, asked: Asked, panel: SourcesPanel
) -> Iterator[Update]:
    """Asks, and yields what to show at each step, until it is answered, stopped or overtaken.

    A question that cannot be answered leaves the conversation as it was and gives one line; never raises.
    """
    if not conversation.begin(asked.run):
        return
    before = conversation.exchanges
    try:
        yield from _answering(assistant, conversation, asked, panel)
    except PolyciteError as error:
        yield from _failed(conversation, before, asked, sentence(error, asked.language))
    except Exception as error:  # the page's outermost edge: an answerer may be any model or server
        logger.error(
            "the question could not be answered: %r", error, exc_info=logger.isEnabledFor(logging.DEBUG)
        )
        yield from _failed(conversation, before, asked, in_language(FAILED, asked.language))


def shown(exchanges: tuple[Exchange, ...], language: str, panel: SourcesPanel) -> list[Update]:
    """A whole conversation, as kept: nothing in it is being answered."""
    return [_shown(exchange, number, language, panel) for number, exchange in enumerate(exchanges)]


def _shown(exchange: Exchange, number: int, language: str, panel: SourcesPanel, run: int = 0) -> Update:
    answer, sources = exchange.answer, None
    if answer is not None:
        sources = panel.answer_sources(answer, exchange=number, language=language, lost=exchange.lost)
    return Update(
        run,
        number,
        "stopped" if answer is None else "done",
        exchange.question,
        section(exchange, number, language),
        sources,
        None if answer is None else answer.to_dict(),
        filter_dict(exchange.where),
    )


def _failed(
    conversation: Conversation, before: tuple[Exchange, ...], asked: Asked, notice: str
) -> Iterator[Update]:
    if conversation.goes_on(asked.run):
        conversation.exchanges = before
        yield Update(asked.run, asked.number, "failed", asked.question, notice=notice)


def _answering(
    assistant: Assistant, conversation: Conversation, asked: Asked, panel: SourcesPanel
) -> Iterator[Update]:
    if len(conversation.exchanges) < asked.number and asked.past is not None:
        conversation.exchanges = exchanges_from(asked.past, assistant.library)
    if len(conversation.exchanges) < asked.number:
        yield Update(asked.run, asked.number, "lost", asked.question)
        return
    past = conversation.exchanges[: asked.number]
    written = -inf
    for exchange, update in _steps(assistant, past, asked, panel):
        if not conversation.goes_on(asked.run):
            return
        conversation.exchanges = (*past, exchange)
        now = monotonic()
        if update.state == "writing" and now - written < PACE:
            continue
        written = now if update.state == "writing" else -inf
        yield update


def _steps(
    assistant: Assistant, past: tuple[Exchange, ...], asked: Asked, panel: SourcesPanel
) -> Iterator[tuple[Exchange, Update]]:
    begun, number = Exchange(asked.question, where=asked.where), asked.number
    current = begun

    def written(sources: str | None = None) -> tuple[Exchange, Update]:
        html = section(current, number, asked.language)
        state: State = "writing" if current.text else "searching"
        return current, Update(asked.run, number, state, asked.question, html, sources)

    yield written()
    for event in assistant.stream(asked.question, history(past), where=asked.where):
        match event:
            case Retrieved(hits):
                begun = replace(begun, named=names(hits))
                current = replace(current, named=begun.named)
                yield written(panel.found_passages(hits, exchange=number, language=asked.language))
            case Delta(text):
                current = replace(current, text=current.text + text)
                yield written()
            case Restart():
                current = begun
                yield written()
            case Answer():
                current = replace(begun, named=frozenset(), text=event.text, answer=event)
                yield current, _shown(current, number, asked.language, panel, asked.run)
