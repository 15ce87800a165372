"""Finds the passages that answer a question, in whatever language they are written."""

from __future__ import annotations

import numpy as np

from corpus.types import Passage
from embeddings.library import Library
from embeddings.protocols import Vectors
from qa.fairness import corrected, language_corrections
from qa.types import Hit, Question

NEAREST = 500
"""Passages looked at for a question, those of other languages than its own among them."""


class DenseRetriever:
    """Ranks passages by the similarity of their vectors with the question's, languages on one scale."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def retrieve(self, question: Question, k: int, /) -> list[Hit]:
        """At most ``k`` hits, best first; ``score`` is the corrected cosine similarity."""
        query = self._library.encoder.encode_queries([question.text])[0]
        passages, similarities = nearest(self._library, query, max(k, NEAREST))
        languages = [passage.language for passage in passages]
        scores = corrected(similarities, languages, language_corrections(similarities, languages))
        best = np.argsort(-scores, kind="stable")[:k]
        articles = {id_: self._library.article(id_) for id_ in {passages[row].article_id for row in best}}
        return [
            Hit(passages[row], articles[passages[row].article_id], float(scores[row]), rank)
            for rank, row in enumerate(best, start=1)
        ]


def nearest(library: Library, query: Vectors, k: int = NEAREST) -> tuple[list[Passage], Vectors]:
    """The ``k`` passages nearest to ``query`` float32 ``(dim,)`` and their similarities, float32 ``(k,)``."""
    found = library.search(query, k)
    return [passage for passage, _ in found], np.array([score for _, score in found], dtype=np.float32)
