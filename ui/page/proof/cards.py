"""One source: its article, how sure its quotes are, and the quotes among the sentences around them."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.types import Article, Span
from qa.restoring import LostCitation
from qa.types import Citation, Hit
from ui.page.languages import in_language
from ui.page.proof.words import WORDS, ProofWords
from ui.page.rendering.markup import byline, escape, marked, title
from ui.rendering import citations as formats

VERY_LIKELY, LIKELY = 0.9, 0.5
"""From these probabilities on; what is less likely than not is called uncertain."""


def cited_card(hit: Hit, citations: Sequence[Citation], flags: Sequence[str], language: str) -> str:
    """The card of the passage that ``citations`` quote; ``flags`` say what checking found against them."""
    words = in_language(WORDS, language)
    markers = _markers(citations)
    numbers = " ".join(map(str, markers))
    attributes = (
        f'data-markers="{numbers}" data-article="{escape(hit.article.id)}"'
        f' data-hits="{" ".join(f"{one.start}-{one.end}" for one in citations)}"'
        f' aria-label="{escape(words.source.format(numbers, hit.article.title))}"'
    )
    known = [citation.confidence for citation in citations if citation.confidence is not None]
    about = (_confidence(max(known), words) if known else "") + "".join(map(_flag, flags))
    quotes = [citation.quote for citation in citations]
    return _card(hit, citations, _badges(markers), attributes, about, quotes, language)


def found_card(hit: Hit, language: str) -> str:
    """The card of a passage that was found and not quoted."""
    passage = hit.passage
    attributes = f'data-article="{escape(hit.article.id)}" data-hits="{passage.start}-{passage.end}"'
    return _card(hit, (), "", attributes, "", (), language)


def lost_card(lost: LostCitation, language: str) -> str:
    """The card of a quote whose article the library no longer holds, as a conversation has kept it."""
    words = in_language(WORDS, language)
    return (
        f'<article class="pc-source" tabindex="-1" data-markers="{lost.marker}"'
        f' aria-label="{escape(words.source.format(lost.marker, lost.title))}">'
        f"<header>{_badges([lost.marker])}{title(lost.title, lost.language)}</header>"
        f"{byline(lost.source, lost.date, lost.language, language)}"
        f'<p class="pc-flag">{escape(words.lost)}</p>'
        f'<blockquote lang="{escape(lost.language)}" dir="auto">{escape(lost.quote)}</blockquote></article>'
    )


def copy_menu(article: Article, quotes: Sequence[str], language: str) -> str:
    """A menu whose buttons carry the citation in each format, and a place to say that it was copied."""
    words = in_language(WORDS, language)
    texts = (
        (words.plain, formats.plain(article, quotes)),
        ("Markdown", formats.markdown(article, quotes)),
        ("BibTeX", formats.bibtex(article, quotes)),
    )
    buttons = "".join(
        f'<button type="button" data-copy="{escape(text)}">{escape(name)}</button>' for name, text in texts
    )
    said = f'data-copied="{escape(words.copied)}" data-failed="{escape(words.not_copied)}"'
    return (
        f'<details class="pc-copy"><summary>{escape(words.copy)}</summary><div>{buttons}</div></details>'
        f'<span class="pc-copied" role="status" {said}></span>'
    )


def _card(
    hit: Hit,
    citations: Sequence[Citation],
    badges: str,
    attributes: str,
    about: str,
    quotes: Sequence[str],
    language: str,
) -> str:
    article, words = hit.article, in_language(WORDS, language)
    return (
        f'<article class="pc-source" tabindex="-1" {attributes}>'
        f"<header>{badges}{title(article.title, article.language)}</header>"
        f"{byline(article.source, article.date, article.language, language)}{about}"
        f"{_excerpt(article, Span(hit.passage.start, hit.passage.end), citations)}"
        f'<footer><button type="button" class="pc-quiet" data-open>{escape(words.open_article)}</button>'
        f"{copy_menu(article, quotes, language)}</footer></article>"
    )


def _excerpt(article: Article, window: Span, citations: Sequence[Citation]) -> str:
    """The article's text in ``window``, widened to hold the quotes, which are marked, their answers too."""
    start = min([window.start, *(citation.start for citation in citations)])
    end = max([window.end, *(citation.end for citation in citations)])
    quotes = [Span(citation.start - start, citation.end - start) for citation in citations]
    answers = [citation.answer for citation in citations if citation.answer]
    likely = [Span(answer.start - start, answer.end - start) for answer in answers]
    names = [str(citation.marker) for citation in citations]
    before = '<span class="pc-gap">… </span>' if start > 0 else ""
    after = '<span class="pc-gap"> …</span>' if end < len(article.text) else ""
    body = marked(article.text[start:end], quotes, likely, names=names)
    return f'<blockquote lang="{escape(article.language)}" dir="auto">{before}{body}{after}</blockquote>'


def _markers(citations: Sequence[Citation]) -> list[int]:
    return sorted({citation.marker for citation in citations})


def _badges(markers: Sequence[int]) -> str:
    return "".join(f'<span class="pc-marker">{marker}</span>' for marker in markers)


def _flag(text: str) -> str:
    return f'<p class="pc-flag" dir="auto">{escape(text)}</p>'


def _confidence(probability: float, words: ProofWords) -> str:
    """A word and a bar; the figure when the pointer rests on it, and for screen readers."""
    word = words.uncertain
    if probability >= LIKELY:
        word = words.very_likely if probability >= VERY_LIKELY else words.likely
    figure = escape(words.confidence.format(f"{probability:.0%}"))
    meter = f'<meter min="0" max="1" value="{probability:.3f}" aria-label="{figure}"></meter>'
    return f'<p class="pc-confidence" title="{figure}">{meter}<span>{escape(word)}</span></p>'
