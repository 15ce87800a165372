"""The smallest pieces of HTML: every text that reaches the page passes through ``escape``."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Sequence

from corpus.types import Article, Span
from qa.types import Citation

LANGUAGE_NAMES = {"en": "English", "vi": "Tiếng Việt", "zh-Hans": "简体中文", "zh-Hant": "繁體中文"}


def escape(text: str) -> str:
    """``text`` as it may stand between tags and in quoted attributes; lone surrogates become ``?``."""
    return html.escape(text.encode("utf-8", "replace").decode("utf-8"), quote=True)


def marked(text: str, quotes: Iterable[Span], answers: Iterable[Span] = ()) -> str:
    """``text`` escaped, with ``<mark>`` around each quote and the answers inside it emphasised.

    Spans are offsets into ``text``; those that overlap are merged.
    """
    likely = list(answers)

    def quoted(quote: Span) -> str:
        inside = [one for one in likely if quote.start <= one.start and one.end <= quote.end]
        shifted = [Span(one.start - quote.start, one.end - quote.start) for one in inside]
        return emphasised(text[quote.start : quote.end], shifted)

    return _tagged("mark", text, quotes, quoted)


def emphasised(text: str, spans: Iterable[Span]) -> str:
    """``text`` escaped, with ``<strong>`` around each span (offsets into ``text``; overlaps are merged)."""
    return _tagged("strong", text, spans, lambda span: escape(text[span.start : span.end]))


def _tagged(tag: str, text: str, spans: Iterable[Span], inner: Callable[[Span], str]) -> str:
    pieces, at = [], 0
    for span in _merged(spans):
        pieces += [escape(text[at : span.start]), f"<{tag}>{inner(span)}</{tag}>"]
        at = span.end
    return "".join(pieces) + escape(text[at:])


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def excerpt(article: Article, window: Span, citations: Sequence[Citation]) -> str:
    """The article's text in ``window``, widened to hold the quotes, which are marked, their answers too."""
    start = min([window.start, *(citation.start for citation in citations)])
    end = max([window.end, *(citation.end for citation in citations)])
    quotes = [Span(citation.start - start, citation.end - start) for citation in citations]
    answers = [citation.answer for citation in citations if citation.answer]
    likely = [Span(answer.start - start, answer.end - start) for answer in answers]
    before = '<span class="pc-gap">… </span>' if start > 0 else ""
    after = '<span class="pc-gap"> …</span>' if end < len(article.text) else ""
    body = marked(article.text[start:end], quotes, likely)
    return f'<blockquote lang="{escape(article.language)}" dir="auto">{before}{body}{after}</blockquote>'


def byline(source: str, date: str | None, language: str) -> str:
    """Publisher, date and a language badge, as one line."""
    name = LANGUAGE_NAMES.get(language, language)
    parts = [
        f"<span>{escape(source)}</span>" if source else "",
        f'<time datetime="{escape(date)}">{escape(date)}</time>' if date else "",
        f'<span class="pc-badge" lang="{escape(language)}">{escape(name)}</span>',
    ]
    return f'<p class="pc-byline">{"".join(parts)}</p>'


def title(text: str, language: str) -> str:
    """An article's title as a heading in its own language."""
    return f'<h3 lang="{escape(language)}" dir="auto">{escape(text)}</h3>'
