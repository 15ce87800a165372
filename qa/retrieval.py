"""Finds the passages that answer a question, in whatever language they are written."""

from __future__ import annotations

from embeddings.library import Library
from embeddings.scoring import FULL, Scoring
from qa.types import Hit, Question


class HybridRetriever:
    """Ranks passages as the library does: by vectors and words, with no language favoured.

    ``scoring`` leaves parts of that out. An answer's confidence and refusal hold for all of it.
    """

    def __init__(self, library: Library, scoring: Scoring = FULL) -> None:
        self._library = library
        self._scoring = scoring

    def retrieve(self, question: Question, k: int, /) -> list[Hit]:
        """At most ``k`` hits, best first; ``score`` is the library's, comparable across languages."""
        scoring = self._scoring
        query = self._library.query(question.text, question.language, centred=scoring.centring)
        found = self._library.search(query, k, question.text, where=question.where, scoring=scoring)
        articles = self._library.articles_by_id({passage.article_id for passage, _ in found})
        held = [(passage, score) for passage, score in found if passage.article_id in articles]
        return [
            Hit(passage, articles[passage.article_id], score, rank)
            for rank, (passage, score) in enumerate(held, start=1)
        ]
