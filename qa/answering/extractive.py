"""Answers with the articles' own sentences, without a language model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, groupby

import numpy as np

from corpus.types import Span
from embeddings.library import Library
from embeddings.protocols import Encoder, Vectors
from qa.answering.evidence import ANCHORS, THRESHOLD, confidences, sentence_scores
from qa.answering.phrases import attribution, quotation, refusal
from qa.types import Answer, Citation, Delta, Hit, Question, Turn

MAX_QUOTES = 3
_MAX_CLOSEST = 3


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence of a retrieved passage and the confidence that it answers."""

    hit: Hit
    span: Span
    confidence: float

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
        self._anchors: tuple[Encoder, Vectors] | None = None

    def stream(
        self,
        question: Question,
        hits: Sequence[Hit],
        history: Sequence[Turn],  # noqa: ARG002  the protocol's
        /,
    ) -> Iterator[Delta | Answer]:
        """Pieces of text, then the answer with at most ``MAX_QUOTES`` citations."""
        ranked = self._rank(question, hits)
        chosen = _choose([sentence for sentence in ranked if sentence.confidence >= self._threshold])
        pieces = _present(chosen, question.language) if chosen else [_refuse(hits, question.language)]
        yield from map(Delta, pieces)
        yield Answer(
            question=question.text,
            language=question.language,
            text="".join(pieces),
            citations=tuple(_cite(sentence, n) for n, sentence in enumerate(chosen, start=1)),
            hits=tuple(hits),
            refused=not chosen,
            confidence=ranked[0].confidence if ranked else 0.0,
            answerer=self.name,
        )

    def _rank(self, question: Question, hits: Sequence[Hit]) -> list[_Sentence]:
        if not hits:
            return []
        query = self._library.encoder.encode_queries([question.text])[0]
        corrections = self._corrections(query)
        found = [
            (hit, span, similarity + corrections.get(hit.passage.language, 0.0))
            for hit in hits
            for span, similarity in self._similar(hit, query)
        ]
        own, of_passage = np.array([(score, hit.score) for hit, _, score in found], dtype=np.float32).T
        sure = confidences(sentence_scores(own, of_passage), self._anchor_vectors() @ query)
        sentences = [_Sentence(hit, span, float(c)) for (hit, span, _), c in zip(found, sure, strict=True)]
        return sorted(sentences, key=lambda sentence: -sentence.confidence)

    def _similar(self, hit: Hit, query: Vectors) -> Iterator[tuple[Span, float]]:
        """The passage's sentences and their similarities with the question, corrected for its language."""

    def _corrections(self, query: Vectors) -> dict[str, float]:
        passages, similarities = nearest(self._library, query)
        return language_corrections(similarities, [passage.language for passage in passages])

    def _anchor_vectors(self) -> Vectors:
        """The vectors of ``ANCHORS``, computed once for an encoder; a rebuild may have changed it."""
        encoder, cached = self._library.encoder, self._anchors
        if cached is None or cached[0] is not encoder:
            cached = self._anchors = (encoder, encoder.encode_passages(ANCHORS))
        return cached[1]


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
