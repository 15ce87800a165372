"""Scores the candidates of XQuAD-R as a library scores passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from embeddings.fairness import uncrowded
from embeddings.protocols import Ids, Vectors
from embeddings.scoring import Scoring, in_agreement, passage_scores, penalty
from qa.evaluation.xquad_r_vectors import Encoded


@dataclass(frozen=True, slots=True)
class Words:
    """What the questions of one language share with the texts of one, and lack: float32 (questions, n).

    ``sentences`` and ``paragraphs`` are shares; ``short`` is what a sentence has less than the best of its
    paragraph (``qa.answering.evidence.shortfall``), ``lacking`` is of the paragraphs.
    """

    sentences: Vectors
    paragraphs: Vectors
    short: Vectors
    lacking: Vectors


def sentences_in_pool(
    asked: Encoded, encoded: Sequence[Encoded], words: Sequence[Words], scoring: Scoring
) -> list[Vectors]:
    """Scores of each language's sentences that compare across languages: float32 (questions, n) each.

    They are those of a library that holds all of them, and are ranked among each other.
    """
    pairs = list(zip(encoded, words, strict=True))
    own = [_sentences(asked, language, shared, scoring) for language, shared in pairs]
    comparable = uncrowded(own) if scoring.crowding else own
    fair = [
        scores - _missed(language, shared, scoring)
        for scores, (language, shared) in zip(comparable, pairs, strict=True)
    ]
    return _in_agreement(encoded, fair, scoring) if scoring.agreement else fair


def sentences(asked: Encoded, language: Encoded, words: Words, scoring: Scoring) -> Vectors:
    """Scores of sentences in a library of their language alone: float32 (questions, n)."""
    return _sentences(asked, language, words, scoring) - _missed(language, words, scoring)


def _sentences(asked: Encoded, language: Encoded, words: Words, scoring: Scoring) -> Vectors:
    """As a library scores passages, with the paragraph for what a passage stands in."""
    questions, texts = asked.texts(scoring).questions, language.texts(scoring)
    similarities = questions @ texts.sentences.T
    context = (questions @ texts.paragraphs.T)[:, language.paragraph_of]
    alone = replace(scoring, sentences=False)
    return passage_scores(similarities, similarities, context, words.sentences, alone)


def _missed(language: Encoded, words: Words, scoring: Scoring) -> Vectors:
    missed: Vectors = np.broadcast_to(penalty(words.lacking, scoring), words.lacking.shape)
    return missed[:, language.paragraph_of]


def _in_agreement(encoded: Sequence[Encoded], fair: Sequence[Vectors], scoring: Scoring) -> list[Vectors]:
    """With what agrees in other languages with a question's best sentence moved up to it."""
    best = np.stack([scores.max(axis=1) for scores in fair])
    winner = best.argmax(axis=0)
    answers = np.concatenate([language.texts(scoring).sentences for language in encoded])
    answer = answers[np.concatenate(fair, axis=1).argmax(axis=1)]
    moved = []
    for place, (language, scores) in enumerate(zip(encoded, fair, strict=True)):
        cosines = answer @ language.texts(scoring).sentences.T
        agreeing = in_agreement(scores, cosines, best.max(axis=0)[:, None])
        moved.append(np.where((winner == place)[:, None], scores, agreeing))
    return moved


def paragraphs(asked: Encoded, language: Encoded, words: Words, scoring: Scoring) -> Vectors:
    """As a library of their language alone scores passages: float32 (questions, n)."""
    return uncompared_paragraphs(asked, language, words, scoring) - penalty(words.lacking, scoring)


def uncompared_paragraphs(
    asked: Encoded, language: Encoded, words: Words, scoring: Scoring, without: Ids | None = None
) -> Vectors:
    """Before languages compare, and what they lack is counted; ``without`` one for each question."""
    questions, texts = asked.texts(scoring).questions, language.texts(scoring)
    first = np.flatnonzero(np.diff(language.paragraph_of, prepend=-1))
    best: Vectors = np.maximum.reduceat(questions @ texts.in_context.T, first, axis=1)
    similarities = questions @ texts.paragraphs.T
    untitled = replace(scoring, titles=False)
    if without is None:
        return passage_scores(similarities, best, similarities, words.paragraphs, untitled)
    removed = np.arange(len(similarities)), without
    similarities[removed] = best[removed] = -1
    scores = passage_scores(similarities, best, similarities, words.paragraphs, untitled)
    scores[removed] = -np.inf
    return scores
