"""The conversation and the welcome as HTML: pure functions of values that escape every text they get."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence

from qa.types import Answer, Hit
from ui.page.chat.answers import answer_text
from ui.page.chat.examples import Example
from ui.page.chat.exchanges import Exchange
from ui.page.chat.words import WORDS, Words, counted
from ui.page.languages import in_language
from ui.page.rendering.markup import escape
from ui.rendering.wording import wording

OFFERED = 3
"""Articles that a refusal offers, each at its closest passage."""


def section(exchange: Exchange, number: int, language: str) -> str:
    """One exchange, ``number`` in its conversation, for a reader of ``language``."""
    words, answer = in_language(WORDS, language), exchange.answer
    return (
        f'<section class="pc-exchange"><h2 class="pc-question" dir="auto">{escape(exchange.question)}</h2>'
        f"{_unfinished(exchange.text, words) if answer is None else _finished(answer, number, language)}"
        "</section>"
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


def _unfinished(text: str, words: Words) -> str:
    searching = f'<span class="pc-searching">{escape(words.searching)}</span>'
    shown = f'{escape(text) or searching}<span class="pc-caret"></span>'
    return (
        f'<div class="pc-answer" dir="auto" aria-busy="true">{shown}</div>'
        f'<p class="pc-stopped">{escape(words.stopped)}</p>'
    )


def _finished(answer: Answer, number: int, language: str) -> str:
    notices = "".join(map(_remark, answer.notices))
    tag = escape(answer.language)
    text = answer_text(answer, number, language)
    if not answer.refused:
        return f'{_understood(answer)}<div class="pc-answer" lang="{tag}" dir="auto">{text}</div>{notices}'
    words = in_language(WORDS, language)
    return (
        f'{_understood(answer)}<div class="pc-refused"><p class="pc-label">{escape(words.refused)}</p>'
        f'<div class="pc-answer" lang="{tag}" dir="auto">{text}</div>'
        f"{_closest(answer.hits, words)}</div>{notices}"
    )


def _closest(hits: Sequence[Hit], words: Words) -> str:
    if not hits:
        return ""
    best = {hit.article.id: hit for hit in reversed(hits)}
    offered = sorted(best.values(), key=lambda hit: hit.rank)[:OFFERED]
    rows = "".join(f"<li>{_passage(hit)}</li>" for hit in offered)
    return f'<p class="pc-label">{escape(words.closest)}</p><ul class="pc-closest">{rows}</ul>'


def _passage(hit: Hit) -> str:
    article, passage = hit.article, hit.passage
    return (
        f'<button type="button" class="pc-open" data-article="{escape(article.id)}"'
        f' data-start="{passage.start}" data-end="{passage.end}"'
        f' lang="{escape(article.language)}" dir="auto">{escape(article.title)}</button>'
    )


def _understood(answer: Answer) -> str:
    return _remark(wording(answer.language).understood.format(answer.resolved)) if answer.resolved else ""


def _remark(text: str) -> str:
    return f'<p class="pc-remark" dir="auto">{escape(text)}</p>'
