"""How likely a text is in each of 73 languages that share a script with another, by its byte n-grams.

Method: Lui and Baldwin, "langid.py: An Off-the-shelf Language Identification Tool", ACL 2012 system
demonstrations: naive Bayes over n-grams chosen across domains. The figures are those of py3langid 0.4.0.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class NgramModel:
    """A trie of byte n-grams, and for each n-gram that tells languages apart its log-likelihoods.

    Nodes are numbered breadth first, children by their byte: 0 is the root, and ``keys[node - 1]``, uint32,
    is ``parent << 8 | byte`` and ascends. ``features``, int32 ``(nodes,)``, is the feature that a node ends,
    or -1. Of ``columns`` languages a feature's log-likelihood is the ``usual`` one, float16 ``(columns,)``,
    but for ``counts[feature]`` of them: those in ``exceptions`` (uint8) have ``likelihoods`` (float16), each
    feature's after those of the one before. ``priors`` is float32 ``(columns,)``; a language may have two.
    """

    languages: tuple[str, ...]
    priors: npt.NDArray[np.float32]
    usual: npt.NDArray[np.float16]
    keys: npt.NDArray[np.uint32]
    features: npt.NDArray[np.int32]
    starts: Ints
    counts: npt.NDArray[np.uint8]
    exceptions: npt.NDArray[np.uint8]
    likelihoods: npt.NDArray[np.float16]

    def scores(self, text: str) -> dict[str, float]:
        """Each language's log-likelihood, not normalised; 0 for all if no n-gram of the text is known."""
        nodes = self._longest(np.frombuffer(_as_trained(text), np.uint8))
        features = self.features[nodes]
        features, times = np.unique(features[features >= 0], return_counts=True)
        if not len(features):
            return dict.fromkeys(self.languages, 0.0)
        weights, counts = np.log1p(times), self.counts[features].astype(np.intp)
        before = np.cumsum(counts) - counts
        places = np.repeat(self.starts[features] - before, counts) + np.arange(counts.sum())
        columns = self.exceptions[places]
        beyond = self.likelihoods[places].astype(float) - self.usual[columns]
        usual = self.priors + weights.sum() * self.usual
        scores = usual + np.bincount(columns, np.repeat(weights, counts) * beyond, len(usual))
        best: dict[str, float] = {}
        for language, score in zip(self.languages, scores.tolist(), strict=True):
            best[language] = max(score, best.get(language, score))
        return best

    def _longest(self, data: npt.NDArray[np.uint8]) -> Ints:
        """For each byte the node of the longest n-gram that ends with it: ``(len(data),)``."""
        longest = np.zeros(len(data), np.intp)
        ends, nodes = np.arange(len(data)), np.zeros(len(data), np.uint32)
        while len(ends):
            keys = nodes << np.uint32(8) | data[ends]
            places = np.searchsorted(self.keys, keys)
            known = self.keys[np.minimum(places, len(self.keys) - 1)] == keys
            ends, nodes = ends[known], (places[known] + 1).astype(np.uint32)
            longest[ends] = nodes
            more = ends < len(data) - 1
            ends, nodes = ends[more] + 1, nodes[more]
        return longest


@cache
def ngram_model() -> NgramModel:
    """The model that Polycite ships, made by ``benchmarks/language_ngrams.py``."""
    with files("corpus").joinpath("ngrams/model.npz").open("rb") as file, np.load(file) as arrays:
        parts: dict[str, Any] = {name: arrays[name] for name in arrays}
    parts["languages"] = tuple(map(str, parts["languages"]))
    parts["starts"] = np.cumsum(parts["counts"], dtype=np.intp) - parts["counts"]
    return NgramModel(**parts)


def _as_trained(text: str) -> bytes:
    """UTF-8 of the text in composed form, small letters if it is all capitals."""
    return unicodedata.normalize("NFC", text.lower() if text.isupper() else text).encode("utf-8", "replace")
