"""How long a library's passages are, and a copy of the library with longer ones.

Short passages are easier to rank and say less: a score must not be bought with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from corpus.chunking import chunk
from embeddings.library import FileState, Library


def lengths(library: Library) -> dict[str, Any]:
    """The mean length of the passages and the most allowed, in tokens of the library's encoder."""
    encoder, settings = library.encoder, library.chunking
    counts = [
        encoder.count_tokens(passage.text)
        for record in library.articles()
        for passage in chunk(library.article(record.id), encoder.count_tokens, settings)
    ]
    return {"mean_tokens": sum(counts) / len(counts) if counts else None, "max_tokens": settings.max_tokens}


@contextmanager
def doubled(library: Library, progress: Callable[[int, int], None] | None = None) -> Iterator[Library]:
    """A copy with passages of twice the length, as far as the encoder reads them; gone at the end.

    ``progress`` is told how many of how many articles are encoded.
    """
    encoder, settings = library.encoder, library.chunking
    longer = replace(settings, max_tokens=min(2 * settings.max_tokens, encoder.max_tokens))
    records = library.articles()
    with (
        TemporaryDirectory(prefix="polycite-") as folder,
        Library.create(Path(folder) / "library", encoder, chunking=longer) as copy,
    ):
        with copy.writing():
            for done, record in enumerate(records, start=1):
                file = FileState(Path(folder) / record.id, 0, 0, "")
                copy.put(file, [copy.indexed(library.article(record.id))], [], [record.id])
                if progress:
                    progress(done, len(records))
        yield copy
