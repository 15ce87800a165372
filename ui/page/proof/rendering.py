"""The panel beside the conversation: what an answer rests on, quote by quote."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from qa.restoring import LostCitation
from qa.types import Answer, Citation, Claim, Hit
from ui.page.languages import in_language, shown_number
from ui.page.proof.cards import cited_card, found_card, lost_card
from ui.page.proof.words import WORDS, ProofWords
from ui.page.rendering.markup import byline, escape
from ui.rendering.wording import doubt, wording

CLOSEST = 3
"""How many of a refusal's passages stand open."""
LISTED = 8
"""How many articles the panel lists before a question."""


class Listed(Protocol):
    """What the panel shows of an article in the library."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def date(self) -> str | None: ...
    @property
    def language(self) -> str: ...


def answer_sources(
    answer: Answer, *, exchange: int | str, language: str, lost: Sequence[LostCitation] = ()
) -> str:
    """The passages ``answer`` quotes, quotes highlighted, then, folded, those it found but did not quote.

    ``exchange`` names the exchange within its conversation, ``language`` is the reader's, ``lost`` is what
    was quoted of articles that are gone.
    """
    words = in_language(WORDS, language)
    cited = _by_passage(answer.citations)
    hits = {passage: _hit(answer.hits, group[0]) for passage, group in cited.items()}
    by_marker = [
        (group[0].marker, _cited(hits[passage], group, answer.claims, answer.text, language))
        for passage, group in cited.items()
    ]
    by_marker += [(one.marker, lost_card(one, language)) for one in lost]
    cards = [card for _, card in sorted(by_marker)]
    others = [found_card(hit, language) for hit in answer.hits if hit.passage.id not in cited]
    if answer.refused and not cards:
        shown = "".join(others[:CLOSEST]) + _folded(others[CLOSEST:], words)
        return _panel(words.closest, shown or _hint(words.nothing_near), exchange)
    return _panel(words.sources, "".join(cards) + _folded(others, words), exchange)


def found_passages(hits: Sequence[Hit], *, exchange: int | str, language: str) -> str:
    """What was retrieved, while the answer is still being written."""
    cards = "".join(found_card(hit, language) for hit in hits)
    return _panel(in_language(WORDS, language).found, cards, exchange)


def library_contents(articles: Sequence[Listed], *, language: str) -> str:
    """What will stand here, and the newest of ``articles`` (oldest first), before anything is asked."""
    words = in_language(WORDS, language)
    rows = "".join(_row(article, language) for article in articles[: -LISTED - 1 : -1])
    count = shown_number(len(articles), language)
    every = escape(words.all_articles.format(count))
    button = f'<button type="button" class="pc-quiet" data-view="library">{every}</button>'
    listed = f'<h2>{escape(words.recent)}</h2><ul class="pc-library">{rows}</ul>'
    body = listed + (button if len(articles) > LISTED else "") if rows else _hint(words.library_empty)
    return f"<section>{_hint(words.purpose)}{body}</section>"


def searching(language: str) -> str:
    """What stands in the panel until something is found."""
    text = escape(in_language(WORDS, language).searching)
    return f'<section aria-busy="true"><h2>{text}</h2>{"<div class=pc-waiting></div>" * 2}</section>'


def _by_passage(citations: Iterable[Citation]) -> dict[str, list[Citation]]:
    groups: dict[str, list[Citation]] = {}
    for citation in sorted(citations, key=lambda citation: citation.marker):
        groups.setdefault(citation.passage_id, []).append(citation)
    return groups


def _hit(hits: Sequence[Hit], citation: Citation) -> Hit:
    """The hit a citation quotes, or the best of its article where the passage itself was not retrieved."""
    of_article = [hit for hit in hits if hit.article.id == citation.article_id]
    return next((hit for hit in of_article if hit.passage.id == citation.passage_id), of_article[0])


def _cited(hit: Hit, citations: Sequence[Citation], claims: Sequence[Claim], text: str, language: str) -> str:
    markers = {citation.marker for citation in citations}
    doubted = [claim for claim in claims if not claim.supported and not markers.isdisjoint(claim.markers)]
    remark = wording(language).remark
    flags = [
        remark.format(doubt(claim, language), text[claim.start : claim.end].strip()) for claim in doubted
    ]
    return cited_card(hit, citations, flags, language)


def _row(article: Listed, language: str) -> str:
    name = f'<span lang="{escape(article.language)}" dir="auto">{escape(article.title)}</span>'
    button = f'<button type="button" class="pc-quiet" data-open>{name}</button>'
    return (
        f'<li data-article="{escape(article.id)}">{button}'
        f"{byline(article.source, article.date, article.language, language)}</li>"
    )


def _folded(cards: Sequence[str], words: ProofWords) -> str:
    if not cards:
        return ""
    summary = words.one_other if len(cards) == 1 else words.others.format(len(cards))
    return f"<details><summary>{escape(summary)}</summary>{''.join(cards)}</details>"


def _panel(heading: str, body: str, exchange: int | str) -> str:
    return f'<section data-exchange="{escape(str(exchange))}"><h2>{escape(heading)}</h2>{body}</section>'


def _hint(text: str) -> str:
    return f'<p class="pc-hint">{escape(text)}</p>'
