"""The forward pass in NumPy: float32, needs nothing else, runs everywhere."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from embeddings.blas import single_threaded
from embeddings.encoders.batches import Item, Result, in_threads, thread_limit
from embeddings.encoders.e5.weights import Weights
from embeddings.protocols import Vectors

_ROWS = 128
"""Tokens whose inner states, four times as wide, are held at once: they stay in the processor's cache."""


class NumpyEngine:
    """BERT (Devlin et al. 2019). Holds no state between calls."""

    precision = "f32"

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._tensors = weights.tensors

    def states(self, embedded: Vectors, mask: Vectors, /) -> Vectors:
        """As ``Engine.states``."""
        states = self._normed(embedded, "emb.ln")
        for layer in range(self._weights.layers):
            name = f"l{layer}"
            states = self._normed(states + self._attended(states, mask, name), f"{name}.aln")
            states = self._normed(states + self._fed_forward(states, name), f"{name}.oln")
        return states

    def in_parallel(self, work: Callable[[Item], Result], items: Sequence[Item], /) -> Iterator[Result]:
        """As ``Engine.in_parallel``: a thread for each processor."""
        with single_threaded():
            yield from in_threads(work, items, thread_limit() or os.cpu_count() or 1)

    def _attended(self, states: Vectors, mask: Vectors, name: str) -> Vectors:
        queries, keys, values = (self._heads(self._linear(states, f"{name}.{kind}")) for kind in "qkv")
        scores: Vectors = queries @ keys.swapaxes(-1, -2)
        scores *= np.float32(queries.shape[-1] ** -0.5)
        scores += mask[:, None, None]
        scores -= scores.max(axis=-1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=-1, keepdims=True)
        context: Vectors = (scores @ values).swapaxes(1, 2)
        return self._linear(context.reshape(states.shape), f"{name}.ao")

    def _fed_forward(self, states: Vectors, name: str) -> Vectors:
        tokens = states.reshape(-1, states.shape[-1])
        result = np.empty_like(tokens)
        for start in range(0, len(tokens), _ROWS):
            rows = slice(start, start + _ROWS)
            result[rows] = self._linear(_gelu(self._linear(tokens[rows], f"{name}.fi")), f"{name}.fo")
        return result.reshape(states.shape)

    def _heads(self, states: Vectors) -> Vectors:
        batch, length, _ = states.shape
        return states.reshape(batch, length, self._weights.heads, -1).swapaxes(1, 2)

    def _linear(self, states: Vectors, name: str) -> Vectors:
        result: Vectors = states.reshape(-1, states.shape[-1]) @ self._tensors[f"{name}.w"].T
        result += self._tensors[f"{name}.b"]
        return result.reshape(*states.shape[:-1], -1)

    def _normed(self, states: Vectors, name: str) -> Vectors:
        states = states - states.mean(axis=-1, keepdims=True)
        variance = np.square(states).mean(axis=-1, keepdims=True)
        states /= np.sqrt(variance + self._weights.epsilon)
        states *= self._tensors[f"{name}.w"]
        states += self._tensors[f"{name}.b"]
        return states


def _gelu(values: Vectors) -> Vectors:
    """``x Φ(x)`` (Hendrycks & Gimpel 2016), erf by Abramowitz & Stegun 7.1.26: 1.5e-7 off at most."""
    absolute = np.minimum(np.abs(values) * np.float32(0.5**0.5), 6)
    t = 1 / (1 + absolute * np.float32(0.3275911))
    tail = t * np.float32(1.061405429)
    for coefficient in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        tail += np.float32(coefficient)
        tail *= t
    tail *= np.exp(-absolute * absolute)
    halves: Vectors = np.where(values < 0, tail, 2 - tail)
    halves *= values
    halves /= 2
    return halves
