"""The conversation: questions, answers as they are written, and their numbered markers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.types import Answer
from ui.page import words
from ui.page.exchanges import Exchange
from ui.page.rendering.markup import escape

_MARKER = r"(?:(?<=[”」』»\"])|(?<=[”」』»\"] ))\[(?P<marker>[0-9]{1,4})\]"


def masthead() -> str:
    """The page's name and what it is for."""
    return f"<h1>{escape(words.TITLE)}</h1><p>{escape(words.TAGLINE)}</p>"


def thread(exchanges: Sequence[Exchange]) -> str:
    """The whole conversation, oldest exchange first."""
    return "".join(_exchange(number, exchange) for number, exchange in enumerate(exchanges))


def welcome(articles: int, languages: int, directory: str) -> str:
    """What stands in the empty conversation: an invitation, or how to fill an empty library."""
    if articles:
        return _welcome(words.WELCOME_HEADING, escape(words.welcome_text(articles, languages)))
    command = f"<code>{escape(words.add_command(directory))}</code>"
    return _welcome(words.EMPTY_HEADING, escape(words.EMPTY_TEXT) + command)


def notice(message: str) -> str:
    """One line about a question that could not be asked."""
    return f'<p role="alert">{escape(message)}</p>' if message else ""


def answer_text(answer: Answer, exchange: int) -> str:
    """The answer escaped; its quotes tagged with their language, its markers buttons that show the source.

    A number in brackets is a marker only where a citation bears it and it follows a closing quotation mark
    that is not itself part of a quote.
    """
    languages = {hit.article.id: hit.article.language for hit in answer.hits}
    quotes = {citation.quote: languages[citation.article_id] for citation in answer.citations}
    markers = {str(citation.marker) for citation in answer.citations}
    pieces, at = [], 0
    for match in _parts(quotes).finditer(answer.text):
        pieces.append(escape(answer.text[at : match.start()]))
        pieces.append(_part(match, quotes, markers, exchange))
        at = match.end()
    return "".join(pieces) + escape(answer.text[at:])


def _parts(quotes: dict[str, str]) -> re.Pattern[str]:
    longest_first = sorted(filter(None, quotes), key=len, reverse=True)
    return re.compile("|".join([*map(re.escape, longest_first), _MARKER]))


def _part(match: re.Match[str], quotes: dict[str, str], markers: set[str], exchange: int) -> str:
    marker = match["marker"]
    if marker is None:
        return f'<span class="pc-quote" lang="{escape(quotes[match[0]])}">{escape(match[0])}</span>'
    if marker not in markers:
        return escape(match[0])
    return (
        f'<button type="button" class="pc-marker" data-exchange="{exchange}" data-marker="{marker}"'
        f' aria-label="{escape(words.show_source(marker))}">{marker}</button>'
    )


def _exchange(number: int, exchange: Exchange) -> str:
    answer = exchange.answer
    return (
        f'<section class="pc-exchange"><h2 class="pc-question" dir="auto">{escape(exchange.question)}</h2>'
        f"{_writing(exchange.text) if answer is None else _finished(answer, number)}</section>"
    )


def _writing(text: str) -> str:
    shown = escape(text) or f'<span class="pc-hint">{escape(words.SEARCHING)}</span>'
    return f'<div class="pc-answer" dir="auto" aria-busy="true">{shown}<span class="pc-caret"></span></div>'


def _finished(answer: Answer, number: int) -> str:
    label = f'<p class="pc-label">{escape(words.REFUSED)}</p>' if answer.refused else ""
    return (
        f'<div class="pc-answer{" pc-refused" if answer.refused else ""}" lang="{escape(answer.language)}"'
        f' dir="auto">{label}{answer_text(answer, number)}</div>'
    )


def _welcome(heading: str, body: str) -> str:
    return f'<div class="pc-welcome"><h2>{escape(heading)}</h2><p>{body}</p></div>'
