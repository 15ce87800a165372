"""Holds each claim of an answer against the passages that it cites."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np

from corpus.language import identify_question
from corpus.types import Passage, Span, primary_language
from embeddings.protocols import Vectors
from qa.checking.claims import Sentence
from qa.checking.names import missing_names
from qa.checking.orders import gives_orders, without_orders
from qa.checking.quantities import Quantity, held, stated
from qa.types import Claim, Hit

FLOOR = 0.33
"""How near in meaning a claim has to be to one of the sentences that it cites, as a cosine.

The greatest that 99 in 100 supported claims reach in another language, on news lines with the bundled
encoder; 28 in 100 of those that cite the line before or after do too (``benchmarks/support_floor.py``). So
it finds what is about something else, while numbers, dates and names find what is wrong.
"""


class Unprompted(NamedTuple):
    """How near a claim without telling numbers has to be to be given a source that it does not cite.

    By itself (``alone``), and behind its question to a source in its own language (``within``) or another
    (``between``).
    """

    alone: float
    within: float
    between: float


UNPROMPTED = Unprompted(alone=0.5, within=0.65, between=0.62)
"""Of statements whose own line is not among the news lines retrieved, at most 1 in 20 are given one of those
around it, from their own language and from another (``benchmarks/attribution.py``).
"""
_TELLING = 32
"""The least number that is hardly ever in a sentence by chance, for no date has it."""
_TIE = 0.05
"""How much nearer a passage may be that lacks the telling numbers which another holds."""
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
    their sentences is as near in meaning as ``floor``. A claim that cites nothing is not supported. Sentences
    that give orders to whoever answers (``orders``) support nothing.
    """

    def __init__(self, space: Space, *, floor: float = FLOOR, unprompted: Unprompted = UNPROMPTED) -> None:
        self._space = space
        self._floor = floor
        self._unprompted = unprompted

    def check(
        self, sentence: Sentence, hits: Sequence[Hit], language: str, question: str = ""
    ) -> Checked | None:
        """The verdict on a sentence of an answer in ``language`` to ``question``; None if it claims nothing.

        Marker ``n`` cites ``hits[n - 1]``; a marker that names no hit is passed over.
        """
        if not sentence.statement:
            return None
        markers = _known(sentence, hits)
        sources = [hits[marker - 1] for marker in markers]
        if not sources:
            return Checked(Claim(sentence.start, sentence.end, (), supported=False))
        said = self._read(sentence.statement, language, question)
        missing = said.missing(sources)
        near = [self._near(hit.passage, said) for hit in sources]
        supported = not missing and max(some.nearest for some in near) >= self._floor
        claim = Claim(sentence.start, sentence.end, markers, supported, tuple(dict.fromkeys(missing)))
        return Checked(claim, tuple(zip(markers, (some.closest for some in near), strict=True)))

    def source(
        self, sentence: Sentence, hits: Sequence[Hit], language: str, question: str = ""
    ) -> int | None:
        """The marker to give a sentence, whatever it cites; None if no source is sure.

        It has to support the sentence as if it were cited, one of its sentences to hold all the numbers and
        dates, and none may come nearer: but by a little where some of those are telling, for a passage in
        the claim's own language does so easily. A claim without telling ones has to be as near as
        ``unprompted``, by itself too: beside its question anything is near to what that found.
        """
        if not hits or not sentence.statement:
            return None
        said = self._read(sentence.statement, language, question)
        near = [self._near(hit.passage, said) for hit in hits]
        tells = any(map(_tells, said.quantities))
        least = max(some.nearest for some in near) - _TIE * tells
        fitting = [
            place
            for place, (hit, some) in enumerate(zip(hits, near, strict=True))
            if some.nearest >= least and some.whole >= self._floor and not said.missing([hit])
        ]
        if not fitting:
            return None
        best = max(fitting, key=lambda place: near[place].whole)
        return best + 1 if tells or self._is_sure(said, hits[best].passage, near[best]) else None

    def _is_sure(self, said: _Said, passage: Passage, near: _Near) -> bool:
        """Whether a passage is near enough to a statement that does not cite it."""
        alone, within, between = self._unprompted
        is_own = primary_language(passage.language) == primary_language(said.language)
        return bool(near.alone.max() >= alone and near.nearest >= (within if is_own else between))

    def _read(self, statement: str, language: str, question: str) -> _Said:
        """The statement's vectors alone and behind its question: the less it says itself, the less alone."""
        language = identify_question(statement, {language})
        alone = self._space.passage_vector(statement, language)
        vector = alone
        if question:
            answering = self._space.passage_vector(f"{question} {statement}", language)
            share = np.float32(len(statement) / (len(question) + len(statement)))
            vector = share * alone + (np.float32(1) - share) * answering
        return _Said(statement, language, tuple(stated(statement)), alone, vector)

    def _near(self, passage: Passage, said: _Said) -> _Near:
        """How the sentences of a passage compare with a statement."""
        spans, vectors = self._space.sentences_alone(passage)
        if not spans:
            spans = [Span(passage.start, passage.end)]
            vectors = self._space.passage_vector(passage.text, passage.language)[None, :]
        texts = [passage.text[s.start - passage.start : s.end - passage.start] for s in spans]
        held = np.array([_share_held(said.quantities, text) for text in texts], dtype=np.float32)
        counts = np.array([not gives_orders(text) for text in texts])
        similarities, alone = (np.where(counts, vectors @ of, -1) for of in (said.vector, said.alone))
        return _Near(spans, similarities, alone, held)


@dataclass(frozen=True, slots=True)
class _Said:
    """A statement with what it states and what it means, by itself (``alone``) and as an answer."""

    text: str
    language: str
    quantities: tuple[Quantity, ...]
    alone: Vectors
    vector: Vectors

    def missing(self, sources: Sequence[Hit]) -> list[str]:
        """Its numbers, dates and names that the sources do not hold together."""
        return [*_missing(self.quantities, sources), *_missing_names(self.text, self.language, sources)]


@dataclass(frozen=True, slots=True)
class _Near:
    """A passage's sentences beside a statement: float32 ``(n,)``.

    ``similarities`` are with its ``vector``, ``alone`` with that of the statement by itself; ``held`` are the
    shares of its numbers and dates.
    """

    spans: Sequence[Span]
    similarities: Vectors
    alone: Vectors
    held: Vectors

    @property
    def nearest(self) -> float:
        """The greatest similarity."""
        return float(self.similarities.max())

    @property
    def whole(self) -> float:
        """The greatest similarity of those that hold all of its numbers and dates; -1 where none does."""
        return float(self.similarities[self.held == 1].max(initial=-1))

    @property
    def closest(self) -> Span:
        """The sentence that best supports the statement."""
        return self.spans[int(np.argmax(self.similarities + np.float32(_PROOF) * self.held))]


def _known(sentence: Sentence, hits: Sequence[Hit]) -> tuple[int, ...]:
    return tuple(marker for marker in sentence.markers if 1 <= marker <= len(hits))


def _tells(quantity: Quantity) -> bool:
    """Whether it is a day, a share or a number that is of no date: neither *October* nor *five*."""
    number = quantity.number
    if number is None:
        return quantity.date is not None and quantity.date.day is not None
    return number.share or number.value >= _TELLING


def _share_held(quantities: Sequence[Quantity], text: str) -> float:
    """The share of the quantities that a text holds: all of none."""
    there = held([text])
    return sum(map(there.holds, quantities)) / len(quantities) if quantities else 1.0


def _missing(quantities: Sequence[Quantity], sources: Sequence[Hit]) -> list[str]:
    there = held(text for hit in sources for text in _said(hit))
    return [quantity.written for quantity in quantities if not there.holds(quantity)]


def _missing_names(statement: str, language: str, sources: Sequence[Hit]) -> list[str]:
    passages = [(hit.passage.language, "\n".join(_said(hit))) for hit in sources]
    return missing_names(statement, language, passages)


def _said(hit: Hit) -> Iterator[str]:
    """What a source says: the passage, and its article's title, publisher and year."""
    yield without_orders(hit.passage.text)
    yield without_orders(hit.article.title)
    yield without_orders(hit.article.source)
    yield (hit.article.date or "")[:4]
