"""Measures an encoder's retrieval across languages on XQuAD-R (LAReQA; Roy et al., 2020).

Everything goes through the index, the choice of sentences and the confidence that answer real questions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, combinations
from pathlib import Path
from typing import Any

import numpy as np

from embeddings.index import FaissIndex
from embeddings.protocols import Encoder, Ids, Vectors
from qa.answering.evidence import ANCHORS, confidences, sentence_scores
from qa.assistant import DEPTH
from qa.evaluation.metrics import auroc, mean
from qa.evaluation.ranking import Ranking, measure, places
from qa.evaluation.xquad_r_file import Translation, load_translations

_BATCH = 64


@dataclass(frozen=True, slots=True)
class _Encoded:
    """One language and its vectors, float32 (n, dim); its sentences are numbered from ``start``."""

    text: Translation
    questions: Vectors
    sentences: Vectors
    paragraphs: Vectors
    start: int

    @property
    def name(self) -> str:
        return self.text.language

    @property
    def answers(self) -> Ids:
        """The pool's number of the sentence that answers each question: int64 (questions,)."""
        return self.start + np.array(self.text.answers)

    @property
    def gold(self) -> Ids:
        """The paragraph that answers each question: int64 (questions,)."""
        return np.array(self.text.paragraph_of)[list(self.text.answers)]


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
    answers = np.stack([language.answers for language in encoded], axis=1)
    precisions, distances = [], []
    pairs: dict[tuple[str, str], dict[str, float]] = {}
    for asked in encoded:
        ranking = pool.search(asked.questions, len(pool))[1]
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
        "refusal_auroc": _refusal_auroc(encoded, encoder.encode_passages(ANCHORS)),
        "pairs": {f"{a}>{b}": pair for (a, b), pair in pairs.items()},
    }


def _pair(ranking: Ranking, other: _Encoded) -> dict[str, float]:
    """The pooled ranking, reduced to the sentences of one language."""
    of_other = (ranking >= other.start) & (ranking < other.start + len(other.sentences))
    reduced = ranking[of_other].reshape(len(ranking), -1)
    measures = measure(["RR", "R@1", "R@10"], reduced, other.answers[:, None])
    return {"mrr": measures["RR"], "recall@1": measures["R@1"], "recall@10": measures["R@10"]}


def _distance(places: Ranking) -> float:
    """The mean difference between two columns of ``places``, over all pairs of columns and all rows."""
    apart = [abs(places[:, a] - places[:, b]).mean() for a, b in combinations(range(places.shape[1]), 2)]
    return float(np.mean(apart)) if apart else 0.0


def _ndcg(language: _Encoded) -> float:
    _, ranking = _index([language.paragraphs]).search(language.questions, min(10, len(language.paragraphs)))
    return measure(["nDCG@10"], ranking, language.gold[:, None])["nDCG@10"]


def _sentence_at_1(language: _Encoded) -> float:
    of_paragraphs = (language.questions @ language.paragraphs.T)[:, language.text.paragraph_of]
    scores = sentence_scores(language.questions @ language.sentences.T, of_paragraphs)
    return float((scores.argmax(axis=1) == np.array(language.text.answers)).mean())


def _refusal_auroc(encoded: Sequence[_Encoded], anchors: Vectors) -> float | None:
    """Asks every question of a library of all paragraphs, then of the same without the question's own."""
    index = _index([language.paragraphs for language in encoded])
    sentences = [vectors for language in encoded for vectors in _by_paragraph(language)]
    number = np.concatenate([np.arange(len(language.paragraphs)) for language in encoded])
    present, removed = [], []
    for asked in encoded:
        scores, found = index.search(asked.questions, min(DEPTH + len(encoded), len(index)))
        for query, similar, paragraphs, gold in zip(asked.questions, scores, found, asked.gold, strict=True):
            others = number[paragraphs] != gold
            sure = partial(_confidence, query, anchors, sentences)
            present.append(sure(paragraphs[:DEPTH], similar[:DEPTH]))
            removed.append(sure(paragraphs[others][:DEPTH], similar[others][:DEPTH]))
    return auroc(present, removed)


def _confidence(
    query: Vectors, anchors: Vectors, sentences: Sequence[Vectors], paragraphs: Ids, similar: Vectors
) -> float:
    """The confidence of the answer that is drawn from ``paragraphs``, whose similarities are ``similar``."""
    if not len(paragraphs):
        return 0.0
    scores = [
        sentence_scores(sentences[paragraph] @ query, np.full(len(sentences[paragraph]), similarity))
        for paragraph, similarity in zip(paragraphs, similar, strict=True)
    ]
    return float(confidences(np.concatenate(scores), anchors @ query).max())


def _by_paragraph(language: _Encoded) -> list[Vectors]:
    """The vectors of each paragraph's sentences."""
    return np.split(language.sentences, np.flatnonzero(np.diff(language.text.paragraph_of)) + 1)


def _index(vectors: Sequence[Vectors]) -> FaissIndex:
    rows = np.concatenate(vectors)
    index = FaissIndex(rows.shape[1])
    index.add(np.arange(len(rows)), rows)
    return index


def _encode(
    translations: Sequence[Translation], encoder: Encoder, progress: Callable[[int, int], None] | None
) -> list[_Encoded]:
    total = sum(len(t.questions) + len(t.sentences) + len(t.paragraphs) for t in translations)
    done = 0

    def encode(how: Callable[[Sequence[str]], Vectors], texts: Sequence[str]) -> Vectors:
        nonlocal done
        batches = []
        for start in range(0, len(texts), _BATCH):
            batches.append(how(texts[start : start + _BATCH]))
            done += len(batches[-1])
            if progress:
                progress(done, total)
        return np.concatenate(batches)

    starts = accumulate((len(t.sentences) for t in translations), initial=0)
    return [
        _Encoded(
            text=translation,
            questions=encode(encoder.encode_queries, translation.questions),
            sentences=encode(encoder.encode_passages, translation.sentences),
            paragraphs=encode(encoder.encode_passages, translation.paragraphs),
            start=start,
        )
        for translation, start in zip(translations, starts, strict=False)
    ]
