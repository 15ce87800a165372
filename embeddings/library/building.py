"""Makes the index files of a generation: each language's index of the kind that its size asks for.

Exact while comparing every row is quick; above that inverted lists (Sivic and Zisserman 2003, "Video Google")
of 8-bit codes, which are used only if they find the library's own sentences' nearest passages.
"""

from __future__ import annotations

import math
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from embeddings.fairness import Centroids
from embeddings.index import FaissIndex, IndexSettingError
from embeddings.library.generations import Generation, Part
from embeddings.library.store import Store
from embeddings.nearest import Neighbours
from embeddings.protocols import Ids, Vectors

BY_SIZE = "by size"
"""The setting that leaves the kind of each language's index to its number of passages."""
EXACT_UP_TO = 100_000
LEAST_RECALL = 0.95
_EXACT = "Flat"
_OUTGROWN = 2
"""How many times the rows that it was made of an index may come to hold before it is made anew."""
_WASTE = 0.2
"""Share of removed rows from which on an index is made anew."""
_QUESTIONS = 256
_ROWS_AT_ONCE = 10_000


def kind_for(count: int) -> str:
    """FAISS's factory string for an index of ``count`` rows."""
    return _EXACT if count <= EXACT_UP_TO else f"IVF{round(2 * math.sqrt(count))},SQ8"


class Builder:
    """Writes one generation from the database, and from ``base``, a generation that serves it, if given."""

    def __init__(self, store: Store, centroids: Centroids, dim: int, factory: str, base: Generation | None):
        self._store = store
        self._centroids = centroids
        self._dim = dim
        self._factory = factory
        self._base = base
        self._removed = store.tombstones()
        self._sought: Vectors | None = None

    def write(self, folder: Path) -> dict[str, Part]:
        """Every language's files, in ``folder``."""
        counts = sorted(self._store.passage_counts().items())
        return {tag: self._written(folder, n, tag, count) for n, (tag, count) in enumerate(counts)}

    def _written(self, folder: Path, number: int, language: str, count: int) -> Part:
        part = Part(f"passages-{number}.faiss", _EXACT, count, count)
        held = self._base.languages.get(language) if self._base else None
        if self._base is None or held is None or not self._still_fits(held, count):
            return self._made(folder, part, language)
        part = replace(held, file=part.file, rows=count)
        if self._unchanged(self._base, held, language):
            return _linked(self._base.folder, held, folder, part)
        return self._extended(self._base, held, language, folder, part) or self._made(
            folder, replace(part, made_of=count), language
        )

    def _kind(self, count: int) -> str:
        return kind_for(count) if self._factory == BY_SIZE else self._factory

    # From the generation before

    def _still_fits(self, held: Part, count: int) -> bool:
        is_exact, should_be = held.factory == _EXACT, self._kind(count) == _EXACT
        same_kind = is_exact == should_be or (is_exact and bool(held.note))
        return same_kind and count <= _OUTGROWN * max(held.made_of, 1)

    def _unchanged(self, base: Generation, held: Part, language: str) -> bool:
        new = self._store.passage_vectors(base.coverage.last_row, 1, self._dim, language)[0]
        return not len(new) and not FaissIndex.load(base.folder / held.file, read_only=True).holds(
            self._removed
        )

    def _extended(self, base: Generation, held: Part, language: str, folder: Path, part: Part) -> Part | None:
        """The index of before without what was removed and with what is new; None if it no longer serves."""
        index = FaissIndex.load(base.folder / held.file)
        index.remove(self._removed)
        if index.removed > _WASTE * len(index):
            return None
        known = Neighbours.load(base.folder / held.neighbours) if held.neighbours else None
        known = self._filled(index, known and known.without(self._removed), language, base.coverage.last_row)
        if known is None:
            return _saved(folder, part, index)
        recall = _recall_reached(index, known)
        return None if recall < LEAST_RECALL else _saved(folder, part, index, known, recall)

    # Anew

    def _made(self, folder: Path, part: Part, language: str) -> Part:
        kind, note = self._kind(part.rows), ""
        if kind != _EXACT:
            try:
                index = self._trained(kind, part.rows, language)
                known = self._filled(index, Neighbours.of(self._questions()), language)
                recall = _recall_reached(index, known)
                if recall >= LEAST_RECALL:
                    return _saved(folder, replace(part, factory=kind), index, known, recall)
                note = f"{kind} finds only {recall:.3f} of the nearest"
            except IndexSettingError as error:
                note = f"{kind}: {error.why}"
        index = FaissIndex(self._dim)
        self._filled(index, None, language)
        return _saved(folder, replace(part, factory=_EXACT, note=note), index)

    def _trained(self, kind: str, count: int, language: str) -> FaissIndex:
        index = FaissIndex(self._dim, kind)
        if index.sample_size:
            share = min(index.sample_size / max(count, 1), 1)
            index.train(self._store.sampled_vectors(language, share, self._dim))
        return index

    def _filled(
        self, index: FaissIndex, known: Neighbours | None, language: str, after: int = 0
    ) -> Neighbours | None:
        """Adds a language's rows above ``after`` to the index, and to what is ``known`` of the nearest."""
        for ids, vectors in self._rows(language, after):
            index.add(ids, vectors)
            known = known and known.beside(ids, vectors)
        return known

    def _rows(self, language: str, after: int) -> Iterator[tuple[Ids, Vectors]]:
        while True:
            ids, _, vectors = self._store.passage_vectors(after, _ROWS_AT_ONCE, self._dim, language)
            if not len(ids):
                return
            yield ids, vectors
            after = int(ids[-1])

    def _questions(self) -> Vectors:
        """Sentences of the library, of all languages, as questions are searched for: float32 ``(n, dim)``."""
        if self._sought is None:
            languages, vectors = self._store.sampled_sentences(_QUESTIONS, self._dim)
            fair = self._centroids.centred_each(vectors, languages)
            self._sought = np.array([self._centroids.towards_raw(vector) for vector in fair], np.float32)
        return self._sought.reshape(-1, self._dim)


def _recall_reached(index: FaissIndex, known: Neighbours | None) -> float:
    """The recall@10 of the index, which looks at as much of itself as it takes to be enough."""
    if known is None:
        return 1.0
    while (recall := known.recall(index)) < LEAST_RECALL and index.effort < index.greatest_effort:
        index.effort = min(2 * index.effort, index.greatest_effort)
    return recall


def _saved(
    folder: Path, part: Part, index: FaissIndex, known: Neighbours | None = None, recall: float = 1.0
) -> Part:
    neighbours = ""
    if known is not None:
        neighbours = Path(part.file).with_suffix(".npz").name
        known.save(folder / neighbours)
    index.save(folder / part.file)
    return replace(part, recall=round(recall, 4), effort=index.effort, neighbours=neighbours)


def _linked(source: Path, held: Part, folder: Path, part: Part) -> Part:
    """The same files under the next generation's names."""
    part = replace(part, neighbours=held.neighbours and Path(part.file).with_suffix(".npz").name)
    for old, new in zip(held.files, part.files, strict=True):
        try:
            os.link(source / old, folder / new)
        except OSError:
            shutil.copyfile(source / old, folder / new)
    return part
