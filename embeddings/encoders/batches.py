"""What every encoder does around its model: clean strings in, unit rows out, a batch at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from embeddings.protocols import Vectors


def encodable(text: str) -> str:
    """``text`` without what a C string or UTF-8 cannot hold: NUL is a space, a lone surrogate a ``?``."""
    return text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")


def unit_rows(vectors: Vectors) -> Vectors:
    """float32 ``(n, dim)`` with each row divided by its length; a row of length 0 becomes the first axis."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    rows: Vectors = (vectors / np.where(lengths == 0, 1, lengths)).astype(np.float32)
    rows[lengths[:, 0] == 0, 0] = 1
    return rows


def encode_in_batches(
    texts: Sequence[str],
    encode: Callable[[list[str]], Vectors],
    *,
    dim: int,
    batch: int,
    over: Callable[[Callable[[list[str]], Vectors], list[list[str]]], Iterable[Vectors]] = map,
) -> Vectors:
    """Unit rows float32 ``(len(texts), dim)``, in the order of ``texts``.

    Texts of like length go to ``encode`` together, ``batch`` at most, so that little is padded and Ctrl-C,
    which a call into C holds up, waits for one batch and not for all. ``over`` takes ``encode`` over them.
    """
    rows = np.empty((len(texts), dim), dtype=np.float32)
    by_length = sorted(range(len(texts)), key=lambda number: len(texts[number]))
    numbers = [by_length[start : start + batch] for start in range(0, len(texts), batch)]
    batches = [[encodable(texts[number]) for number in group] for group in numbers]
    for group, vectors in zip(numbers, over(encode, batches), strict=True):
        rows[group] = unit_rows(vectors)
    return rows
