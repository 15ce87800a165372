"""Passages, and spans in their context, from the states of the tokens: what lies around the forward pass."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np
import numpy.typing as npt

from corpus.types import Span
from embeddings.encoders.batches import Item, Result, encodable, unit_rows
from embeddings.encoders.e5.tokenizer import Tokenizer, Tokens
from embeddings.encoders.e5.weights import Weights
from embeddings.protocols import Vectors

_QUERY, _PASSAGE = "query: ", "passage: "
_BATCH_TOKENS = 1024
_PADDED_TO = 16
_LEAST_SHARE = 0.8
_MASKED = np.float32(-1e9)
_LONGEST_REMEMBERED, _REMEMBERED = 2048, 4096
"""Characters of a text, and how many texts: what is counted to cut an article is soon encoded."""


class Engine(Protocol):
    """Computes the forward pass."""

    @property
    def precision(self) -> str: ...

    def in_parallel(self, work: Callable[[Item], Result], items: Sequence[Item], /) -> Iterator[Result]:
        """``map`` in as many threads as get the most out of ``states``, which ``work`` calls."""
        ...

    def states(self, embedded: Vectors, mask: Vectors, /) -> Vectors:
        """The last layer's states float32 ``(batch, length, dim)`` of as many embedded tokens.

        ``mask`` float32 ``(batch, length)`` is added to the attention that each token is paid.
        """
        ...


@dataclass(frozen=True, slots=True)
class _Window:
    """As much of text number ``text`` as the model reads at once; ``ids`` with the special tokens.

    ``ranges`` int64 ``(spans, 2)``: the tokens of each of the text's spans that stand in this window.
    """

    text: int
    ids: npt.NDArray[np.int32]
    ranges: npt.NDArray[np.int64]


class E5Model:
    """multilingual-e5-small on any engine. Threads may share it.

    A longer text is read in windows that are averaged by their token counts.
    """

    def __init__(self, weights: Weights, engine: Engine) -> None:
        self.engine = engine
        self._embedding = weights.embedding
        self._tokenizer = Tokenizer(weights.vocabulary)
        self._remembered = lru_cache(_REMEMBERED)(self._tokenizer.tokens)
        self._specials = weights.vocabulary.begin, weights.vocabulary.end
        self._window = weights.positions - len(self._specials)
        self._prefix_tokens = len(self._tokenizer.tokens(_PASSAGE.rstrip()).ids)

    def count_tokens(self, text: str) -> int:
        """Tokens of ``text`` as a passage, prefix and special tokens not counted."""
        return len(self._tokens(_PASSAGE + encodable(text)).ids) - self._prefix_tokens

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Unit rows float32 ``(len(texts), dim)``."""
        return self._read(_QUERY, texts, [()] * len(texts))[0]

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Unit rows float32 ``(len(texts), dim)``."""
        return self._read(_PASSAGE, texts, [()] * len(texts))[0]

    def passages_and_spans(
        self, texts: Sequence[str], spans: Sequence[Sequence[Span]]
    ) -> tuple[Vectors, list[Vectors]]:
        """Unit rows of the texts, and for each unit rows of its spans: the mean states of their tokens.

        One pass for both: late chunking (Günther et al. 2024, arXiv:2409.04701). A span without a token gets
        the row of its text.
        """
        return self._read(_PASSAGE, texts, spans)

    def _read(
        self, prefix: str, texts: Sequence[str], spans: Sequence[Sequence[Span]]
    ) -> tuple[Vectors, list[Vectors]]:
        sums = [np.zeros((1 + len(own), self._embedding.dim), np.float32) for own in spans]
        windows = [
            window
            for number, (text, own) in enumerate(zip(texts, spans, strict=True))
            for window in self._windows(number, prefix, encodable(text), own)
        ]
        for window, rows in self._pooled(windows):
            sums[window.text] += rows
        for rows in sums:
            rows[~rows.any(axis=1)] = rows[0]
        units = [unit_rows(rows) for rows in sums]
        passages = np.array([rows[0] for rows in units], np.float32).reshape(len(texts), self._embedding.dim)
        return passages, [rows[1:] for rows in units]

    def _tokens(self, read: str) -> Tokens:
        return self._remembered(read) if len(read) <= _LONGEST_REMEMBERED else self._tokenizer.tokens(read)

    def _windows(self, number: int, prefix: str, text: str, spans: Sequence[Span]) -> Iterator[_Window]:
        read = prefix + text
        tokens = self._tokens(read)
        moved = [Span(span.start + len(prefix), span.end + len(prefix)) for span in spans]
        ranges = self._tokenizer.ranges(read, tokens, moved)
        begin, end = self._specials
        for start in range(0, len(tokens.ids), self._window):
            ids = tokens.ids[start : start + self._window]
            here = np.clip(ranges - start, 0, len(ids)) + 1
            yield _Window(number, np.array([begin, *ids, end], np.int32), here)

    def _pooled(self, windows: list[_Window]) -> Iterator[tuple[_Window, Vectors]]:
        """Each window with the sums of its states: float32 ``(1 + spans, dim)``, all of them first."""
        batches = list(_batches(windows))
        results = self.engine.in_parallel(self._sums, batches)
        for batch, rows in zip(batches, results, strict=True):
            yield from zip(batch, rows, strict=True)

    def _sums(self, batch: list[_Window]) -> list[Vectors]:
        longest = max(len(window.ids) for window in batch)
        ids = np.zeros((len(batch), -(-longest // _PADDED_TO) * _PADDED_TO), np.int64)
        mask = np.full(ids.shape, _MASKED, np.float32)
        for row, window in enumerate(batch):
            ids[row, : len(window.ids)] = window.ids
            mask[row, : len(window.ids)] = 0
        states = self.engine.states(self._embedding(ids), mask)
        return [_window_sums(own, window) for own, window in zip(states, batch, strict=True)]


def _batches(windows: list[_Window]) -> Iterator[list[_Window]]:
    """Windows of like length together, the longest first: little is padded, and no thread ends late."""
    batch: list[_Window] = []
    for window in sorted(windows, key=lambda window: -len(window.ids)):
        longest = len(batch[0].ids) if batch else 0
        full = (len(batch) + 1) * longest > _BATCH_TOKENS
        if batch and (full or len(window.ids) < _LEAST_SHARE * longest):
            yield batch
            batch = []
        batch.append(window)
    if batch:
        yield batch


def _window_sums(states: Vectors, window: _Window) -> Vectors:
    """The whole window's mean by the count of its own tokens, then the sum over the tokens of each span."""
    whole = states[: len(window.ids)].mean(axis=0) * (len(window.ids) - 2)
    return np.stack([whole, *(states[start:end].sum(axis=0) for start, end in window.ranges)])
