"""Finds what no longer is as it was stored: texts, offsets, vectors, index files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from corpus.types import article_id
from embeddings.fairness import Centroids
from embeddings.library import generations
from embeddings.library.errors import LibraryDamaged, command
from embeddings.library.store import Store
from embeddings.protocols import Vectors


def problems(directory: Path, store: Store, dim: int) -> Iterator[str]:
    """One line per problem: SQLite's own, then each article's, then the index's and the centroids'."""
    yield from store.problems()
    for identifier in store.article_ids():
        if why := _article_problem(store, identifier, dim):
            yield f"article {identifier}: {why}"
    if not store.words_are_sound():
        yield f"library.sqlite: the index by words is not sound (run: {command('rebuild', directory)})"
    number = generations.current(directory)
    if number is None and (directory / "CURRENT").exists():
        yield "CURRENT: it names no generation (one is made again when needed)"
    if number is not None and generations.open_current(directory, thorough=True) is None:
        yield f"gen-{number}: its files are not as its manifest says (they are made again when needed)"
    yield from _centroid_problems(store.centroids(), dim)
    if store.meta().get("centroids") != store.computed_centroids_seal():
        yield f"centroids: they have changed (run: {command('rebuild', directory)})"


def _centroid_problems(centroids: Centroids, dim: int) -> Iterator[str]:
    for vector in (*centroids.queries.values(), *centroids.passages.values(), *centroids.sentences.values()):
        if vector.shape != (dim,) or not np.isfinite(vector).all():
            yield f"centroids: one does not have its {dim} numbers"
    matrix = centroids.emphasis
    if matrix is not None and (matrix.shape != (dim, dim) or not np.isfinite(matrix).all()):
        yield f"centroids: the emphasis does not have its {dim} times {dim} numbers"


def _article_problem(store: Store, identifier: str, dim: int) -> str | None:
    article = store.articles(identifier, 1)[0]
    if article_id(article.text) != identifier:
        return "its text has changed"
    if store.seal(identifier) != store.computed_seal(identifier):
        return "its passages, sentences or vectors have changed"
    try:
        vectors = store.article_vectors(identifier, dim)
    except LibraryDamaged as error:
        return error.why
    if len(vectors) == 1:
        return "it has no passages"
    return None if _of_unit_length(vectors) else "a vector is not of unit length"


def _of_unit_length(vectors: Vectors) -> bool:
    return bool((abs(np.linalg.norm(vectors, axis=1) - 1) < 1e-3).all())
