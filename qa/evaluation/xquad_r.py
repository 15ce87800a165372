"""Measures an encoder's retrieval across languages on XQuAD-R (LAReQA; Roy et al., 2020).

Candidates are scored, sentences chosen and confidence computed as they are for a real question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, Literal

import numpy as np

from embeddings.fairness import uncrowded
from embeddings.lexical import fuse
from embeddings.protocols import Encoder, Vectors
from qa.answering.evidence import confidence, sentence_scores
from qa.assistant import DEPTH
from qa.evaluation.metrics import auroc, mean
from qa.evaluation.ranking import Ranking, measure, places
from qa.evaluation.word_pool import shared_words
from qa.evaluation.xquad_r_file import Translation, load_translations
from qa.evaluation.xquad_r_vectors import Encoded, encode


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
    translations = load_translations(folder, languages)
    encoded = encode(translations, encoder, progress)
    words = [shared_words(text.questions, text.paragraphs) for text in translations]
    answers = np.stack([language.answers for language in encoded], axis=1)
    precisions, distances = [], []
    pairs: dict[tuple[str, str], dict[str, float]] = {}
    for asked, shared in zip(encoded, _shared_in_pool(translations, "sentences"), strict=True):
        scores = [
            fuse(asked.questions @ other.sentences.T, of_other, cosines=1)
            for other, of_other in zip(encoded, shared, strict=True)
        ]
        ranking = _best_first(scores)
        precisions.append(measure(["AP"], ranking, answers)["AP"])
        distances.append(_distance(places(ranking, answers)))
        pairs |= {(asked.name, other.name): _pair(ranking, other) for other in encoded}
    return {
        "languages": [language.name for language in encoded],
        "pooled_map": mean(precisions),
        "same_language_mrr": mean(pair["mrr"] for (a, b), pair in pairs.items() if a == b),
        "cross_language_mrr": mean(pair["mrr"] for (a, b), pair in pairs.items() if a != b),
        "ndcg@10": {of.name: _ndcg(of, shared) for of, shared in zip(encoded, words, strict=True)},
        "sentence@1": {
            of.name: _sentence_at_1(of, shared) for of, shared in zip(encoded, words, strict=True)
        },
        "language_bias": mean(distances) if len(encoded) > 1 else None,
        "refusal_auroc": _refusal_auroc(encoded, _shared_in_pool(translations, "paragraphs")),
        "pairs": {f"{a}>{b}": pair for (a, b), pair in pairs.items()},
    }


def _pair(ranking: Ranking, other: Encoded) -> dict[str, float]:
    """The pooled ranking, reduced to the sentences of one language."""
    of_other = (ranking >= other.start) & (ranking < other.start + len(other.sentences))
    reduced = ranking[of_other].reshape(len(ranking), -1)
    measures = measure(["RR", "R@1", "R@10"], reduced, other.answers[:, None])
    return {"mrr": measures["RR"], "recall@1": measures["R@1"], "recall@10": measures["R@10"]}


def _distance(places: Ranking) -> float:
    """The mean difference between two columns of ``places``, over all pairs of columns and all rows."""
    apart = [abs(places[:, a] - places[:, b]).mean() for a, b in combinations(range(places.shape[1]), 2)]
    return float(np.mean(apart)) if apart else 0.0


def _shared_in_pool(
    translations: Sequence[Translation], part: Literal["sentences", "paragraphs"]
) -> Iterator[list[Vectors]]:
    """For each language's questions the words they share with each language's texts, all in one pool."""
    parts: list[Sequence[str]] = [getattr(translation, part) for translation in translations]
    pool = [text for texts in parts for text in texts]
    borders = np.cumsum([len(texts) for texts in parts])[:-1]
    for translation in translations:
        yield np.split(shared_words(translation.questions, pool), borders, axis=1)


def _ndcg(language: Encoded, shared: Vectors) -> float:
    ranking = _best_first([_paragraph_scores(language.questions, language, shared)])
    return measure(["nDCG@10"], ranking[:, :10], language.gold[:, None])["nDCG@10"]


def _sentence_at_1(language: Encoded, shared: Vectors) -> float:
    of_paragraphs = _paragraph_scores(language.questions, language, shared)[:, language.paragraph_of]
    scores = sentence_scores(language.questions @ language.sentences.T, of_paragraphs)
    return float((scores.argmax(axis=1) + language.start == language.answers).mean())


def _refusal_auroc(encoded: Sequence[Encoded], pool: Iterator[list[Vectors]]) -> float | None:
    """Asks every question of a library of all paragraphs, then of the same without the question's own."""
    present, removed = [], []
    for asked, words in zip(encoded, pool, strict=True):
        held = [
            _paragraph_scores(asked.questions, language, shared)
            for language, shared in zip(encoded, words, strict=True)
        ]
        present += _confidences(asked.questions, encoded, held)
        for scores in held:
            scores[np.arange(len(scores)), asked.gold] = -np.inf
        removed += _confidences(asked.questions, encoded, held)
    return auroc(present, removed)


def _confidences(
    questions: Vectors, encoded: Sequence[Encoded], paragraphs: Sequence[Vectors]
) -> list[float]:
    """The confidence of the answer to each question, drawn from the best of paragraphs with these scores."""
    fair = uncrowded(paragraphs)
    pool = np.concatenate(fair, axis=1)
    last = np.sort(pool, axis=1)[:, -min(DEPTH, pool.shape[1]), None]
    best = [
        sentence_scores(
            questions @ language.sentences.T,
            np.where(scores < last, -np.inf, scores)[:, language.paragraph_of],
        ).max(axis=1)
        for language, scores in zip(encoded, fair, strict=True)
    ]
    return [confidence(float(score)) for score in np.max(best, axis=0)]


def _paragraph_scores(questions: Vectors, language: Encoded, shared: Vectors) -> Vectors:
    """As a library scores passages: by their similarity, that of their best sentence, and shared words."""
    first = np.flatnonzero(np.diff(language.paragraph_of, prepend=-1))
    best: Vectors = np.maximum.reduceat(questions @ language.sentences.T, first, axis=1)
    return fuse(questions @ language.paragraphs.T + best, shared, cosines=2)


def _best_first(scores: Sequence[Vectors]) -> Ranking:
    """Each language's candidates, side by side, ranked by scores that compare across languages."""
    fair = np.concatenate(uncrowded(scores), axis=1)
    return np.argsort(-fair, axis=1, kind="stable")
