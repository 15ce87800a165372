"""Hits, sources and articles as styled terminal text; ``width`` is in cells, ``None`` for no wrapping."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.text import Text

from ui.rendering.safety import one_line, printable
from ui.rendering.wording import doubt, wording
from ui.rendering.wrapping import wrap

if TYPE_CHECKING:
    from corpus.types import Article
    from qa.types import Answer, Citation, Hit

_INDENT = "    "
_LIKELY = "bold underline"
_CHARACTER = re.compile(r"\S")
_WITHIN_A_LINE = re.compile(r"\S+(?: \S+)*")


def hit_list(hits: Iterable[Hit], width: int | None) -> Text:
    """Each hit with its rank, score, where it is from, and its whole passage."""
    return Text("\n\n").join(_hit(hit, width) for hit in hits)


def remarks(answer: Answer, width: int | None) -> Text:
    """How the question was understood, if it leant on another, and each claim that nothing supports."""
    words, language = wording(answer.language), answer.language
    understood = [words.understood.format(answer.resolved)] if answer.resolved else []
    doubted = [
        words.remark.format(doubt(claim, language), answer.text[claim.start : claim.end])
        for claim in answer.claims
        if not claim.supported
    ]
    lines = [(line, "dim") for line in understood] + [(line, "yellow") for line in doubted]
    return Text("\n").join(Text(wrap(one_line(line), width), style) for line, style in lines)


def source_list(answer: Answer, width: int | None) -> Text:
    """Each cited article with its markers and quotes, a likely answer marked in each.

    Quotes that the answer already holds are left out, but for those that a screen can mark.
    """
    articles = {hit.article.id: hit.article for hit in answer.hits}
    lines = []
    for identifier in dict.fromkeys(citation.article_id for citation in answer.citations):
        cited = [citation for citation in answer.citations if citation.article_id == identifier]
        markers = "".join(dict.fromkeys(f"[{citation.marker}]" for citation in cited))
        lines.append(_heading(markers, articles[identifier], width))
        lines += [
            _quote(citation, width)
            for citation in cited
            if citation.quote not in answer.text or (width and citation.answer)
        ]
    return Text("\n").join(lines)


def article_page(article: Article, width: int | None) -> Text:
    """One whole article under its title and origin."""
    facts = [_origin(article), article.id, one_line(article.url or "")]
    return Text.assemble(
        (wrap(one_line(article.title), width), "bold"),
        ("\n" + "\n".join(filter(None, facts)), "dim"),
        "\n\n" + wrap(printable(article.text), width),
    )


def _hit(hit: Hit, width: int | None) -> Text:
    return Text.assemble(
        _heading(f"{hit.rank:>2}", hit.article, width),
        (f"\n{_INDENT}{hit.passage.id} · {hit.score:.3f}\n", "dim"),
        wrap(printable(hit.passage.text), width, indent=_INDENT),
    )


def _heading(label: str, article: Article, width: int | None) -> Text:
    title = wrap(one_line(article.title), width, indent=_INDENT).removeprefix(_INDENT)
    origin = wrap(_origin(article), width, indent=_INDENT)
    return Text.assemble((f"{label:<3} ", "cyan"), (title, "bold"), ("\n" + origin, "dim"))


def _quote(citation: Citation, width: int | None) -> Text:
    """The quote with its likely answer styled."""
    text = Text(wrap(printable(f"“{citation.quote}”"), width, indent=_INDENT))
    if citation.answer:
        start, end = citation.answer.start - citation.start, citation.answer.end - citation.start
        _style(text, printable(f"“{citation.quote[:start]}"), printable(citation.quote[start:end]))
    return text


def _style(wrapped: Text, before: str, likely: str) -> None:
    """Styles ``likely``, found by counting the characters before it: wrapping changes nothing but spaces."""
    skipped, count = len(_CHARACTER.findall(before)), len(_CHARACTER.findall(likely))
    places = [found.start() for found in _CHARACTER.finditer(wrapped.plain)][skipped : skipped + count]
    for run in _WITHIN_A_LINE.finditer(wrapped.plain, places[0], places[-1] + 1) if places else ():
        wrapped.stylize(_LIKELY, *run.span())


def _origin(article: Article) -> str:
    parts = (article.source, article.date, article.language)
    return " · ".join(one_line(part) for part in parts if part)
