"""Hits, sources and articles as styled terminal text; ``width`` is in cells, ``None`` for no wrapping."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.text import Text

from ui.rendering.safety import one_line, printable
from ui.rendering.wrapping import wrap

if TYPE_CHECKING:
    from corpus.types import Article
    from qa.types import Answer, Hit

_INDENT = "    "


def hit_list(hits: Iterable[Hit], width: int | None) -> Text:
    """Each hit with its rank, score, where it is from, and its whole passage."""
    return Text("\n\n").join(_hit(hit, width) for hit in hits)


def source_list(answer: Answer, width: int | None) -> Text:
    """Each cited article with its markers, and those quotes that the answer does not already hold."""
    articles = {hit.article.id: hit.article for hit in answer.hits}
    lines = []
    for identifier in dict.fromkeys(citation.article_id for citation in answer.citations):
        cited = [citation for citation in answer.citations if citation.article_id == identifier]
        markers = "".join(dict.fromkeys(f"[{citation.marker}]" for citation in cited))
        lines.append(_heading(markers, articles[identifier], width))
        lines += [_quote(citation.quote, width) for citation in cited if citation.quote not in answer.text]
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


def _quote(quote: str, width: int | None) -> Text:
    return Text(wrap(printable(f"“{quote}”"), width, indent=_INDENT))


def _origin(article: Article) -> str:
    parts = (article.source, article.date, article.language)
    return " · ".join(one_line(part) for part in parts if part)
