"""Sentences as they read in their passage: what *it was* or *the province* stands for, the passage says."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, chain
from typing import NamedTuple

import numpy as np

from corpus.types import Span
from embeddings.protocols import Encoder, Vectors

CONTEXT_SHARE = 1.0
"""What a sentence's vector in its context counts beside its own, 1, where it is looked for."""


class Read(NamedTuple):
    """Vectors of texts, float32 ``(n, dim)``, and of the sentences of each, float32 ``(m, dim)``; unit rows.

    ``alone`` are the sentences by themselves, ``in_context`` are for finding them; ``lines`` what was read
    along with them.
    """

    texts: Vectors
    alone: list[Vectors]
    in_context: list[Vectors]
    lines: Vectors = np.empty((0, 0), np.float32)


def read(
    encoder: Encoder, texts: Sequence[str], sentences: Sequence[Sequence[Span]], lines: Sequence[str] = ()
) -> Read:
    """Encodes texts with the sentences in each, offsets into it; a sentence of two texts is encoded once.

    ``lines`` are encoded along with the sentences by themselves: the fewer calls, the better batches fill.

    A sentence in context is the sum of its own vector and that of its tokens' states as its text is read
    (late chunking, Günther et al. 2024, arXiv:2409.04701).
    """
    written = [
        [text[span.start : span.end] for span in spans] for text, spans in zip(texts, sentences, strict=True)
    ]
    distinct = list(dict.fromkeys(chain(lines, *written)))
    place = {sentence: number for number, sentence in enumerate(distinct)}
    by_itself = encoder.encode_passages(distinct)
    vectors, contexts = encoder.encode_spans(texts, sentences)
    alone = [by_itself[[place[sentence] for sentence in own]] for own in written]
    in_context = [_blend(*pair) for pair in zip(alone, contexts, strict=True)]
    return Read(vectors, alone, in_context, by_itself[[place[line] for line in lines]])


def _blend(alone: Vectors, contexts: Vectors) -> Vectors:
    both = alone + np.float32(CONTEXT_SHARE) * contexts
    unit: Vectors = both / np.maximum(np.linalg.norm(both, axis=1, keepdims=True), np.float32(1e-12))
    return unit


def in_context(encoder: Encoder, lines: Sequence[str], together: int = 6) -> Vectors:
    """Lines as sentences of texts of ``together`` lines each: unit rows float32 ``(len(lines), dim)``."""
    texts, spans = [], []
    for first in range(0, len(lines), together):
        some = lines[first : first + together]
        ends = list(accumulate(len(line) + 1 for line in some))
        texts.append(" ".join(some))
        spans.append([Span(end - len(line) - 1, end - 1) for line, end in zip(some, ends, strict=True)])
    return np.concatenate(read(encoder, texts, spans).in_context)
