"""What texts share in words with a question, and lack of it, as a library that held them would say."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np

from embeddings.lexical import TABLES, LexicalIndex, analysed, lacking, stated
from embeddings.protocols import Ids, Vectors


def short_of_best(
    shares: Sequence[Mapping[str, float]], sentences: Sequence[str], paragraph_of: Ids
) -> Vectors:
    """What each of the ``analysed`` sentences has less of a question's words than its paragraph's best.

    ``shares`` are each question's; float32 ``(questions, sentences)``, see ``qa.answering.evidence``.
    """
    holders: dict[str, list[int]] = {}
    for number, terms in enumerate(sentences):
        for term in terms.split(" "):
            holders.setdefault(term, []).append(number)
    first = np.flatnonzero(np.diff(paragraph_of, prepend=-1))
    words = np.zeros((len(shares), len(sentences)), np.float32)
    for row, question in zip(words, shares, strict=True):
        for term, share in question.items():
            held = np.array(holders.get(term, []), np.int64)
            in_paragraph = np.bincount(paragraph_of[held], minlength=len(first))
            row[held] += np.float32(share) / in_paragraph[paragraph_of[held]]
    short: Vectors = np.maximum.reduceat(words, first, axis=1)[:, paragraph_of] - words
    return short


def shared_words(questions: Sequence[str], texts: Sequence[str]) -> tuple[Vectors, list[dict[str, float]]]:
    """The share of each question's terms that each text holds: float32 ``(questions, texts)`` in [0, 1].

    And each question's terms with their shares, among these texts.
    """
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
        shares = [index.shares(question) for question in questions]
        shared = np.zeros((len(questions), len(texts)), dtype=np.float32)
        for row, question in zip(shared, shares, strict=True):
            for term, share in question.items():
                row[holders(term)] += share
        return np.minimum(shared, np.float32(1)), shares
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
    held = [frozenset(of_text.split(" ")) for of_text in terms]
    for row, question in zip(found, map(stated, questions), strict=True):
        if question.names or question.quantities:
            row[:] = lacking(question, held, [""] * len(held))
    return found
