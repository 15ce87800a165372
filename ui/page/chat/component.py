"""The chat as Gradio components; what they show comes from ``conversation`` and ``rendering``.

Imports Gradio (seconds): only what builds a page imports this module.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from typing import Any

import gradio as gr

from corpus.errors import PolyciteError
from qa.assistant import Assistant
from ui.page.chat import rendering, requests
from ui.page.chat.conversation import converse, shown
from ui.page.chat.examples import Examples
from ui.page.chat.exchanges import Conversation
from ui.page.chat.restoring import exchanges_from
from ui.page.chat.sources import SourcesPanel
from ui.page.chat.words import WORDS
from ui.page.context import PageContext
from ui.page.error_words import sentence
from ui.page.languages import in_language, reader_language
from ui.page.panel import Payload, ServerFunction, panel

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
HOURS = 3600.0
TRIAL = "?"
"""Encoded once a page is open: the encoder is then loaded before the first question."""
KEPT = 6 * HOURS
"""How long the server remembers a conversation; a browser that comes back later sends it again."""

THREAD = '<div class="pc-opening"></div><div class="pc-log" role="region"></div>'
BOX = """<form class="pc-form">
<p class="pc-editing" hidden><span></span> <button type="button"></button></p>
<div class="pc-compose"><label class="pc-hidden" for="pc-question">Your question</label>
<textarea id="pc-question" rows="1" autocomplete="off"></textarea>
<button type="submit" class="pc-send" aria-label="Send"></button></div>
<p class="pc-notice" role="alert"></p></form>"""


def build_thread(context: PageContext, sources: SourcesPanel) -> gr.HTML:
    """The conversation; one browser tab's is kept in its own session."""
    conversation = gr.State(Conversation(), time_to_live=KEPT)
    welcome, *costly = _opening(context)
    thread = panel("thread", template=THREAD, functions=[welcome], costly=costly, turns=context.turns)
    _connect(thread, conversation, context.assistant, sources)
    return thread


def _opening(context: PageContext) -> list[ServerFunction]:
    """What stands there before the first question; the examples, which take longer to choose; the encoder."""
    library = context.assistant.library
    examples = Examples(context.assistant, quick=context.model is not None)

    def welcome(payload: Payload) -> dict[str, Any]:
        articles = library.articles()
        languages = {article.language for article in articles}
        language = reader_language(payload.get("language"))
        html = rendering.welcome(len(articles), len(languages), context.folder, language)
        return {"html": html, "words": _words(payload)}

    def example_questions(payload: Payload) -> str:
        language = reader_language(payload.get("language"))
        return rendering.examples(examples.for_reader(language), language)

    def prepare(_: Payload) -> None:
        if library.languages():
            library.query(TRIAL, "en")

    return [welcome, example_questions, prepare]


def _connect(thread: gr.HTML, conversation: gr.State, assistant: Assistant, sources: SourcesPanel) -> None:
    def ask(held: Conversation, event: gr.EventData) -> Iterator[tuple[Conversation, Any]]:
        sent = _sent(event)
        try:
            asked = requests.asked(sent)
        except PolyciteError as error:
            yield held, {"state": "failed", "run": sent.get("run"), "notice": _notice(error, sent)}
            return
        for update in converse(assistant, held, asked, sources):
            yield held, asdict(update)

    def stop(held: Conversation, event: gr.EventData) -> None:
        with suppress(PolyciteError):
            held.stop(requests.run(_sent(event)))

    def show(held: Conversation, event: gr.EventData) -> tuple[Conversation, Any]:
        sent = _sent(event)
        try:
            past = requests.past(sent)
            if past is not None:
                held.restore(exchanges_from(past, assistant.library), requests.run(sent))
        except PolyciteError as error:
            return held, {"state": "unshown", "show": sent.get("show"), "notice": _notice(error, sent)}
        exchanges = shown(held.exchanges, reader_language(sent.get("language")), sources)
        whole = [asdict(exchange) for exchange in exchanges]
        return held, {"state": "shown", "show": sent.get("show"), "exchanges": whole}

    outputs = [conversation, thread]
    options: dict[str, Any] = {**QUIET, "trigger_mode": "multiple"}
    thread.submit(ask, [conversation], outputs, **options)
    at_once = {**options, "queue": False}  # a full queue refuses neither to stop nor to show
    thread.stop(stop, [conversation], **at_once)
    thread.show(show, [conversation], outputs, **at_once)


def build_box(context: PageContext) -> gr.HTML:  # noqa: ARG001
    """The question box: it tells the conversation what to ask, and hears how that goes."""

    def box_words(payload: Payload) -> dict[str, Any]:
        return _words(payload)

    return panel("ask", template=BOX, functions=[box_words])


def _sent(event: gr.EventData) -> dict[str, Any]:
    """What the script sent with the event: untrusted."""
    sent = getattr(event, "sent", None)
    return sent if isinstance(sent, dict) else {}


def _notice(error: PolyciteError, sent: dict[str, Any]) -> str:
    return sentence(error, reader_language(sent.get("language")))


def _words(payload: Payload) -> dict[str, Any]:
    return asdict(in_language(WORDS, payload.get("language")))
