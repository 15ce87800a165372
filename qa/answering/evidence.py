"""How well a sentence answers a question, and how sure that makes us."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

import numpy as np

from embeddings.protocols import Vectors
from embeddings.scoring import LACKING

THRESHOLD = 0.5
"""The confidence below which a question is refused: where it is likelier that no article answers.

In the cross-validation of ``benchmarks/confidence.py``, all on one topic, .87 of the questions whose
answers are held are answered; refused are .82 of the unanswerable ones, .75 of those whose articles are taken
out, and of the near misses .70 where a place is put for another that is held, .85 where for one that is not,
.93 where a year, and all where an ordinal or a contact is asked for that is not there.
"""
_WORDS = 0.5
_FIT = 0.25
_BIAS, _SCORE, _APART, _LACKING, _MISSES = -2.61, 5.065, 2.404, -2.667, -2.885
"""Of the logistic regression that ``benchmarks/confidence.py`` fits on the project's own questions."""


def sentence_scores(similarities: Vectors, passages: Vectors | np.float32, short: Vectors) -> Vectors:
    """How well sentences answer, by meaning and words, float32, broadcast; about 0 for what has no evidence.

    ``similarities`` are those of sentences with the question once the library has taken their languages out,
    so that unrelated texts are at about 0; ``passages`` are the library's scores of the passages they lie in,
    which say how far each stands out among the passages of its language; ``short`` is what each sentence has
    less of the question's words than the best of its passage (``shortfall``).
    """
    scores: Vectors = similarities + passages - np.float32(_WORDS) * short
    return scores


def shortfall(shares: Mapping[str, float], sentences: Sequence[AbstractSet[str]]) -> Vectors:
    """What each sentence of one passage lacks in the question's words beside the best: float32 ``(n,)``.

    ``shares`` gives each of the question's terms its share, ``sentences`` the terms of each. A term counts
    less the more of the sentences hold it, so that what tells them apart decides. No sentence gains by it
    over those of another passage, which may share no words only for being in another language.
    """
    words = np.zeros(len(sentences), np.float32)
    for term, share in shares.items():
        holders = [number for number, terms in enumerate(sentences) if term in terms]
        words[holders] += np.float32(share / max(len(holders), 1))
    short: Vectors = words.max(initial=0) - words
    return short


def fitted(score: float, fit: float) -> float:
    """A sentence's score with how well it fits what is asked (``qa.answering.fit.fits``, in [0, 1])."""
    return score + _FIT * (fit - 0.5)


def standing(score: float, lacking: float, *, misses: bool = False) -> float:
    """What sentences are ranked by, of the same arguments as ``confidence``.

    What a passage lacks counts as much as where passages are ranked, and so less than for how sure an
    answer is: it may be the right one all the same.
    """
    return score - LACKING * lacking + _MISSES / _SCORE * misses


def confidence(score: float, lacking: float, *, apart: float = 0.0, misses: bool = False) -> float:
    """The probability that the library holds the answer, in [0, 1], calibrated.

    ``score`` is that of the best sentence, ``fitted``; ``lacking`` in [0, 2] is what its passage lacks of the
    question's names, numbers and dates (``embeddings.lexical.Stated.lacking``). ``apart`` is by how much the
    question is nearer to the sentence than to its passage, as cosines: a passage that only speaks of the same
    topic has no sentence that stands out. ``misses`` says that it holds nothing of the kind asked for, or
    speaks of another year, place or ordinal.
    """
    logit = _BIAS + _SCORE * score + _APART * apart + _LACKING * lacking + _MISSES * misses
    return 1 / (1 + math.exp(-max(min(logit, 30.0), -30.0)))


def surest(confidences: Iterable[float], threshold: float = THRESHOLD) -> int:
    """Which sentence answers, by the confidences of all in the order of their ``standing``, one at least.

    The first that reaches ``threshold``, for a sentence that stands higher may still be less sure: what its
    passage lacks counts for more there. The very first if none does, so that a refusal is less sure than
    any answer.
    """
    return next((place for place, sure in enumerate(confidences) if sure >= threshold), 0)
