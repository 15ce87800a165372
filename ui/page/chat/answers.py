"""An answer's text: its quotes, its numbered markers, and the claims that nothing supports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from unicodedata import bidirectional

from corpus.types import Span
from qa.restoring import LostCitation
from qa.types import Answer, Citation, Claim, Hit
from ui.page.chat.words import WORDS
from ui.page.languages import in_language
from ui.page.rendering.markup import emphasised, escape
from ui.rendering.wording import doubt


def answer_text(answer: Answer, exchange: int, language: str, lost: Sequence[LostCitation] = ()) -> str:
    """The answer escaped; its quotes tagged with their language, its markers buttons that show the source.

    A number in brackets is a marker where a citation bears it, unless it is part of a quote. A claim that
    nothing supports is underlined, and the reason follows it. ``language`` is the reader's,
    ``lost`` is what was quoted of articles that are gone.
    """
    linked = _linker(answer, exchange, language, lost)
    pieces, at = [], 0
    for claim in answer.claims:
        if not claim.supported:
            doubted = linked(answer.text[claim.start : claim.end])
            pieces += [linked(answer.text[at : claim.start]), _doubted(doubted, claim, answer.language)]
            at = claim.end
    return "".join(pieces) + linked(answer.text[at:])


def _linker(
    answer: Answer, exchange: int, language: str, lost: Sequence[LostCitation]
) -> Callable[[str], str]:
    """Escapes a part of the answer, with HTML for each quote, marker and leftward name in it."""
    languages = {hit.article.id: hit.article.language for hit in answer.hits}
    markers = {*(citation.marker for citation in answer.citations), *(gone.marker for gone in lost)}
    shown = {f"[{marker}]": _button(marker, exchange, language) for marker in markers}
    for citation in answer.citations:
        shown.setdefault(citation.quote, _quote(citation, languages[citation.article_id]))
    for gone in lost:
        shown.setdefault(gone.quote, _quoted(escape(gone.quote), gone.language))
    gone_names = {name for gone in lost for name in (gone.title, gone.source)}
    for name, html in _isolated(names(answer.hits) | gone_names).items():
        shown.setdefault(name, html)
    return lambda text: _with_html(text, shown)


def unfinished_text(text: str, named: Iterable[str]) -> str:
    """An answer that is being written, escaped; of ``named`` the names that run leftward are isolated."""
    return _with_html(text, _isolated(named))


def names(hits: Iterable[Hit]) -> frozenset[str]:
    """The titles and sources of what was found, which an answer may name."""
    return frozenset(name for hit in hits for name in (hit.article.title, hit.article.source))


def _isolated(named: Iterable[str]) -> dict[str, str]:
    return {name: f"<bdi>{escape(name)}</bdi>" for name in named if _runs_leftward(name)}


def _with_html(text: str, shown: Mapping[str, str]) -> str:
    """``text`` escaped, but for the parts whose HTML is ``shown``."""
    pieces, at = [], 0
    for place in _places(text, filter(None, shown)):
        pieces += [escape(text[at : place.start]), shown[text[place.start : place.end]]]
        at = place.end
    return "".join(pieces) + escape(text[at:])


def _runs_leftward(text: str) -> bool:
    """Whether a part of it is written from right to left, and would draw what stands beside it along."""
    return any(bidirectional(character) in {"R", "AL"} for character in text)


def _places(text: str, parts: Iterable[str]) -> Iterator[Span]:
    """Where ``parts`` stand in ``text``, in order; where two overlap the first, and then the longest."""
    end = 0
    for start, less in sorted((start, -len(part)) for part in parts for start in _starts(text, part)):
        if start >= end:
            end = start - less
            yield Span(start, end)


def _starts(text: str, part: str) -> Iterator[int]:
    start = text.find(part)
    while start >= 0:
        yield start
        start = text.find(part, start + len(part))


def _button(marker: int, exchange: int, language: str) -> str:
    name = in_language(WORDS, language).marker.format(marker)
    return (
        f'<button type="button" class="pc-marker" data-exchange="{exchange}" data-marker="{marker}"'
        f' aria-label="{escape(name)}">{marker}</button>'
    )


def _quote(citation: Citation, language: str) -> str:
    answer = citation.answer
    spans = [Span(answer.start - citation.start, answer.end - citation.start)] if answer else []
    return _quoted(emphasised(citation.quote, spans), language)


def _quoted(text: str, language: str) -> str:
    return f'<span class="pc-quote" lang="{escape(language)}" dir="auto">{text}</span>'


def _doubted(claim_text: str, claim: Claim, language: str) -> str:
    reason = escape(doubt(claim, language))
    return f'<span class="pc-doubted">{claim_text}</span> <span class="pc-doubt">{reason}</span>'
