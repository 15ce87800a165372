"""Taking the language out of similarities, so that an answer is as near in one language as in another.

A multilingual encoder keeps the texts of a language together in a corner of its space, and an English
question then finds English near-misses before the Vietnamese answer (the language bias of Roy et al. 2020,
"LAReQA"). Three measures undo that:

- *Centring*: a language's mean vector is subtracted before similarities are taken (Libovický et al. 2020,
  "On the language neutrality of pre-trained multilingual representations"). Means come from everyday lines
  that are parallel across languages, so that no library's subject is mistaken for its language.
- *Emphasis*: directions in which the lines of a parallel text differ from each other carry meaning and count
  a little more than those in which only their translations differ: a power of the covariance of the lines,
  each averaged over its languages, as whitening is one of -1/2 (Su et al. 2021, "Whitening sentence
  representations") and here a small positive one.
- *Crowding*: per language, the mean of the question's best scores there is subtracted, after the local
  scaling of CSLS (Conneau et al. 2018, "Word translation without parallel data"). What counts is how far a
  passage stands out among its own language's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal, Self

import numpy as np
import numpy.typing as npt

from corpus.types import primary_language
from embeddings.blas import single_threaded
from embeddings.contextual import in_context
from embeddings.general_lines import GENERAL_LINES
from embeddings.protocols import Encoder, Vectors

NEIGHBOURS = 20
"""How many of a language's best scores make up its crowding."""
QUESTION_SHARE = 0.8
"""How much of a language's centroid, a mean of statements, is taken off a question."""
_POWER, _FLOOR = 0.1, 0.3
_KINDS = ("query_", "passage_", "sentence_")

Part = tuple[Literal["passages", "sentences"], str, Vectors]
"""What vectors are of, in which language, and they themselves: float32 ``(n, dim)``."""


@dataclass(frozen=True, slots=True)
class Centroids:
    """Per language, the mean vector of everyday lines: as questions, as passages, and as sentences that are
    read in context (``embeddings.contextual``); float32 ``(dim,)``.

    ``emphasis`` is a symmetric float32 ``(dim, dim)``, or ``None`` where too few lines are known to tell.
    """

    queries: Mapping[str, Vectors]
    passages: Mapping[str, Vectors]
    sentences: Mapping[str, Vectors]
    emphasis: Vectors | None = None

    @classmethod
    def of(cls, encoder: Encoder) -> Self:
        """Those shipped for the encoder, of news in 12 languages, or those of ``GENERAL_LINES`` in 4."""
        return cls._shipped(encoder) or cls.of_general_lines(encoder)

    @classmethod
    def _shipped(cls, encoder: Encoder) -> Self | None:
        for resource in files("embeddings").joinpath("centroids").iterdir():
            if resource.name.endswith(".npz"):
                with resource.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
                    if (str(arrays["name"]), str(arrays["revision"])) == (encoder.name, encoder.revision):
                        queries, passages, sentences = (_tagged(arrays, kind) for kind in _KINDS)
                        return cls(queries, passages, sentences, arrays["emphasis"].astype(np.float32))
        return None

    @classmethod
    def of_general_lines(cls, encoder: Encoder) -> Self:
        """Encodes ``GENERAL_LINES`` with the encoder."""
        return cls(
            {tag: encoder.encode_queries(lines).mean(axis=0) for tag, lines in GENERAL_LINES.items()},
            {tag: encoder.encode_passages(lines).mean(axis=0) for tag, lines in GENERAL_LINES.items()},
            {tag: in_context(encoder, lines).mean(axis=0) for tag, lines in GENERAL_LINES.items()},
        )

    def centred_query(self, vector: Vectors, language: str) -> Vectors:
        """A question's vector without its language: unit float32 ``(dim,)``."""
        share = np.float32(QUESTION_SHARE)
        return self._emphasised(vector - share * _centroid(self.queries, language))

    def centred_passages(self, vectors: Vectors, language: str) -> Vectors:
        """Vectors of passages of one language, or sentences alone, without it: unit rows ``(n, dim)``."""
        return self._emphasised(vectors - _centroid(self.passages, language))

    def centred(self, parts: Sequence[Part]) -> list[Vectors]:
        """Each part's vectors without its language: unit rows float32 ``(n, dim)``.

        ``passages`` are also sentences alone, ``sentences`` those in context. All are multiplied at once.
        """
        if not parts:
            return []
        means = {"passages": self.passages, "sentences": self.sentences}
        rows = [vectors - _centroid(means[kind], language) for kind, language, vectors in parts]
        return np.split(self._emphasised(np.concatenate(rows)), np.cumsum([len(own) for own in rows])[:-1])

    def centred_each(self, vectors: Vectors, languages: Sequence[str]) -> Vectors:
        """``centred_passages`` of vectors each in a language of its own: unit rows float32 ``(n, dim)``."""
        fair = np.empty_like(vectors)
        for tag in set(languages):
            own = [place for place, language in enumerate(languages) if language == tag]
            fair[own] = self.centred_passages(vectors[own], tag)
        return fair

    def towards_raw(self, query: Vectors) -> Vectors:
        """What to search raw vectors with for the nearest to ``query`` once centred: float32 ``(dim,)``.

        Within one language the inner products then differ from the centred ones by a constant and by each
        passage's norm alone.
        """
        return query if self.emphasis is None else self.emphasis @ query

    def _emphasised(self, vectors: Vectors) -> Vectors:
        if self.emphasis is None:
            return _unit(vectors)
        with single_threaded():
            return _unit(vectors @ self.emphasis)


def emphasis(lines: Vectors) -> Vectors:
    """The map that counts differences of meaning more: float32 ``(dim, dim)``.

    ``lines`` are the centred vectors of a parallel text, each line's averaged over languages: ``(n, dim)``.
    """
    values, directions = np.linalg.eigh(lines.T @ lines)
    strength = (values / values.mean() + _FLOOR) ** _POWER
    stretched: Vectors = ((directions * strength) @ directions.T).astype(np.float32)
    return stretched


def uncrowded(scores: Sequence[Vectors]) -> list[Vectors]:
    """Takes each language's crowding off its scores, so that those of different languages compare.

    ``scores`` holds for each language float32 ``(questions, n)``; a candidate at ``-inf`` counts as absent.
    The crowding is the mean of a question's ``NEIGHBOURS`` best scores in the language and, as one more, of
    its usual best in all languages: so a lone passage is neither favoured nor held against itself.
    """
    best = [np.sort(of_language, axis=1)[:, ::-1][:, :NEIGHBOURS] for of_language in scores]
    if not best:
        return []
    everywhere = np.sort(np.concatenate(best, axis=1), axis=1)[:, ::-1][:, :NEIGHBOURS]
    total, count = _finite_sum(everywhere)
    usual = total / np.maximum(count, np.float32(1))
    levels = [(total + usual) / (count + np.float32(1)) for total, count in map(_finite_sum, best)]
    return [of_language - level[:, None] for of_language, level in zip(scores, levels, strict=True)]


def _finite_sum(scores: Vectors) -> tuple[Vectors, Vectors]:
    """Per row the sum of the scores that are not ``-inf``, and how many: float32 ``(questions,)`` each."""
    finite = np.isfinite(scores)
    total: Vectors = np.where(finite, scores, np.float32(0)).sum(axis=1)
    return total, finite.sum(axis=1).astype(np.float32)


def _tagged(arrays: Mapping[str, npt.NDArray[np.float16]], prefix: str) -> dict[str, Vectors]:
    names = [name for name in arrays if name.startswith(prefix)]
    return {name.removeprefix(prefix): arrays[name].astype(np.float32) for name in names}


def _centroid(centroids: Mapping[str, Vectors], language: str) -> Vectors:
    """The language's own mean, or of all languages where it has none."""
    if language in centroids:
        return centroids[language]
    primary = primary_language(language)
    kin = [vector for tag, vector in centroids.items() if primary_language(tag) == primary]
    mean: Vectors = np.mean(kin or list(centroids.values()), axis=0, dtype=np.float32)
    return mean


def _unit(vectors: Vectors) -> Vectors:
    norms = np.sqrt(np.einsum("...i,...i->...", vectors, vectors))[..., None]
    scaled: Vectors = (vectors / np.maximum(norms, 1e-12)).astype(np.float32, copy=False)
    return scaled
