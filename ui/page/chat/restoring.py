"""A conversation made again from what a browser has kept of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from corpus.errors import InputError
from qa.questions import clean_question
from qa.restoring import answer_from_dict, article_ids
from ui.page.chat.exchanges import Exchange

if TYPE_CHECKING:
    from embeddings.library import Library


def exchanges_from(kept: Sequence[Any], library: Library) -> tuple[Exchange, ...]:
    """The exchanges that a browser sent back: questions, each with its ``Answer.to_dict()`` or null.

    Quotes of articles that ``library`` no longer holds are left out. Raises ``InputError`` for anything else.
    """
    pairs = [_pair(one) for one in kept]
    articles = library.articles_by_id({id_ for _, data in pairs for id_ in article_ids(data)})
    restored = [
        (question, answer_from_dict(data, articles) if data is not None else None) for question, data in pairs
    ]
    return tuple(Exchange(question, answer.text if answer else "", answer) for question, answer in restored)


def _pair(one: Any) -> tuple[str, object]:
    question = one.get("question") if isinstance(one, dict) else None
    if not isinstance(question, str):
        raise InputError("kept conversation", "a question is no text", "start a new conversation")
    return clean_question(question), one.get("answer")
