"""Answers with the articles' own sentences, without a language model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count, groupby

import numpy as np

from corpus.types import Article, Span
from embeddings.lexical import held_terms, lacking, stated
from embeddings.library import Library
from qa.answering.asking import asks
from qa.answering.contradiction import contradicts
from qa.answering.disagreement import CLEAR, Agreement, agreement
from qa.answering.evidence import THRESHOLD, confidence, fitted, sentence_scores, shortfall, standing, surest
from qa.answering.fit import answering, fits, holds_none, likely_answer
from qa.answering.kinds import SHAPED, Asked
from qa.answering.phrases import attribution, disagreement, quotation, refusal
from qa.types import Answer, Citation, Delta, Hit, Question, Turn

MAX_QUOTES = 3
_MAX_CLOSEST = 3
LOOKED_AT = 24
"""How many of the sentences nearest to the question are looked at for what it asks."""
_FURTHER = 1 / 3
"""How likely another quote has to be beside the best: its odds as a share of those."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a retrieved passage and how well it answers.

    ``score`` is that of ``sentence_scores``; ``fit`` and the others are what ``confidence`` takes beside it.
    """

    hit: Hit
    span: Span
    score: float
    apart: float = 0.0
    fit: float = 0.5
    lacking: float = 0.0
    misses: bool = False

    @property
    def quote(self) -> str:
        return self.hit.article.text[self.span.start : self.span.end]

    @property
    def standing(self) -> float:
        """What it is ranked by."""
        return standing(fitted(self.score, self.fit), self.lacking, misses=self.misses)

    @property
    def confidence(self) -> float:
        """The probability that it answers."""
        score = fitted(self.score, self.fit)
        return confidence(score, self.lacking, apart=self.apart, misses=self.misses)


class ExtractiveAnswerer:
    """Quotes the sentences that answer best, word for word, and says in the reader's language whose they are.

    A sentence answers by its meaning, its words, and whether it has what is asked for: a number, a date, a
    name. Refuses where none is as sure as ``threshold``. Where another article as sure gives the same number
    or date it is quoted too; where one gives another, it is quoted and the answer says so. Other sentences
    are quoted that are nearly as likely as the best, if they hold what may be the answer instead. The
    answer's confidence is that of the sentence that is quoted first; of a refusal, that of the one that ranks
    first. Earlier turns of the conversation are not looked at.
    """

    name = "extractive"

    def __init__(self, library: Library, *, threshold: float = THRESHOLD) -> None:
        self._library = library
        self._threshold = threshold

    def stream(
        self,
        question: Question,
        hits: Sequence[Hit],
        history: Sequence[Turn],  # noqa: ARG002  the protocol's
        /,
    ) -> Iterator[Delta | Answer]:
        """Pieces of text, then the answer with at most ``MAX_QUOTES`` citations."""
        asked = asks(question.text)
        ranked = self._best_first(self.ranked(question, hits))
        chosen = self._chosen(question, asked, ranked)
        sides = _sides(chosen, question, asked)
        pieces = _present(chosen, sides, question.language) or [_refuse(hits, question.language)]
        yield from map(Delta, pieces)
        yield Answer(
            question=question.text,
            language=question.language,
            text="".join(pieces),
            citations=tuple(
                _cite(sentence, n, question, asked) for n, sentence in enumerate(chosen, start=1)
            ),
            hits=tuple(hits),
            refused=not chosen,
            confidence=ranked[0].confidence if ranked else 0.0,
            answerer=self.name,
        )

    def ranked(self, question: Question, hits: Sequence[Hit]) -> list[Sentence]:
        """The sentences that answer best, each once, best first."""
        near = sorted(self._scored(question, hits), key=lambda sentence: -sentence.score)
        found = _judged(near[:LOOKED_AT], question)
        return sorted(found, key=lambda sentence: -sentence.standing)

    def confidences(self, question: Question, hits: Sequence[Hit], /) -> dict[str, float]:
        """The probability that it answers, by sentence of the hits, as quoted."""
        near = sorted(self._scored(question, hits), key=lambda sentence: -sentence.score)
        return {sentence.quote: sentence.confidence for sentence in _judged(near, question)}

    def _scored(self, question: Question, hits: Sequence[Hit]) -> Iterator[Sentence]:
        """Every whole sentence of the hits; a passage that is a piece of a long one stands for itself."""
        query = self._library.query(question.text, question.language)
        shares = self._library.word_shares(question.text)
        given = stated(question.text)
        for hit, held in zip(hits, self._library.contents([hit.passage for hit in hits]), strict=True):
            terms = held.terms or held_terms(hit.passage.text)
            lacks = float(lacking(given, [terms], [_context(hit.article)])[0])
            if not held.sentences:
                yield Sentence(hit, Span(hit.passage.start, hit.passage.end), hit.score, lacking=lacks)
                continue
            texts = (hit.article.text[span.start : span.end] for span in held.sentences)
            short = shortfall(shares, [held_terms(text) for text in texts])
            similarities = held.vectors @ query
            scores = sentence_scores(similarities, np.float32(hit.score), short).tolist()
            apart = (similarities - held.vector @ query).tolist()
            for of in zip(held.sentences, scores, apart, strict=True):
                yield Sentence(hit, *of, lacking=lacks)

    def _best_first(self, ranked: Sequence[Sentence]) -> list[Sentence]:
        """With the one that answers before those that rank higher."""
        if not ranked:
            return []
        place = surest((sentence.confidence for sentence in ranked), self._threshold)
        return [ranked[place], *ranked[:place], *ranked[place + 1 :]]

    def _chosen(self, question: Question, asked: Asked, ranked: Sequence[Sentence]) -> list[Sentence]:
        """The quotes, those of one article together, articles by their best."""
        if not ranked or ranked[0].confidence < self._threshold:
            return []
        nearly = _nearly(ranked[0].confidence)
        sure = [sentence for sentence in ranked if sentence.confidence >= min(nearly, self._threshold)]
        found = agreement([sentence.quote for sentence in sure], question.text, asked)
        first = [sure[number] for number in _compared(sure, found)]
        near = [sentence for sentence in sure if sentence.confidence >= nearly]
        others = [near[number] for number in _answering(near, question, asked)]
        by_article: dict[str, list[Sentence]] = {}
        for sentence in list(dict.fromkeys([*first, *others]))[:MAX_QUOTES]:
            by_article.setdefault(sentence.hit.article.id, []).append(sentence)
        return [sentence for sentences in by_article.values() for sentence in sentences]


def _judged(sentences: Iterable[Sentence], question: Question) -> list[Sentence]:
    """Each once, with its fit, and whether it misses what is asked for."""
    asked = asks(question.text)
    found: dict[str, Sentence] = {}
    for sentence in sentences:
        if sentence.quote not in found:
            context = _context(sentence.hit.article)
            fit = fits(question.text, asked, sentence.quote)
            misses = holds_none(asked, fit) or contradicts(question.text, asked, sentence.quote, context)
            found[sentence.quote] = replace(sentence, fit=fit, misses=misses)
    return list(found.values())


def _context(article: Article) -> str:
    """What a passage is read beside."""
    return f"{article.title} {article.date or ''}"


def _compared(ranked: Sequence[Sentence], found: Agreement) -> list[int]:
    """The best sentence, the best of another article that gives its value, and one for each other value.

    An article that gives its value as well disputes nothing.
    """
    same = next((group for group in found.groups if 0 in group), ())
    if not same:
        return [0]
    articles = [sentence.hit.article.id for sentence in ranked]
    agree = {articles[number] for number in same}
    second = [number for number in same if articles[number] != articles[0]][:1]
    disputing = (
        next((number for number in group if articles[number] not in agree), None) for group in found.groups
    )
    return [0, *second, *(number for number in disputing if number is not None)]


def _nearly(sure: float) -> float:
    """The confidence that has ``_FURTHER`` of the odds."""
    odds = _FURTHER * sure / (1 - sure)
    return odds / (1 + odds)


def _answering(near: Sequence[Sentence], question: Question, asked: Asked) -> list[int]:
    """Those that hold an answer of the kind asked for, as clear as what the first holds, if anything.

    All, where what is asked for has no form to look for.
    """
    if asked.kind not in SHAPED:
        return list(range(len(near)))
    found = [answering(question.text, asked, sentence.quote) for sentence in near]
    least = min(found[0].suit, CLEAR) if found[0] else 0.0
    return [number for number, held in enumerate(found) if held and held.suit >= least]


def _sides(chosen: Sequence[Sentence], question: Question, asked: Asked) -> list[list[int]]:
    """The markers of quotes that agree, where the first quotes of two articles do not; else none."""
    first = {sentence.hit.article.id: n for n, sentence in reversed(list(enumerate(chosen)))}
    markers = sorted(first.values())
    found = agreement([chosen[n].quote for n in markers], question.text, asked)
    return [[markers[n] + 1 for n in group] for group in found.groups] if found.is_disputed else []


def _present(chosen: Sequence[Sentence], sides: Sequence[Sequence[int]], reader: str) -> list[str]:
    """One paragraph per article: whose words they are, then the quotes; and whether they disagree."""
    pieces: list[str] = []
    markers = count(1)
    for _, sentences in groupby(chosen, key=lambda sentence: sentence.hit.article.id):
        first, *others = sentences
        pieces.append(("\n\n" if pieces else "") + attribution(first.hit.article, reader))
        pieces.append(quotation(first.quote, next(markers), reader))
        pieces.extend(" " + quotation(other.quote, next(markers), reader) for other in others)
    if sides:
        pieces.append("\n\n" + disagreement(sides, reader))
    return pieces


def _refuse(hits: Sequence[Hit], reader: str) -> str:
    closest = {hit.article.id: hit.article for hit in hits}
    return refusal(list(closest.values())[:_MAX_CLOSEST], reader)


def _cite(sentence: Sentence, marker: int, question: Question, asked: Asked) -> Citation:
    start = sentence.span.start
    answer = likely_answer(question.text, asked, sentence.quote)
    return Citation(
        marker=marker,
        passage_id=sentence.hit.passage.id,
        article_id=sentence.hit.article.id,
        quote=sentence.quote,
        start=start,
        end=sentence.span.end,
        answer=answer and Span(start + answer.start, start + answer.end),
        confidence=sentence.confidence,
    )
