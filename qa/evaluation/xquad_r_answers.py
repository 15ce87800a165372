"""Answers the questions of XQuAD-R as the extractive answerer would, from sentences scored as a library's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from embeddings.fairness import uncrowded
from embeddings.lexical import held_terms, lacking, stated
from embeddings.protocols import Ids, Vectors
from embeddings.scoring import FULL, Scoring, penalty
from qa.answering.asking import asks
from qa.answering.contradiction import contradicts
from qa.answering.evidence import confidence, fitted, sentence_scores, standing, surest
from qa.answering.extractive import LOOKED_AT
from qa.answering.fit import fits, holds_none
from qa.assistant import DEPTH
from qa.evaluation.measures import Floats
from qa.evaluation.xquad_r_file import Translation
from qa.evaluation.xquad_r_scores import Words, paragraphs, uncompared_paragraphs
from qa.evaluation.xquad_r_vectors import Encoded


@dataclass(frozen=True, slots=True)
class Pool:
    """Sentences to answer from and the paragraph of each.

    ``scores`` and by how much each stands ``apart`` from its paragraph are float32 (questions, n).
    """

    sentences: Sequence[str]
    paragraphs: Sequence[str]
    scores: Vectors
    apart: Vectors

    @classmethod
    def of(cls, translations: Sequence[Translation], scores: Vectors, apart: Vectors) -> Pool:
        return cls(
            [sentence for of in translations for sentence in of.sentences],
            [of.paragraphs[paragraph] for of in translations for paragraph in of.paragraph_of],
            scores,
            apart,
        )


def own_answers(asked: Encoded, translation: Translation, words: Words) -> Ids:
    """The sentence that answers each question best, of all in the question's language: int64 (questions,)."""
    held = paragraphs(asked, asked, words, FULL)
    pool = Pool.of([translation], _of_sentences(asked, asked, words, held), _apart(asked, asked))
    best = [_best(question, pool, row)[0] for row, question in enumerate(translation.questions)]
    return np.array(best, np.int64)


def nearest(asked: Encoded, words: Words, scoring: Scoring) -> Ids:
    """The same by scores alone, without regard to what is asked."""
    held = paragraphs(asked, asked, words, scoring)
    found: Ids = _of_sentences(asked, asked, words, held, scoring).argmax(axis=1)
    return found


def confidences(
    asked: Encoded,
    questions: Sequence[str],
    encoded: Sequence[Encoded],
    words: Sequence[Words],
    translations: Sequence[Translation],
) -> tuple[Floats, Floats]:
    """The confidence of each question's answer, with its paragraph in every language and without it."""
    pairs = list(zip(encoded, words, strict=True))
    apart = np.concatenate([_apart(asked, language) for language in encoded], axis=1)
    found = []
    for gold in (None, asked.gold):
        held = [uncompared_paragraphs(asked, language, shared, FULL, gold) for language, shared in pairs]
        pool = Pool.of(translations, _drawn(asked, pairs, held), apart)
        best = (_best(question, pool, row)[1] for row, question in enumerate(questions))
        found.append(np.fromiter(best, float, len(questions)))
    return found[0], found[1]


def _drawn(asked: Encoded, pairs: Sequence[tuple[Encoded, Words]], held: Sequence[Vectors]) -> Vectors:
    """The scores of all sentences, at ``-inf`` but in the best paragraphs."""
    missed = [penalty(shared.lacking, FULL) for _, shared in pairs]
    fair = [scores - less for scores, less in zip(uncrowded(held), missed, strict=True)]
    every = np.concatenate(fair, axis=1)
    last = np.sort(every, axis=1)[:, -min(DEPTH, every.shape[1]), None]
    drawn = [np.where(scores < last, -np.inf, scores) for scores in fair]
    own = zip(pairs, drawn, strict=True)
    return np.concatenate([_of_sentences(asked, *pair, scores) for pair, scores in own], axis=1)


def _of_sentences(
    asked: Encoded, language: Encoded, words: Words, held: Vectors, scoring: Scoring = FULL
) -> Vectors:
    """The scores of a language's sentences in paragraphs with the scores ``held``."""
    similarities = asked.texts(scoring).questions @ language.texts(scoring).in_context.T
    short = words.short if scoring.words else np.zeros_like(words.short)
    return sentence_scores(similarities, held[:, language.paragraph_of], short)


def _apart(asked: Encoded, language: Encoded) -> Vectors:
    """By how much each question is nearer to the sentences than to their paragraphs."""
    questions, texts = asked.texts(FULL).questions, language.texts(FULL)
    whole = (questions @ texts.paragraphs.T)[:, language.paragraph_of]
    apart: Vectors = questions @ texts.in_context.T - whole
    return apart


def _best(question: str, pool: Pool, row: int) -> tuple[int, float]:
    """The sentence that answers, of the nearest; and its confidence, below ``THRESHOLD`` where refused."""
    asked, given, scores = asks(question), stated(question), pool.scores[row]
    near = np.argpartition(-scores, min(LOOKED_AT, len(scores) - 1))[:LOOKED_AT].tolist()
    lacks = lacking(given, (held_terms(pool.paragraphs[place]) for place in near), [""] * len(near)).tolist()

    def judged(place: int, lack: float) -> tuple[float, float]:
        sentence = pool.sentences[place]
        fit = fits(question, asked, sentence)
        misses = holds_none(asked, fit) or contradicts(question, asked, sentence, "")
        score = fitted(float(scores[place]), fit)
        apart = float(pool.apart[row, place])
        return standing(score, lack, misses=misses), confidence(score, lack, apart=apart, misses=misses)

    found = zip(near, map(judged, near, lacks), strict=True)
    ranked = sorted(((rank, sure, place) for place, (rank, sure) in found), reverse=True)
    _, sure, best = ranked[surest(sure for _, sure, _ in ranked)]
    return best, sure
