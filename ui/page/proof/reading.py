"""A whole article: verbatim, in paragraphs, with what an exchange found in it highlighted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.types import Article, Span
from ui.page.languages import in_language, shown_number
from ui.page.proof.cards import copy_menu
from ui.page.proof.words import WORDS, ProofWords
from ui.page.rendering.markup import byline, escape, link, marked, title

BLOCK = 8_000
"""Characters, about, that a browser lays out together, and leaves out while they are far from view."""


def article_page(article: Article, hits: Sequence[Span], *, file: str, language: str) -> str:
    """The article with its metadata and, for each of its ``hits``, its place among them and its citation.

    ``file`` is the name of the file it was read from, or empty; ``language`` is the reader's.
    """
    words = in_language(WORDS, language)
    facts = [link(article.url), f"<span>{_length(article, words, language)}</span>", _file(file, words)]
    return (
        f"<header>{title(article.title, article.language, level=2)}"
        f"{byline(article.source, article.date, article.language, language, *facts)}"
        f'<div class="pc-tools">{_steps(hits, words)}'
        f'<button type="button" class="pc-quiet" data-top>{escape(words.from_top)}</button>'
        f"{_menus(article, hits, language)}</div></header>"
        f'<div class="pc-text" lang="{escape(article.language)}" tabindex="0" role="region"'
        f' aria-label="{escape(article.title)}">{article_text(article.text, hits)}</div>'
    )


def missing_page(language: str) -> str:
    """What stands in the place of an article that the library does not hold."""
    return f'<p class="pc-hint" role="status">{escape(in_language(WORDS, language).gone)}</p>'


def article_text(text: str, hits: Sequence[Span]) -> str:
    """``text``, every character of it, as paragraphs in blocks; a mark bears the numbers of its hits."""
    blocks: list[list[str]] = []
    size = BLOCK
    for start, end in _paragraphs(text):
        if size >= BLOCK:
            blocks.append([])
            size = 0
        blocks[-1].append(_paragraph(text, start, end, hits))
        size += end - start
    return "".join(f"<div>{''.join(block)}</div>" for block in blocks)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Each line with the line breaks after it."""
    return (found.span() for found in re.finditer(r"[^\n]+\n*|\n+", text))


def _paragraph(text: str, start: int, end: int, hits: Sequence[Span]) -> str:
    inside = [at for at, hit in enumerate(hits) if hit.start < end and start < hit.end]
    quotes = [Span(max(hits[at].start, start) - start, min(hits[at].end, end) - start) for at in inside]
    return f'<p dir="auto">{marked(text[start:end], quotes, names=[str(at) for at in inside])}</p>'


def _steps(hits: Sequence[Span], words: ProofWords) -> str:
    if len(hits) < 2:
        return ""
    places = "".join(
        f'<span data-hit="{at}" hidden>{escape(words.place.format(at + 1, len(hits)))}</span>'
        for at in range(len(hits))
    )
    return (
        f'<span class="pc-steps">{_arrow(-1, words.previous, "p", "↑")}'
        f'<span role="status">{places}</span>{_arrow(1, words.next, "n", "↓")}</span>'
    )


def _arrow(step: int, name: str, key: str, sign: str) -> str:
    return (
        f'<button type="button" class="pc-quiet" data-step="{step}" aria-label="{escape(name)}"'
        f' aria-keyshortcuts="{key}" title="{escape(name)} ({key})">{sign}</button>'
    )


def _menus(article: Article, hits: Sequence[Span], language: str) -> str:
    if not hits:
        return copy_menu(article, (), language)
    quotes = (article.text[hit.start : hit.end] for hit in hits)
    return "".join(
        f'<span data-hit="{at}" hidden>{copy_menu(article, [quote], language)}</span>'
        for at, quote in enumerate(quotes)
    )


def _length(article: Article, words: ProofWords, language: str) -> str:
    count = len(article.text)
    figure = shown_number(count, language)
    return escape(words.one_character if count == 1 else words.characters.format(figure))


def _file(name: str, words: ProofWords) -> str:
    return f'<span dir="auto">{escape(words.file.format(name))}</span>' if name else ""
