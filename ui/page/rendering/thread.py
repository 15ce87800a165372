"""The conversation: questions, and answers while they are written and once they are."""

from __future__ import annotations

from collections.abc import Sequence

from qa.types import Answer
from ui.page import words
from ui.page.exchanges import Exchange
from ui.page.rendering.answers import answer_text
from ui.page.rendering.markup import escape
from ui.rendering.wording import wording


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
        f'{_understood(answer)}<div class="pc-answer{" pc-refused" if answer.refused else ""}"'
        f' lang="{escape(answer.language)}" dir="auto">{label}{answer_text(answer, number)}</div>'
        f"{''.join(map(_remark, answer.notices))}"
    )


def _understood(answer: Answer) -> str:
    return _remark(wording(answer.language).understood.format(answer.resolved)) if answer.resolved else ""


def _remark(text: str) -> str:
    return f'<p class="pc-remark" dir="auto">{escape(text)}</p>'


def _welcome(heading: str, body: str) -> str:
    return f'<div class="pc-welcome"><h2>{escape(heading)}</h2><p>{body}</p></div>'
