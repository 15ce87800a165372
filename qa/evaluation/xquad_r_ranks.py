"""Where the answers of XQuAD-R end up when its questions are asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from embeddings.protocols import Ids, Vectors
from embeddings.scoring import Scoring
from qa.evaluation.cases import SHOWN
from qa.evaluation.measures import Floats, Mean
from qa.evaluation.ranking import Places, average_precision, ndcg, places
from qa.evaluation.xquad_r_scores import (
    Words,
    paragraphs,
    sentences,
    sentences_in_pool,
)
from qa.evaluation.xquad_r_vectors import Encoded


@dataclass(frozen=True, slots=True, eq=False)
class Ranks:
    """The questions of one language, ranked against every language's texts.

    ``pool`` int64 (questions, languages) has the place of each language's answer in one pool of all
    sentences, ``own`` in a library of that language alone; ``paragraph`` (questions, 1) that of the
    paragraph among those of the questions' language; ``first`` says whether the answerer's best sentence is
    the answer.
    ``best`` and ``scores`` (questions, n) are the pool's first sentences.
    """

    pool: Places
    own: Places
    paragraph: Places
    first: Floats
    best: Ids
    scores: Vectors


def rank(
    asked: Encoded,
    encoded: Sequence[Encoded],
    words: Sequence[Words],
    own_words: Words,
    chosen: Ids,
    scoring: Scoring,
) -> Ranks:
    """Asks one language's questions of all languages, whose ``words`` are those of one pool.

    ``own_words`` are those of the questions' language alone, ``chosen`` the answerer's best sentences of it.
    """
    scores = sentences_in_pool(asked, encoded, words, scoring)
    pooled = np.concatenate(scores, axis=1)
    best = np.argsort(-pooled, axis=1, kind="stable")[:, :SHOWN]
    own = [
        places(sentences(asked, language, shared, scoring), (language.answers - language.start)[:, None])
        for language, shared in zip(encoded, words, strict=True)
    ]
    return Ranks(
        pool=places(pooled, np.stack([language.answers for language in encoded], axis=1)),
        own=np.concatenate(own, axis=1),
        paragraph=places(paragraphs(asked, asked, own_words, scoring), asked.gold[:, None]),
        first=(chosen + asked.start == asked.answers).astype(np.float64),
        best=best,
        scores=np.take_along_axis(pooled, best, axis=1),
    )


def measures(names: Sequence[str], ranks: Sequence[Ranks]) -> dict[str, Mean]:
    """The measures over questions, each the mean over the languages ``names`` that it is asked in.

    Those of single languages are named ``<measure>.<language>``; what one language cannot tell is left out.
    """
    reciprocal = [1 / of.own for of in ranks]
    same = [of[:, number] for number, of in enumerate(reciprocal)]
    cross = [column for number, of in enumerate(reciprocal) for column in np.delete(of, number, axis=1).T]
    found = {
        "pooled_map": _mean([average_precision(of.pool) for of in ranks]),
        "same_language_mrr": _mean(same),
    }
    if cross:
        found["cross_language_mrr"] = _mean(cross)
    for name, of in zip(names, ranks, strict=True):
        found[f"ndcg@10.{name}"] = Mean(ndcg(of.paragraph, 10))
    for name, of in zip(names, ranks, strict=True):
        found[f"sentence@1.{name}"] = Mean(of.first)
    if cross:
        found["language_bias"] = _mean([_distance(of.pool) for of in ranks])
    return found


def behind(ranks: Sequence[Ranks]) -> Floats:
    """By how many places each language's answers come after the mean of the parallel ones: (languages,)."""
    late: Floats = np.mean(
        [(of.pool - of.pool.mean(axis=1, keepdims=True)).mean(axis=0) for of in ranks], axis=0
    )
    return late


def _mean(columns: Sequence[Floats]) -> Mean:
    return Mean(np.mean(columns, axis=0))


def _distance(pool: Places) -> Floats:
    """The mean difference between two answers' places, over all pairs of languages: (questions,)."""
    apart = [abs(pool[:, a] - pool[:, b]) for a, b in combinations(range(pool.shape[1]), 2)]
    distance: Floats = np.mean(apart, axis=0)
    return distance
