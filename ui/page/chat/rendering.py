"""The conversation and the welcome as HTML: pure functions of values that escape every text they get."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from dataclasses import replace

from embeddings.library import Filter
from qa.answering.phrases import refusal
from qa.restoring import LostCitation
from qa.types import Answer
from ui.page.chat.answers import answer_text, unfinished_text
from ui.page.chat.examples import Example
from ui.page.chat.exchanges import Exchange
from ui.page.chat.words import WORDS, Words, counted
from ui.page.filters import described
from ui.page.languages import in_language
from ui.page.rendering.markup import escape
from ui.rendering.wording import wording

CHIPS = 8
"""How many parts of a filter are shown."""


def section(exchange: Exchange, number: int, language: str) -> str:
    """One exchange, ``number`` in its conversation, for a reader of ``language``."""
    words = in_language(WORDS, language)
    if exchange.answer is None:
        reply = _unfinished(exchange, words)
    else:
        reply = _finished(exchange.answer, exchange.lost, number, language)
    return (
        f'<section class="pc-exchange"><h2 class="pc-question" dir="auto">{escape(exchange.question)}</h2>'
        f"{_asked_of(exchange.where, words, language)}{reply}</section>"
    )


def welcome(articles: int, languages: int, directory: str, language: str) -> str:
    """What stands in the empty conversation: how much there is to ask about, or how to fill the library."""
    words = in_language(WORDS, language)
    if not articles:
        return _empty(directory, words)
    held = words.holds.format(
        counted(words.articles, articles, language), counted(words.languages, languages, language)
    )
    return f'<div class="pc-welcome"><h2>{escape(words.welcome)}</h2><p>{escape(held)}</p></div>'


def examples(shown: Iterable[Example], language: str) -> str:
    """Questions to choose from: a click asks one, or begins one in the box."""
    words = in_language(WORDS, language)
    buttons = "".join(f"<li>{_example(example, words)}</li>" for example in shown)
    return f'<h3 class="pc-label">{escape(words.examples)}</h3><ul>{buttons}</ul>' if buttons else ""


def _example(example: Example, words: Words) -> str:
    if example.question is None:
        label, begun = words.about.format(example.title), words.opening.format(example.title)
        return f'<button type="button" data-begin="{escape(begun)}" dir="auto">{escape(label)}</button>'
    tag, question = escape(example.language), escape(example.question)
    return f'<button type="button" data-ask="{question}" lang="{tag}" dir="auto">{question}</button>'


def _empty(directory: str, words: Words) -> str:
    command = f"polycite add PATH… --library {shlex.quote(directory)}"
    button = '<button type="button" class="pc-button" data-kind="primary" data-view="library">'
    return (
        f'<div class="pc-welcome"><h2>{escape(words.empty)}</h2><p>{escape(words.empty_text)}</p>'
        f"{button}{escape(words.add)}</button>"
        f"<p>{escape(words.terminal)}</p><code>{escape(command)}</code></div>"
    )


def _unfinished(exchange: Exchange, words: Words) -> str:
    searching = f'<span class="pc-searching">{escape(words.searching)}</span>'
    written = unfinished_text(exchange.text, exchange.named)
    shown = f'{written or searching}<span class="pc-caret"></span>'
    return (
        f'<div class="pc-answer" dir="auto" aria-busy="true">{shown}</div>'
        f'<p class="pc-stopped">{escape(words.stopped)}</p>'
    )


def _finished(answer: Answer, lost: Sequence[LostCitation], number: int, language: str) -> str:
    notices = "".join(map(_remark, answer.notices))
    tag = escape(answer.language)
    text = answer_text(_without_closest(answer), number, language, lost)
    shown = f'<div class="pc-answer" lang="{tag}" dir="auto">{text}</div>'
    if answer.refused:
        shown = f'<div class="pc-refused">{shown}{_closest(answer, number, language)}</div>'
    return f"{_understood(answer)}{shown}{notices}"


def _asked_of(where: Filter, words: Words, language: str) -> str:
    """The filter that the question was asked with, as chips."""
    parts = described(where, language)
    more = [f"+{len(parts) - CHIPS}"] if len(parts) > CHIPS else []
    chips = "".join(f'<li dir="auto">{escape(part)}</li>' for part in (*parts[:CHIPS], *more))
    return f'<ul class="pc-asked-of" aria-label="{escape(words.asked_of)}">{chips}</ul>' if parts else ""


def _without_closest(answer: Answer) -> Answer:
    """A refusal without the articles that it names: the panel shows them, at the passage."""
    said = refusal((), answer.language)
    return replace(answer, text=said) if answer.refused and answer.text.startswith(said) else answer


def _closest(answer: Answer, number: int, language: str) -> str:
    """A button that shows what came closest."""
    if not answer.hits:
        return ""
    label = escape(in_language(WORDS, language).closest)
    return f'<button type="button" class="pc-closest" data-exchange="{number}" data-closest>{label}</button>'


def _understood(answer: Answer) -> str:
    return _remark(wording(answer.language).understood.format(answer.resolved)) if answer.resolved else ""


def _remark(text: str) -> str:
    return f'<p class="pc-remark" dir="auto">{escape(text)}</p>'
