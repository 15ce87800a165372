"""Where a library's articles lie by meaning, found once for each state of the library."""

from __future__ import annotations

import threading
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from corpus.language import identify_question
from embeddings.library import Library
from embeddings.library.records import ArticleRecord
from embeddings.protocols import Vectors
from qa.questions import clean_question
from ui.page.picture.components import Components

MOST = 2000


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """Articles of ``total`` in the library, oldest first, with points by meaning: float32 ``(n, 2)``."""

    articles: tuple[ArticleRecord, ...]
    points: Vectors
    components: Components
    total: int


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A question, its point among those of the articles, float32 ``(2,)``, and the ids its answer cites."""

    text: str
    point: Vectors
    cited: frozenset[str] = frozenset()


class Surveyor:
    """Surveys a library anew whenever it has changed; safe to use from several threads."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._lock = threading.Lock()
        self._made: tuple[tuple[str | int, ...], Survey] | None = None

    def survey(self) -> Survey:
        """The ``MOST`` articles added last, by meaning."""
        info = self._library.info()
        state = (info.changed, info.articles, info.passages, info.encoder)
        with self._lock:
            if self._made is None or self._made[0] != state:
                self._made = state, _survey(self._library, info.articles)
            return self._made[1]

    def asked(self, question: str, cited: Collection[str], survey: Survey) -> Asked:
        """Where a question lies among the articles. Raises ``InputError`` for one that cannot be asked."""
        text = clean_question(question)
        language = identify_question(text, {article.language for article in survey.articles})
        point = survey.components.place(self._library.query(text, language)[np.newaxis])[0]
        return Asked(text, point, frozenset(cited))


def _survey(library: Library, total: int) -> Survey:
    ids, vectors = library.article_vectors(MOST)
    records = {record.id: record for record in library.records(ids)}
    held = [place for place, id_ in enumerate(ids) if id_ in records]
    components = Components.of(vectors[held])
    articles = tuple(records[ids[place]] for place in held)
    return Survey(articles, components.place(vectors[held]), components, max(total, len(articles)))
