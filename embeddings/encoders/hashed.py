"""An encoder without a model, for tests: texts that share words are near."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from corpus.types import Span
from embeddings.encoders.batches import encodable, unit_rows, vectors_of_spans
from embeddings.protocols import Vectors

_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORDS = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")
_RUNS = re.compile(rf"[{_UNSPACED}]+")


class HashEncoder:
    """Words, Han and kana characters and their bigrams, hashed with a sign into ``dim`` sums.

    Weinberger et al., "Feature Hashing for Large Scale Multitask Learning", ICML 2009.
    """

    name = "hash"
    prefixes = ("", "")
    max_tokens = 512

    def __init__(self, dim: int = 64) -> None:
        self.dim = dim
        self.revision = f"1-{dim}"

    def encode_queries(self, texts: Sequence[str], /) -> Vectors:
        return self.encode_passages(texts)

    def encode_passages(self, texts: Sequence[str], /) -> Vectors:
        rows = np.zeros((len(texts), self.dim), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for feature in _features(encodable(text).casefold()):
                place, sign = _hashed(feature, self.dim)
                row[place] += sign
        return unit_rows(rows)

    def encode_spans(
        self, texts: Sequence[str], spans: Sequence[Sequence[Span]], /
    ) -> tuple[Vectors, list[Vectors]]:
        """A span's context is half as much as its own words."""
        passages = self.encode_passages(texts)
        own = vectors_of_spans(self.encode_passages, texts, passages, spans)
        return passages, [unit_rows(rows + text / 2) for rows, text in zip(own, passages, strict=True)]

    def count_tokens(self, text: str, /) -> int:
        return len(_WORDS.findall(text))


def _features(text: str) -> Iterator[str]:
    yield from _WORDS.findall(text)
    for run in _RUNS.findall(text):
        yield from (first + second for first, second in pairwise(run))


def _hashed(feature: str, dim: int) -> tuple[int, int]:
    number = int.from_bytes(hashlib.blake2b(feature.encode(), digest_size=8).digest())
    return (number >> 1) % dim, 1 if number & 1 else -1
