"""How well a sentence answers a question, and how sure that makes us."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

import numpy as np

from embeddings.protocols import Vectors

THRESHOLD = 0.57
"""The confidence below which a question is refused.

At .55 the cross-validation of ``benchmarks/confidence.py``, all on one topic, answers .88 of the questions
whose answers are held, at .60 it is .83; refused are .75 and .82 of the unanswerable ones, .76 and .82 of
those whose articles are taken out, and of the near misses .68 and .77 where a place is put for another that
is held, .88 where for one that is not, .94 where a year, and all where an ordinal or a contact is asked for
that is not there.
"""
_WORDS = 0.5
_FIT = 0.25
_BIAS, _SCORE, _LACKING, _MISSES = -2.316, 4.986, -3.066, -3.237
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


def confidence(score: float, lacking: float, *, misses: bool = False) -> float:
    """The probability that the library holds the answer, in [0, 1], calibrated.

    ``score`` is that of the best sentence, ``fitted``; ``lacking`` in [0, 2] is what it lacks, with what
    precedes it in its passage, of the question's names, numbers and dates
    (``embeddings.lexical.Stated.lacking``). ``misses`` says that it holds nothing of the kind asked for, or
    speaks of another year, place or ordinal.
    """
    logit = _BIAS + _SCORE * score + _LACKING * lacking + _MISSES * misses
    return 1 / (1 + math.exp(-max(min(logit, 30.0), -30.0)))
