"""Measures an encoder's retrieval across languages on XQuAD-R (LAReQA; Roy et al., 2020).

Everything goes through the index, the choice of sentences and the confidence that answer real questions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from embeddings.index import FaissIndex
from embeddings.protocols import Encoder, Vectors
from qa.answering.evidence import confidence, sentence_scores
from qa.assistant import DEPTH
from qa.evaluation.metrics import auroc, mean
from qa.evaluation.ranking import Ranking, measure, places
from qa.evaluation.xquad_r_file import Translation, load_translations

_BATCH = 64


@dataclass(frozen=True, slots=True)
class _Encoded:
    """One language with its vectors, float32 (n, dim); ``pool`` numbers its sentences among all languages'."""

    text: Translation
    questions: Vectors
    sentences: Vectors
    paragraphs: Vectors
    pool: range


def evaluate_xquad_r(
    folder: Path,
    languages: Sequence[str],
    encoder: Encoder,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, Any]:
    """Encodes the data set in ``languages`` and measures it; the keys are those of ``eval xquad-r --json``.

    - ``pooled_map``: average precision over one pool of all languages' sentences, where the answer's sentence
      in each language is relevant; mean over questions, then over languages (the LAReQA protocol).
    - ``pairs``: questions of one language against the sentences of one other or the same; the means of their
      reciprocal ranks are ``same_language_mrr`` and ``cross_language_mrr``.
    - ``ndcg@10``: questions against the paragraphs of their language.
    - ``sentence@1``: how often the sentence that the extractive answerer ranks first, of all in the
      question's language, is the answer's.
    - ``language_bias``: in the pool, by how many places the parallel answers to a question lie apart, as the
      mean over all pairs of languages. 0 is fair.
    - ``refusal_auroc``: whether the confidence is higher with a question's paragraph in the library than
      with it taken out in every language.

    ``progress`` is told how many of how many texts are encoded. Raises ``InputError`` for a folder or
    language that cannot be used.
    """
    encoded = _encode(load_translations(folder, languages), encoder, progress)
    pool = _index([language.sentences for language in encoded])
    answers = np.stack([language.start + np.array(language.text.answers) for language in encoded], axis=1)
    precisions, distances, pairs = [], [], {}
    for asked in encoded:
        ranking = _ranking(pool, asked.questions, len(pool))
        precisions.append(measure(["AP"], ranking, answers)["AP"])
        distances.append(_distance(places(ranking, answers)))
        pairs |= {(asked.name, other.name): _pair(ranking, other) for other in encoded}
    return {
        "languages": [language.name for language in encoded],
        "pooled_map": mean(precisions),
        "same_language_mrr": mean(pair["mrr"] for (a, b), pair in pairs.items() if a == b),
        "cross_language_mrr": mean(pair["mrr"] for (a, b), pair in pairs.items() if a != b),
        "ndcg@10": {language.name: _ndcg(language) for language in encoded},
        "sentence@1": {language.name: _sentence_at_1(language) for language in encoded},
        "language_bias": mean(distances) if len(encoded) > 1 else None,
        "refusal_auroc": _refusal_auroc(encoded),
        "pairs": {f"{a}>{b}": pair for (a, b), pair in pairs.items()},
    }


def _pair(ranking: Ranking, other: _Encoded) -> dict[str, float]:
    """The pooled ranking, reduced to the sentences of one language."""
    of_other = (ranking >= other.start) & (ranking < other.start + len(other.sentences))
    reduced = ranking[of_other].reshape(len(ranking), -1)
    measures = measure(["RR", "R@1", "R@10"], reduced, other.start + np.array(other.text.answers)[:, None])
    return {"mrr": measures["RR"], "recall@1": measures["R@1"], "recall@10": measures["R@10"]}


def _distance(places: Ranking) -> float:
    """The mean difference between two columns of ``places``, over all pairs of columns and all rows."""
    apart = [abs(places[:, a] - places[:, b]).mean() for a, b in combinations(range(places.shape[1]), 2)]
    return float(np.mean(apart)) if apart else 0.0


def _ndcg(language: _Encoded) -> float:
    ranking = _ranking(_index([language.paragraphs]), language.questions, 10)
    return measure(["nDCG@10"], ranking, language.gold[:, None])["nDCG@10"]


def _sentence_at_1(language: _Encoded) -> float:
    of_paragraphs = language.questions @ language.paragraphs.T
    scores = sentence_scores(language.questions @ language.sentences.T, of_paragraphs[:, language.text.paragraph_of])
    return float((scores.argmax(axis=1) == np.array(language.text.answers)).mean())


def _refusal_auroc(encoded: Sequence[_Encoded]) -> float | None:
    """Asks every question of the library of all paragraphs, then of the same without the question's own."""
    paragraphs = _index([language.paragraphs for language in encoded])
    with_answer, without = [], []
    for asked in encoded:
        scores, found = paragraphs.search(asked.questions, DEPTH + len(encoded))
