"""A conversation made again from what a browser has kept of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from corpus.errors import InputError
from qa.questions import cleaned_again
from qa.restoring import answer_from_dict, article_ids, lost_citations
from ui.page.chat.exchanges import Exchange
from ui.page.filters import filter_from

if TYPE_CHECKING:
    from corpus.types import Article
    from embeddings.library import Library


def exchanges_from(kept: Sequence[Any], library: Library) -> tuple[Exchange, ...]:
    """The exchanges that a browser sent back: questions, each with its filter and its
    ``Answer.to_dict()`` or null.

    Quotes of articles that ``library`` no longer holds leave the answer; the exchange has them as ``lost``.
    Raises ``InputError`` for anything else.
    """
    asked = [(_asked(one), one.get("answer")) for one in kept]
    articles = library.articles_by_id({id_ for _, data in asked for id_ in article_ids(data)})
    return tuple(_answered(exchange, data, articles) for exchange, data in asked)


def _asked(one: Any) -> Exchange:
    question = one.get("question") if isinstance(one, dict) else None
    if not isinstance(question, str):
        raise InputError("kept conversation", "a question is no text", "start a new conversation")
    return Exchange(cleaned_again(question), where=filter_from(one.get("where")))


def _answered(exchange: Exchange, data: object, articles: Mapping[str, Article]) -> Exchange:
    if data is None:
        return exchange
    answer = answer_from_dict(data, articles)
    return replace(exchange, text=answer.text, answer=answer, lost=lost_citations(data, articles))
