"""What every encoder does around its model: clean strings in, unit rows out, a batch at a time."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np

from corpus.types import Span
from embeddings.protocols import Vectors

Item = TypeVar("Item")
Result = TypeVar("Result")


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
    numbers = numbers_by_length(texts, batch)
    batches = [[encodable(texts[number]) for number in group] for group in numbers]
    for group, vectors in zip(numbers, over(encode, batches), strict=True):
        rows[group] = unit_rows(vectors)
    return rows


def numbers_by_length(texts: Sequence[str], batch: int) -> list[list[int]]:
    """The numbers of the texts, ``batch`` of like length together, the shortest first."""
    by_length = sorted(range(len(texts)), key=lambda number: len(texts[number]))
    return [by_length[start : start + batch] for start in range(0, len(texts), batch)]


def vectors_of_spans(
    encode: Callable[[list[str]], Vectors],
    texts: Sequence[str],
    passages: Vectors,
    spans: Sequence[Sequence[Span]],
) -> list[Vectors]:
    """For each text float32 ``(spans, dim)``: each span by itself; a blank one gets its text's row."""
    cut = [[text[span.start : span.end] for span in own] for text, own in zip(texts, spans, strict=True)]
    rows = encode([part for parts in cut for part in parts])
    found = np.split(rows, np.cumsum([len(parts) for parts in cut])[:-1]) if cut else []
    for parts, vectors, passage in zip(cut, found, passages, strict=True):
        vectors[[not part.strip() for part in parts]] = passage
    return found


def thread_limit() -> int | None:
    """``OMP_NUM_THREADS``, how many processors a user lets us have; None if it is no number."""
    limit = os.environ.get("OMP_NUM_THREADS", "").partition(",")[0].strip()
    return int(limit) if limit.isdecimal() and int(limit) else None


def in_threads(function: Callable[[Item], Result], items: Sequence[Item], threads: int) -> Iterator[Result]:
    """``map`` in threads, in order. Left early, as by Ctrl-C, it waits only for what is under way."""
    if min(threads, len(items)) < 2:
        yield from map(function, items)
        return
    pool = ThreadPoolExecutor(min(threads, len(items)))
    try:
        yield from pool.map(function, items)
    finally:
        pool.shutdown(cancel_futures=True)
