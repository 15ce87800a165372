"""Holds each claim of an answer against the passages that it cites."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from corpus.language import identify_question
from corpus.types import Passage, Span
from embeddings.protocols import Vectors
from qa.checking.claims import Sentence
from qa.checking.names import missing_names
from qa.checking.quantities import Quantity, held, stated
from qa.types import Claim, Hit

FLOOR = 0.33
"""How near in meaning a claim has to be to one of the sentences that it cites, as a cosine.

The greatest that 99 in 100 supported claims reach in another language, on news lines with the bundled
encoder; 28 in 100 of those that cite the line before or after do too (``benchmarks/support_floor.py``). So
it finds what is about something else, while numbers, dates and names find what is wrong.
"""
_PROOF = 0.2
"""What holding all of a claim's numbers and dates adds to a sentence's similarity where a quote is chosen."""


class Space(Protocol):
    """Where statements and sentences compare whatever their languages; a ``Library`` is one."""

    def passage_vector(self, text: str, language: str) -> Vectors:
        """A statement's vector: unit float32 ``(dim,)``."""
        ...

    def sentences_alone(self, passage: Passage) -> tuple[list[Span], Vectors]:
        """A passage's sentences: offsets into the article, unit vectors float32 ``(n, dim)``."""
        ...


@dataclass(frozen=True, slots=True)
class Checked:
    """A claim with, for each of its markers, the sentence of the source that comes closest to it.

    Quotes are offsets into the article of the marker's hit, inside its passage.
    """

    claim: Claim
    quotes: tuple[tuple[int, Span], ...] = ()


class Checker:
    """Decides whether claims are supported.

    A claim is supported if the passages that it cites, with their articles' titles, sources and years,
    together hold every number and date (``quantities``) and every name (``names``) that it states, and one of
    their sentences is as near in meaning as ``floor``. A claim that cites nothing is not supported.
    """

    def __init__(self, space: Space, *, floor: float = FLOOR) -> None:
        self._space = space
        self._floor = floor

    def check(
        self, sentence: Sentence, hits: Sequence[Hit], language: str, question: str = ""
    ) -> Checked | None:
        """The verdict on a sentence of an answer in ``language`` to ``question``; None if it claims nothing.

        Marker ``n`` cites ``hits[n - 1]``; a marker that names no hit is passed over.
        """
        statement = sentence.statement
        if not statement:
            return None
        markers = tuple(marker for marker in sentence.markers if 1 <= marker <= len(hits))
        sources = [hits[marker - 1] for marker in markers]
        if not sources:
            return Checked(Claim(sentence.start, sentence.end, (), supported=False))
        language = identify_question(statement, {language})
        quantities = stated(statement)
        missing = [*_missing(quantities, sources), *_missing_names(statement, language, sources)]
        vector = self._vector(statement, language, question)
        quotes = [self._closest(hit.passage, vector, quantities) for hit in sources]
        supported = not missing and max(similarity for _, similarity in quotes) >= self._floor
        claim = Claim(sentence.start, sentence.end, markers, supported, tuple(dict.fromkeys(missing)))
        return Checked(claim, tuple(zip(markers, (span for span, _ in quotes), strict=True)))

    def _vector(self, statement: str, language: str, question: str) -> Vectors:
        """The statement's vectors alone and behind its question: the less it says itself, the less alone."""
        alone = self._space.passage_vector(statement, language)
        if not question:
            return alone
        answering = self._space.passage_vector(f"{question} {statement}", language)
        share = np.float32(len(statement) / (len(question) + len(statement)))
        return share * alone + (np.float32(1) - share) * answering

    def _closest(
        self, passage: Passage, vector: Vectors, quantities: Sequence[Quantity]
    ) -> tuple[Span, float]:
        """The sentence that best supports a claim, and the greatest similarity in the passage."""
        spans, vectors = self._space.sentences_alone(passage)
        if not spans:
            spans = [Span(passage.start, passage.end)]
            vectors = self._space.passage_vector(passage.text, passage.language)[None, :]
        similarities = vectors @ vector
        proof = [
            _share_held(quantities, passage.text[s.start - passage.start : s.end - passage.start])
            for s in spans
        ]
        best = int(np.argmax(similarities + _PROOF * np.array(proof, dtype=np.float32)))
        return spans[best], float(similarities.max())


def _share_held(quantities: Sequence[Quantity], text: str) -> float:
    there = held([text])
    return sum(map(there.holds, quantities)) / max(len(quantities), 1)


def _missing(quantities: Sequence[Quantity], sources: Sequence[Hit]) -> list[str]:
    there = held(text for hit in sources for text in _said(hit))
    return [quantity.written for quantity in quantities if not there.holds(quantity)]


def _missing_names(statement: str, language: str, sources: Sequence[Hit]) -> list[str]:
    passages = [(hit.passage.language, "\n".join(_said(hit))) for hit in sources]
    return missing_names(statement, language, passages)


def _said(hit: Hit) -> Iterator[str]:
    """What a source says: the passage, and its article's title, publisher and year."""
    yield hit.passage.text
    yield hit.article.title
    yield hit.article.source
    yield (hit.article.date or "")[:4]
