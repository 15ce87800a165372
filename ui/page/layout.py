"""The page as Gradio components; what they show comes from ``conversation`` and ``rendering``.

Imports Gradio (seconds): ``ui.page`` imports this module only once a page is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from ui.page import rendering, words
from ui.page.conversation import View, converse
from ui.page.examples import examples_for
from ui.page.exchanges import Exchange

if TYPE_CHECKING:
    from qa.assistant import Assistant

SCRIPTS = Path(__file__).parent / "assets"
CONCURRENT_ANSWERS = 8
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}

Conversation = tuple[Exchange, ...]


@dataclass(frozen=True, slots=True)
class Parts:
    """The components that change while a conversation goes on."""

    thread: gr.HTML
    sources: gr.HTML
    examples: gr.Row
    notice: gr.HTML
    box: gr.Textbox


def build_page(assistant: Assistant) -> gr.Blocks:
    """The chat page over ``assistant``; conversations live in the session, never in the page."""
    page = gr.Blocks(title=words.TITLE, analytics_enabled=False, fill_width=True)
    with page:
        gr.HTML(rendering.masthead(), elem_id="pc-masthead", apply_default_css=False)
        with gr.Row(elem_id="pc-main"):
            thread, sources = _panel("pc-thread", "thread.js"), _panel("pc-sources", "sources.js")
            with gr.Column(elem_id="pc-ask"):
                examples, buttons = _examples(assistant)
                parts = Parts(thread, sources, examples, _notice(), _question_box())
        page.load(lambda: _opening(assistant), outputs=[thread, sources], **QUIET)
        _connect(assistant, parts, buttons)
    page.queue(default_concurrency_limit=CONCURRENT_ANSWERS)
    return page


def _panel(name: str, script: str) -> gr.HTML:
    js = (SCRIPTS / script).read_text(encoding="utf-8")
    return gr.HTML(elem_id=name, js_on_load=js, apply_default_css=False)


def _notice() -> gr.HTML:
    return gr.HTML(elem_id="pc-notice", apply_default_css=False)


def _question_box() -> gr.Textbox:
    return gr.Textbox(
        label=words.QUESTION_LABEL,
        placeholder=words.QUESTION_PLACEHOLDER,
        show_label=False,
        container=False,
        max_lines=6,
        submit_btn=True,
        autofocus=True,
        elem_id="pc-box",
    )


def _examples(assistant: Assistant) -> tuple[gr.Row, list[gr.Button]]:
    questions = examples_for(assistant.library)
    with gr.Row(elem_id="pc-examples", visible=bool(questions)) as row:
        return row, [gr.Button(question, size="sm") for question in questions]


def _opening(assistant: Assistant) -> tuple[str, str]:
    """Conversation and sources panel before the first question."""
    articles = assistant.library.articles()
    languages = {article.language for article in articles}
    directory = str(assistant.library.directory)
    return (
        rendering.welcome(len(articles), len(languages), directory),
        rendering.library_contents(articles),
    )


def _connect(assistant: Assistant, parts: Parts, examples: Sequence[gr.Button]) -> None:
    exchanges = gr.State(())

    def ask(question: str, past: Conversation) -> Iterator[tuple[Any, ...]]:
        for view in converse(assistant, question, past):
            yield (view.exchanges, *_shown(view, assistant))

    outputs = [exchanges, parts.thread, parts.sources, parts.examples, parts.notice, parts.box]
    parts.box.submit(ask, [parts.box, exchanges], outputs, **QUIET)
    for button in examples:
        button.click(ask, [button, exchanges], outputs, **QUIET)
    parts.thread.select(_sources_asked_for, exchanges, parts.sources, **QUIET)


def _shown(view: View, assistant: Assistant) -> tuple[Any, ...]:
    """Values for thread, sources, examples, notice and question box."""
    return (
        rendering.thread(view.exchanges) if view.exchanges else _opening(assistant)[0],
        gr.skip() if view.sources is None else view.sources,
        gr.Row(visible=not view.exchanges),
        rendering.notice(view.notice),
        gr.skip() if view.box is None else view.box,
    )


def _sources_asked_for(past: Conversation, event: gr.EventData) -> Any:
    """The sources of the exchange whose marker was chosen; the numbers come from the browser."""
    exchange, marker = event.exchange, event.marker
    answered = isinstance(exchange, int) and 0 <= exchange < len(past) and past[exchange].answer
    if not answered or not isinstance(marker, int):
        return gr.skip()
    return rendering.answer_sources(answered, exchange=exchange, reveal=marker)
