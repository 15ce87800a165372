"""What texts share in words with a question, and lack of it, as a library that held them would say."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from embeddings.lexical import TABLES, LexicalIndex, analysed, lacking, stated
from embeddings.protocols import Ids, Vectors


def shared_words(questions: Sequence[str], texts: Sequence[str]) -> Vectors:
    """The share of each question's terms that each text holds: float32 ``(questions, texts)`` in [0, 1]."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.executescript(f"CREATE TABLE passages (row INTEGER PRIMARY KEY, terms TEXT);{TABLES}")
        connection.executemany(
            "INSERT INTO passages (terms) VALUES (?)", ((analysed(text),) for text in texts)
        )

        def rows(query: str, parameters: Sequence[Any]) -> list[Any]:
            return connection.execute(query, parameters).fetchall()

        @cache
        def holders(term: str) -> Ids:
            found = rows("SELECT rowid FROM lexical WHERE lexical MATCH ?", (f'"{term}"',))
            return np.array([row - 1 for (row,) in found], dtype=np.int64)

        index = LexicalIndex(rows)
        shared = np.zeros((len(questions), len(texts)), dtype=np.float32)
        for row, question in zip(shared, questions, strict=True):
            for term, share in index.shares(question).items():
                row[holders(term)] += share
        return np.minimum(shared, np.float32(1))
    finally:
        connection.close()


def analysed_terms(texts: Sequence[str]) -> list[str]:
    """Each text's terms as a library stores them."""
    return [analysed(text) for text in texts]


def lacking_words(questions: Sequence[str], terms: Sequence[str]) -> Vectors:
    """What each of the ``analysed`` texts lacks of each question's names, numbers and dates.

    Float32 ``(questions, texts)``, see ``embeddings.lexical.lacking``.
    """
    found = np.zeros((len(questions), len(terms)), dtype=np.float32)
    for row, question in zip(found, map(stated, questions), strict=True):
        if question.names or question.quantities:
            row[:] = lacking(question, terms, [""] * len(terms))
    return found
