"""Encodes XQuAD-R as a library and its questions are encoded, languages in and taken out of the vectors."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TypeVar

import numpy as np

from corpus.language import identify_question
from corpus.types import Span
from embeddings.contextual import Read, read
from embeddings.fairness import Centroids
from embeddings.protocols import Encoder, Ids, Vectors
from embeddings.scoring import Scoring
from qa.evaluation.xquad_r_file import Translation

_BATCH = 64
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Texts:
    """The vectors of one language's texts, and of sentences as they read in them: float32 (n, dim) each."""

    questions: Vectors
    sentences: Vectors
    in_context: Vectors
    paragraphs: Vectors


@dataclass(frozen=True, slots=True)
class Encoded:
    """One language: its vectors as the encoder gives them and ``centred``; places int64.

    ``start`` is where its sentences begin in a pool of all languages'; ``answers`` are the sentences of that
    pool and ``gold`` the paragraphs that answer its questions; ``paragraph_of`` has the paragraph of each
    sentence.
    """

    name: str
    raw: Texts
    centred: Texts
    paragraph_of: Ids
    start: int
    answers: Ids
    gold: Ids

    def texts(self, scoring: Scoring) -> Texts:
        """The vectors that ``scoring`` ranks by."""
        return self.centred if scoring.centring else self.raw


def encode(
    translations: Sequence[Translation],
    encoder: Encoder,
    progress: Callable[[int, int], None] | None = None,
) -> list[Encoded]:
    """The vectors of each language; ``progress`` is told how many of how many texts are encoded."""
    counted = _Counted(encoder, sum(_size(translation) for translation in translations), progress)
    centroids = Centroids.of(encoder)
    languages = [translation.language for translation in translations]
    starts = accumulate((len(translation.sentences) for translation in translations), initial=0)
    return [
        _encode(translation, counted, centroids, languages, start)
        for translation, start in zip(translations, starts, strict=False)
    ]


class _Counted:
    """Encodes in batches and says how far it has come."""

    def __init__(self, encoder: Encoder, total: int, progress: Callable[[int, int], None] | None) -> None:
        self._encoder = encoder
        self._total = total
        self._progress = progress
        self._done = 0

    def questions(self, texts: Sequence[str]) -> Vectors:
        return np.concatenate([self._encoder.encode_queries(some) for some in self._batches(texts)])

    def paragraphs(self, texts: Sequence[str], sentences: Sequence[Sequence[Span]]) -> Read:
        batches = [
            read(self._encoder, [texts[place] for place in some], [sentences[place] for place in some])
            for some in self._batches(range(len(texts)))
        ]
        vectors = np.concatenate([batch.texts for batch in batches])
        alone = [of_text for batch in batches for of_text in batch.alone]
        return Read(vectors, alone, [of_text for batch in batches for of_text in batch.in_context])

    def _batches(self, texts: Sequence[T]) -> Iterator[Sequence[T]]:
        for start in range(0, len(texts), _BATCH):
            batch = texts[start : start + _BATCH]
            yield batch
            self._done += len(batch)
            if self._progress:
                self._progress(self._done, self._total)


def _size(translation: Translation) -> int:
    return len(translation.questions) + len(translation.paragraphs)


def _encode(
    translation: Translation, encoder: _Counted, centroids: Centroids, held: Sequence[str], start: int
) -> Encoded:
    answers, paragraph_of = np.array(translation.answers), np.array(translation.paragraph_of)
    whole = encoder.paragraphs(translation.paragraphs, _by_paragraph(translation))
    raw = Texts(
        encoder.questions(translation.questions),
        np.concatenate(whole.alone),
        np.concatenate(whole.in_context),
        whole.texts,
    )
    sentences, in_context, paragraphs = centroids.centred(
        [
            ("passages", translation.language, raw.sentences),
            ("sentences", translation.language, raw.in_context),
            ("passages", translation.language, raw.paragraphs),
        ]
    )
    centred = Texts(
        _without_language(centroids, translation.questions, raw.questions, held),
        sentences,
        in_context,
        paragraphs,
    )
    return Encoded(
        name=translation.language,
        raw=raw,
        centred=centred,
        paragraph_of=paragraph_of,
        start=start,
        answers=start + answers,
        gold=paragraph_of[answers],
    )


def _by_paragraph(translation: Translation) -> list[list[Span]]:
    own: list[list[Span]] = [[] for _ in translation.paragraphs]
    for paragraph, span in zip(translation.paragraph_of, translation.spans, strict=True):
        own[paragraph].append(span)
    return own


def _without_language(
    centroids: Centroids, questions: Sequence[str], vectors: Vectors, held: Sequence[str]
) -> Vectors:
    """Each question without the language that it is identified as, among those held: as for an assistant."""
    seem = [identify_question(question, held) for question in questions]
    return np.stack([centroids.centred_query(row, tag) for row, tag in zip(vectors, seem, strict=True)])
