"""Answers with the articles' own sentences, without a language model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, groupby

import numpy as np

from corpus.types import Span
from embeddings.library import Library
from embeddings.protocols import Vectors
from qa.answering.evidence import THRESHOLD, confidence, sentence_scores
from qa.answering.phrases import attribution, quotation, refusal
from qa.types import Answer, Citation, Delta, Hit, Question, Turn

MAX_QUOTES = 3
_MAX_CLOSEST = 3


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence of a retrieved passage and how well it answers."""

    hit: Hit
    span: Span
    score: float

    @property
    def quote(self) -> str:
        return self.hit.article.text[self.span.start : self.span.end]


class ExtractiveAnswerer:
    """Quotes the sentences that answer best, word for word, and says in the reader's language whose they are.

    Refuses where no sentence reaches ``threshold``. Earlier turns of the conversation are not looked at.
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
        ranked = self._rank(question, hits) if hits else []
        chosen = _choose([sentence for sentence in ranked if confidence(sentence.score) >= self._threshold])
        pieces = _present(chosen, question.language) if chosen else [_refuse(hits, question.language)]
        yield from map(Delta, pieces)
        yield Answer(
            question=question.text,
            language=question.language,
            text="".join(pieces),
            citations=tuple(_cite(sentence, n) for n, sentence in enumerate(chosen, start=1)),
            hits=tuple(hits),
            refused=not chosen,
            confidence=confidence(ranked[0].score) if ranked else 0.0,
            answerer=self.name,
        )

    def _rank(self, question: Question, hits: Sequence[Hit]) -> list[_Sentence]:
        query = self._library.query(question.text, question.language)
        sentences = [_Sentence(hit, span, score) for hit in hits for span, score in self._score(hit, query)]
        return sorted(sentences, key=lambda sentence: -sentence.score)

    def _score(self, hit: Hit, query: Vectors) -> list[tuple[Span, float]]:
        """The passage's sentences with their scores; a piece of one long sentence stands for itself."""
        spans, vectors = self._library.sentences(hit.passage)
        if not spans:
            return [(Span(hit.passage.start, hit.passage.end), hit.score)]
        scores = sentence_scores(vectors @ query, np.float32(hit.score))
        return list(zip(spans, scores.tolist(), strict=True))


def _choose(ranked: Sequence[_Sentence]) -> list[_Sentence]:
    """The first few that differ, those of one article together, articles by their best."""
    distinct: dict[str, _Sentence] = {}
    for sentence in ranked:
        distinct.setdefault(sentence.quote, sentence)
    by_article: dict[str, list[_Sentence]] = {}
    for sentence in list(distinct.values())[:MAX_QUOTES]:
        by_article.setdefault(sentence.hit.article.id, []).append(sentence)
    return [sentence for sentences in by_article.values() for sentence in sentences]


def _present(chosen: Sequence[_Sentence], reader: str) -> list[str]:
    """One paragraph per article: whose words they are, then the quotes with their markers."""
    pieces: list[str] = []
    markers = count(1)
    for _, sentences in groupby(chosen, key=lambda sentence: sentence.hit.article.id):
        first, *others = sentences
        pieces.append(("\n\n" if pieces else "") + attribution(first.hit.article, reader))
        pieces.append(quotation(first.quote, next(markers), reader))
        pieces.extend(" " + quotation(other.quote, next(markers), reader) for other in others)
    return pieces


def _refuse(hits: Sequence[Hit], reader: str) -> str:
    closest = {hit.article.id: hit.article for hit in hits}
    return refusal(list(closest.values())[:_MAX_CLOSEST], reader)


def _cite(sentence: _Sentence, marker: int) -> Citation:
    return Citation(
        marker=marker,
        passage_id=sentence.hit.passage.id,
        article_id=sentence.hit.article.id,
        quote=sentence.quote,
        start=sentence.span.start,
        end=sentence.span.end,
    )
