"""What a question turns into: hits, citations, and an answer that can be checked."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from corpus import Article, Passage
from corpus.types import Span
from embeddings.library import EVERYTHING, Filter
from qa.generation import GenerationError


@dataclass(frozen=True, slots=True)
class Hit:
    """A retrieved passage with its article; ``score`` compares within one result, ``rank`` starts at 1."""

    passage: Passage
    article: Article
    score: float
    rank: int

    def to_dict(self) -> dict[str, Any]:
        """The hit as it stands in the JSON of ``search`` and ``ask``."""
        passage, article = self.passage, self.article
        return {
            "rank": self.rank,
            "score": round(self.score, 6),
            "passage_id": passage.id,
            "article_id": article.id,
            "title": article.title,
            "source": article.source,
            "date": article.date,
            "language": passage.language,
            "start": passage.start,
            "end": passage.end,
            "text": passage.text,
        }


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quote. Invariant: ``article.text[start:end] == quote``.

    ``answer`` is the likely answer inside the quote, a number, date or name: offsets into the article.
    ``confidence`` is the probability that the quote answers the question, None where it is not known.
    """

    marker: int
    passage_id: str
    article_id: str
    quote: str
    start: int
    end: int
    answer: Span | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of an answer's text, ``text[start:end]``, held against the passages that it cites.

    ``missing`` are its names, numbers and dates that none of them holds. ``attributed`` tells that the marker
    is not the language model's: it gave none, or one whose passage does not support the sentence.
    """

    start: int
    end: int
    markers: tuple[int, ...]
    supported: bool
    missing: tuple[str, ...] = ()
    attributed: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The claim as it stands in the JSON of ``ask``."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply to one question. A refusal is an answer with ``refused`` set, not an exception.

    ``confidence``, in [0, 1], is how likely the library is to hold the answer: calibrated, and scaled to
    below the threshold where a language model refuses all the same. ``language`` is that of the question;
    ``hits`` are what was retrieved, best first, and every citation's article is among them. ``claims`` are
    the sentences that were checked, none where all text is quoted. ``notices`` tell the reader what went
    otherwise than asked for.
    ``resolved`` is the question as it was understood, where it leant on an earlier one; ``dropped`` counts
    citations that were not exact and are gone.
    """

    question: str
    language: str
    text: str
    citations: tuple[Citation, ...]
    hits: tuple[Hit, ...]
    refused: bool
    confidence: float
    answerer: str
    claims: tuple[Claim, ...] = ()
    notices: tuple[str, ...] = ()
    resolved: str | None = None
    dropped: int = 0

    def to_dict(self) -> dict[str, Any]:
        """The one JSON form of an answer; the command line, the page and other programs all show it."""
        articles = {hit.article.id: hit.article for hit in self.hits}
        return {
            "question": self.question,
            "language": self.language,
            "resolved": self.resolved,
            "answer": self.text,
            "refused": self.refused,
            "confidence": round(self.confidence, 4),
            "answerer": self.answerer,
            "citations": [_cited(citation, articles[citation.article_id]) for citation in self.citations],
            "claims": [claim.to_dict() for claim in self.claims],
            "notices": list(self.notices),
            "hits": [hit.to_dict() for hit in self.hits],
        }


def _cited(citation: Citation, article: Article) -> dict[str, Any]:
    return {
        "marker": citation.marker,
        "passage_id": citation.passage_id,
        "article_id": article.id,
        "title": article.title,
        "source": article.source,
        "date": article.date,
        "language": article.language,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "span": citation.answer and {"start": citation.answer.start, "end": citation.answer.end},
        "confidence": citation.confidence and round(citation.confidence, 4),
    }


@dataclass(frozen=True, slots=True)
class Question:
    """A question as the retriever and the answerer take it: cleaned text and its language tag.

    ``where`` says which articles it is asked of. ``failure`` is how the language model failed that was to
    rewrite it: it is not asked again.
    """

    text: str
    language: str
    where: Filter = EVERYTHING
    failure: GenerationError | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier exchange of a conversation."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Retrieved:
    """The first event of a stream: what was found, before anything is written."""

    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Delta:
    """A piece of the answer's text; all since the last ``Restart``, joined, are the final
    answer's ``text``.
    """

    text: str


@dataclass(frozen=True, slots=True)
class Restart:
    """The pieces of text so far are withdrawn: what follows is the answer from its beginning."""


Event = Retrieved | Delta | Restart | Answer
