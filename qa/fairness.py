"""Puts passages of different languages on one scale, so that a question does not favour its own language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from embeddings.protocols import Vectors

NEIGHBOURS = 10


def language_corrections(similarities: Vectors, languages: Sequence[str]) -> dict[str, float]:
    """What to add to a question's similarities, float32 ``(n,)``, with candidates of each language.

    A language's level is the mean of its ``NEIGHBOURS`` greatest similarities; the correction lifts or lowers
    it to the mean level of all. That is CSLS (Conneau et al., "Word Translation Without Parallel Data",
    2018) for one query, its neighbourhoods taken by language. A single language is left as it is.
    """
    tags = np.asarray(languages)
    levels = {
        tag: float(np.sort(similarities[tags == tag])[-NEIGHBOURS:].mean())
        for tag in dict.fromkeys(languages)
    }
    level = sum(levels.values()) / max(len(levels), 1)
    return {tag: level - own for tag, own in levels.items()}


def corrected(similarities: Vectors, languages: Sequence[str], corrections: Mapping[str, float]) -> Vectors:
    """The similarities, float32 ``(n,)``, each with the correction of its language."""
    return similarities + np.array([corrections[tag] for tag in languages], dtype=np.float32)
