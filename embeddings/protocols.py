"""What encoders and vector indexes do; the conformance suites in ``tests/embeddings`` hold each to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from corpus.types import Span

Vectors = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int64]


class Encoder(Protocol):
    """Turns texts into unit vectors; safe to call from several threads.

    ``name`` is what a user writes to choose it, ``revision`` pins the weights, ``prefixes`` are what the
    model wants before a query and before a passage; ``max_tokens`` is the longest input it reads whole.
    """

    @property
    def name(self) -> str: ...
    @property
    def revision(self) -> str: ...
    @property
    def prefixes(self) -> tuple[str, str]: ...
    @property
    def dim(self) -> int: ...
    @property
    def max_tokens(self) -> int: ...

    def encode_queries(self, texts: Sequence[str], /) -> Vectors:
        """float32 ``(len(texts), dim)``, each row of unit length; ``(0, dim)`` for no text."""
        ...

    def encode_passages(self, texts: Sequence[str], /) -> Vectors:
        """float32 ``(len(texts), dim)``, each row of unit length; ``(0, dim)`` for no text."""
        ...

    def encode_spans(
        self, texts: Sequence[str], spans: Sequence[Sequence[Span]], /
    ) -> tuple[Vectors, list[Vectors]]:
        """The rows of ``encode_passages(texts)``, and unit rows of spans of each text, read in its context.

        ``spans[i]`` are of ``texts[i]``, and the second part has float32 ``(len(spans[i]), dim)`` for them. A
        span in which no token stands gets the row of its text. ValueError unless each text has its spans.
        """
        ...

    def count_tokens(self, text: str, /) -> int:
        """Tokens the model reads for ``text`` as a passage, prefix and special tokens not counted."""
        ...


class VectorIndex(Protocol):
    """Nearest neighbours by inner product. Knows rows and ids: never text, never an encoder."""

    def add(self, ids: Ids, vectors: Vectors, /) -> None:
        """Adds rows: ids int64 ``(n,)``, not yet in the index; vectors float32 ``(n, dim)``."""
        ...

    def remove(self, ids: Ids, /) -> None:
        """Removes rows by id; an unknown id is no error."""
        ...

    def search(self, queries: Vectors, k: int, /, *, allowed: Ids | None = None) -> tuple[Vectors, Ids]:
        """The ``k`` best rows per query, best first, among ``allowed`` ids if given.

        Returns scores float32 ``(q, k)`` and ids int64 ``(q, k)``; where fewer than ``k`` rows qualify,
        the rest is filled with score ``-inf`` and id ``-1``.
        """
        ...

    def __len__(self) -> int: ...
