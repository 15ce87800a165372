"""What makes a passage rank: similarities, words, how its language crowds, what says the same elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from embeddings.fairness import uncrowded
from embeddings.lexical import fuse
from embeddings.protocols import Vectors

LACKING = 0.2
"""What holding all of a question's names is worth, and what holding all of its numbers and dates is."""
CONTEXT = 0.4
"""What the similarity of a text's context is worth beside its own."""
_AGREEMENT, _UNRELATED = 0.8, 0.4
"""What agreeing with the best passage is worth, and the cosine up to which two sentences do not agree.

Of centred sentence vectors of NTREX-128, translations have a median cosine of .7 and other lines one of .1.
"""
_APART = 1e-3


@dataclass(frozen=True, slots=True)
class Scoring:
    """What counts when passages are ranked.

    ``centring`` and ``crowding`` take the language out (``embeddings.fairness``), ``words`` counts the
    question's words that a passage holds and the names, numbers and dates that it lacks, ``sentences`` the
    similarity of a passage's best sentence, ``titles`` that of its article's title, ``agreement`` what says
    in other languages the same as the best passage.
    """

    centring: bool = True
    crowding: bool = True
    words: bool = True
    sentences: bool = True
    titles: bool = True
    agreement: bool = True


FULL = Scoring()
DENSE = Scoring(centring=False, crowding=False, words=False, sentences=False, titles=False, agreement=False)
"""Plain dense search."""


def passage_scores(
    passages: Vectors, best_sentences: Vectors, context: Vectors, words: Vectors, scoring: Scoring
) -> Vectors:
    """Scores one language's candidates among themselves: float32 ``(…, n)``, as the four arguments are.

    ``passages``, ``best_sentences`` and ``context`` are cosines with the question: of passages, of the best
    sentence in each, and of what each stands in, as its article's title; ``words`` is the share of the
    question's words that each holds. What ``scoring`` leaves out is not read.
    """
    dense, cosines = passages, 1.0
    if scoring.sentences:
        dense, cosines = dense + best_sentences, cosines + 1
    if scoring.titles:
        dense, cosines = dense + np.float32(CONTEXT) * context, cosines + CONTEXT
    return fuse(dense, words, cosines=cosines) if scoring.words else dense


def fair_scores(languages: Sequence[Vectors], scoring: Scoring) -> list[Vectors]:
    """Scores that compare across languages, float32 ``(n,)`` for each language.

    Each language brings float32 ``(5, n)``: the arguments of ``passage_scores``, and what the candidates
    lack (``embeddings.lexical.lacking``).
    """
    scores = [_scores(evidence, scoring)[None, :] for evidence in languages]
    fair = _comparable(scores, scoring)
    return [own[0] - penalty(evidence[4], scoring) for own, evidence in zip(fair, languages, strict=True)]


def penalty(lacking: Vectors, scoring: Scoring) -> Vectors | np.float32:
    """What is taken off a score for what the candidate lacks of the question's names and quantities."""
    return np.float32(LACKING) * lacking if scoring.words else np.float32(0)


def fair_scores_of_more(
    languages: Sequence[Vectors], more: Sequence[Vectors], scoring: Scoring
) -> list[Vectors]:
    """The score that each of ``more`` would have as one more candidate among those of ``languages``.

    Both hold float32 ``(5, n)`` for the same languages; float32 ``(n,)`` for each language. So the score of a
    passage does not depend on how many, or among which, it was looked for.
    """
    usual = [_scores(evidence, scoring) for evidence in languages]
    fair = []
    for place, (candidates, others) in enumerate(zip(languages, more, strict=True)):
        beside = [np.broadcast_to(scores, (others.shape[1], len(scores))) for scores in usual]
        beside[place] = _scores(_each_beside(candidates, others), scoring)
        fair.append(_comparable(beside, scoring)[place][:, -1] - penalty(others[4], scoring))
    return fair


def in_agreement(scores: Vectors, cosines: Vectors, best: Vectors | np.float32) -> Vectors:
    """Moves what says the same as the best passage up to it, never past: float32, shaped as ``scores``.

    ``cosines`` are those of each candidate with the best passage's answering sentence, ``best`` that
    passage's score; they broadcast. For candidates in other languages than the best passage's: their
    nearness to a question asked in that language is less sure than their nearness to its answer. A kind of
    pseudo-relevance feedback (Rocchio 1971) that leaves the first place alone.
    """
    bonus = np.float32(_AGREEMENT) * np.maximum(cosines - np.float32(_UNRELATED), np.float32(0))
    behind = best - np.float32(_APART) * (1 - cosines)
    moved: Vectors = np.maximum(scores, np.minimum(scores + bonus, behind)).astype(np.float32, copy=False)
    return moved


def _scores(evidence: Vectors, scoring: Scoring) -> Vectors:
    passages, best_sentences, context, words = evidence[:4]
    return passage_scores(passages, best_sentences, context, words, scoring)


def _each_beside(candidates: Vectors, others: Vectors) -> Vectors:
    """Per one of ``others`` the candidates and, last, it alone: float32 ``(5, others, candidates + 1)``."""
    repeated = np.broadcast_to(candidates[:, None], (5, others.shape[1], candidates.shape[1]))
    return np.concatenate([repeated, others[:, :, None]], axis=2)


def _comparable(scores: Sequence[Vectors], scoring: Scoring) -> Sequence[Vectors]:
    return uncrowded(scores) if scoring.crowding else scores
