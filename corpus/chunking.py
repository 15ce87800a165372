"""Cuts an article into passages: whole sentences, up to a token budget, each a slice of the text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from corpus.errors import InputError
from corpus.fitting import CountTokens, split_to_fit
from corpus.sentences import split_sentences
from corpus.types import Article, Passage, Span, passage_id

_FILLED = 0.6
_SHORT_TAIL = 0.3
_LONGEST_HEADING = 32
_LONGEST_TOKEN = 16


@dataclass(frozen=True, slots=True)
class ChunkSettings:
    """How passages are cut: at most ``max_tokens`` each, the last ``overlap_sentences`` repeated in the next.

    Raises InputError for a budget under 8 tokens or a negative overlap.
    """

    max_tokens: int = 192
    overlap_sentences: int = 1

    def __post_init__(self) -> None:
        if self.max_tokens < 8:
            raise InputError("passage length", f"{self.max_tokens} tokens hold no sentence", "at least 8")
        if self.overlap_sentences < 0:
            raise InputError(
                "passage overlap", f"{self.overlap_sentences} sentences is negative", "0 or more"
            )


@dataclass(frozen=True, slots=True)
class _Unit:
    """What is never cut again: a sentence, or a part of one that exceeds the budget by itself."""

    span: Span
    tokens: int
    whole: bool
    opens_paragraph: bool


def chunk(article: Article, count_tokens: CountTokens, settings: ChunkSettings) -> list[Passage]:
    """The passages of ``article`` in order; every visible character lies in at least one.

    ``count_tokens`` is called about once per sentence and once per passage, and holds for the passage as it
    is: ``count_tokens(passage.text) <= settings.max_tokens``. A passage rather ends with a paragraph when it
    is well filled by then, and the last two share what is left if little would remain.
    """
    packer = _Packer(article.text, count_tokens, settings)
    return [_passage(article, span) for span in packer.spans()]


def _passage(article: Article, span: Span) -> Passage:
    start, end = span.start, span.end
    name = passage_id(article.id, start, end)
    return Passage(name, article.id, start, end, article.text[start:end], article.language)


class _Packer:
    def __init__(self, text: str, count_tokens: CountTokens, settings: ChunkSettings) -> None:
        self._text, self._count, self._settings = text, count_tokens, settings
        self._units = list(self._find_units())
        self._totals = list(accumulate((unit.tokens for unit in self._units), initial=0))

    def spans(self) -> Iterator[Span]:
        """Spans of consecutive units; each ends further on than the one before."""
        first = last = 0
        while last < len(self._units):
            stop = self._stop(first)
            if stop <= last:
                first = last
                stop = self._stop(first)
            yield self._span(first, stop)
            first, last = self._overlap_start(first, stop), stop

    def _find_units(self) -> Iterator[_Unit]:
        end = 0
        for sentence in split_sentences(self._text):
            opens = "\n" in self._text[end : sentence.start]
            yield from self._cut_to_budget(sentence, opens)
            end = sentence.end

    def _cut_to_budget(self, sentence: Span, opens_paragraph: bool) -> Iterator[_Unit]:
        budget = self._settings.max_tokens
        if sentence.end - sentence.start <= budget * _LONGEST_TOKEN:
            tokens = self._count(self._text[sentence.start : sentence.end])
            if tokens <= budget:
                yield _Unit(sentence, tokens, True, opens_paragraph)
                return
        for part in split_to_fit(self._text, sentence, self._count, budget):
            tokens = self._count(self._text[part.start : part.end])
            yield _Unit(part, tokens, False, opens_paragraph and part.start == sentence.start)

    def _span(self, first: int, stop: int) -> Span:
        return Span(self._units[first].span.start, self._units[stop - 1].span.end)

    def _tokens(self, first: int, stop: int) -> int:
        return self._totals[stop] - self._totals[first]

    def _stop(self, first: int) -> int:
        stop = self._fitting(first, self._preferred_stop(first))
        return stop - 1 if stop > first + 1 and self._is_heading(stop - 1) else stop

    def _is_heading(self, number: int) -> bool:
        """A short paragraph without an end mark, and more text below: it belongs to what follows."""
        unit, below = self._units[number], self._units[number + 1 : number + 2]
        alone = unit.opens_paragraph and any(next_unit.opens_paragraph for next_unit in below)
        return alone and unit.tokens <= _LONGEST_HEADING and self._text[unit.span.end - 1].isalnum()

    def _preferred_stop(self, first: int) -> int:
        """Where a passage from ``first`` should stop, by the sum of its sentences' tokens."""
        budget = self._settings.max_tokens
        furthest = max(first + 1, bisect_right(self._totals, self._totals[first] + budget) - 1)
        rest = self._tokens(furthest, len(self._units))
        if rest == 0:
            return len(self._units)
        if rest < _SHORT_TAIL * budget:
            return self._even_stop(first, furthest)
        filled = (
            stop
            for stop in range(furthest, first, -1)
            if self._units[stop].opens_paragraph and self._tokens(first, stop) >= _FILLED * budget
        )
        return next(filled, furthest)

    def _even_stop(self, first: int, furthest: int) -> int:
        """The stop that leaves about as much after it as before, rather at a paragraph than not."""
        half = self._tokens(first, len(self._units)) / 2
        bonus = self._settings.max_tokens * (1 - _FILLED) / 2

        def unevenness(stop: int) -> float:
            return abs(self._tokens(first, stop) - half) - bonus * self._units[stop].opens_paragraph

        return min(range(first + 1, furthest + 1), key=unevenness)

    def _fitting(self, first: int, stop: int) -> int:
        """``stop``, or less where the passage has more tokens than the sum of its sentences'."""
        budget = self._settings.max_tokens
        while stop > first + 1:
            span = self._span(first, stop)
            tokens = self._count(self._text[span.start : span.end])
            if tokens <= budget:
                break
            stop = max(first + 1, min(stop - 1, first + (stop - first) * budget // tokens))
        return stop

    def _overlap_start(self, first: int, stop: int) -> int:
        """Where the next passage starts: some whole sentences back, up to half a passage, after ``first``."""
        start = stop
        earliest = max(first + 1, stop - self._settings.overlap_sentences)
        while start > earliest and self._units[start - 1].whole:
            if 2 * self._tokens(start - 1, stop) > self._settings.max_tokens:
                break
            start -= 1
        return start
