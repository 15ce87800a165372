"""Finds the passages that answer a question."""

from __future__ import annotations

from embeddings.library import Library
from qa.types import Hit, Question


class DenseRetriever:
    """Ranks passages by the inner product of their vectors with the question's."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def retrieve(self, question: Question, k: int, /) -> list[Hit]:
        """At most ``k`` hits, best first; ``score`` is the cosine similarity."""
        query = self._library.encoder.encode_queries([question.text])[0]
        found = self._library.search(query, k)
        articles = {id_: self._library.article(id_) for id_ in {passage.article_id for passage, _ in found}}
        return [
            Hit(passage, articles[passage.article_id], score, rank)
            for rank, (passage, score) in enumerate(found, start=1)
        ]
