"""The panel beside the conversation: what an answer rests on, quote by quote."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from corpus.types import Span
from qa.types import Answer, Citation, Hit
from ui.page import words
from ui.page.rendering.markup import byline, escape, excerpt, title


class Listed(Protocol):
    """What the panel shows of an article in the library."""

    @property
    def title(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def date(self) -> str | None: ...
    @property
    def language(self) -> str: ...


def answer_sources(answer: Answer, *, exchange: int, reveal: int | None = None) -> str:
    """The passages ``answer`` quotes, quotes highlighted, then those it found but did not quote.

    ``exchange`` numbers the exchange within its conversation; the card that holds marker ``reveal``
    is the one the page scrolls to.
    """
    cited = _by_passage(answer.citations)
    cards = [_cited(_hit(answer.hits, group[0]), group, reveal) for group in cited.values()]
    others = [_card(hit) for hit in answer.hits if hit.passage.id not in cited]
    if answer.refused:
        return _panel(words.CLOSEST, "".join(cards + others) or _hint(words.NOTHING_NEAR), exchange)
    return _panel(words.SOURCES, "".join(cards) + _folded(others), exchange)


def found_passages(hits: Sequence[Hit], *, exchange: int) -> str:
    """What was retrieved, while the answer is still being written."""
    return _panel(words.READING, "".join(_card(hit) for hit in hits), exchange)


def library_contents(articles: Sequence[Listed]) -> str:
    """The articles one can ask about, before anything is asked."""
    rows = "".join(
        f"<li>{title(article.title, article.language)}"
        f"{byline(article.source, article.date, article.language)}</li>"
        for article in articles[: words.LISTED]
    )
    more = _hint(words.more_articles(len(articles) - words.LISTED)) if len(articles) > words.LISTED else ""
    body = f'<ul class="pc-library">{rows}</ul>{more}' if rows else _hint(words.LIBRARY_EMPTY)
    return f"<section><h2>{escape(words.LIBRARY)}</h2>{body}</section>"


def _by_passage(citations: Iterable[Citation]) -> dict[str, list[Citation]]:
    groups: dict[str, list[Citation]] = {}
    for citation in sorted(citations, key=lambda citation: citation.marker):
        groups.setdefault(citation.passage_id, []).append(citation)
    return groups


def _hit(hits: Sequence[Hit], citation: Citation) -> Hit:
    """The hit a citation quotes, or the best of its article where the passage itself was not retrieved."""
    return next(
        (hit for hit in hits if hit.passage.id == citation.passage_id),
        next(hit for hit in hits if hit.article.id == citation.article_id),
    )


def _cited(hit: Hit, citations: Sequence[Citation], reveal: int | None) -> str:
    markers = sorted({citation.marker for citation in citations})
    return _card(hit, markers, citations, revealed=reveal in markers)


def _card(
    hit: Hit, markers: Sequence[int] = (), citations: Sequence[Citation] = (), *, revealed: bool = False
) -> str:
    article, passage = hit.article, hit.passage
    numbers = " ".join(map(str, markers))
    badges = "".join(f'<span class="pc-marker">{marker}</span>' for marker in markers)
    reveal = " data-reveal" if revealed else ""
    return (
        f'<article class="pc-source" tabindex="-1" data-markers="{numbers}"{reveal}>'
        f"<header>{badges}{title(article.title, article.language)}</header>"
        f"{byline(article.source, article.date, article.language)}"
        f"{excerpt(article, Span(passage.start, passage.end), citations)}</article>"
    )


def _folded(cards: Sequence[str]) -> str:
    if not cards:
        return ""
    return f"<details><summary>{escape(words.others(len(cards)))}</summary>{''.join(cards)}</details>"


def _panel(heading: str, body: str, exchange: int) -> str:
    return f'<section data-exchange="{exchange}"><h2>{escape(heading)}</h2>{body}</section>'


def _hint(text: str) -> str:
    return f'<p class="pc-hint">{escape(text)}</p>'
