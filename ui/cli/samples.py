"""The library of sample articles that ``polycite demo`` shows: a cache, made anew when it no longer fits."""

from __future__ import annotations

import hashlib
import shutil
from contextlib import closing
from importlib.metadata import version
from pathlib import Path

from ui.cli.articles import add_files, open_for_adding
from ui.cli.notices import notice
from ui.settings import APPLICATION


def cached_sample_library(cache: Path) -> Path:
    """The library of the sample articles in ``cache``, a folder of its own, where all else is deleted.

    Its name tells what it was made from: another version, encoder or set of articles makes another one.
    One that cannot be opened all the same is made anew.
    """
    directory = cache / _made_from()
    _delete_others(directory)
    if not _usable(directory):
        shutil.rmtree(directory, ignore_errors=True)
    return fill(directory)


def fill(directory: Path) -> Path:
    """Adds the sample articles to the library in ``directory``, made if there is none; returns it."""
    from corpus.samples import sample_articles

    if not directory.exists():
        notice("making a library of the sample articles (some seconds, this once)")
    with open_for_adding(directory, None) as library:
        add_files(library, [sample_articles()], quiet=True)
    return directory


def _usable(directory: Path) -> bool:
    from embeddings.library import Library, LibraryError

    try:
        with Library.open(directory) as library:
            return bool(library.info())
    except LibraryError:
        return False


def _made_from() -> str:
    """16 hexadecimal digits that change with Polycite, the library's tables, the encoder and the articles."""
    from corpus.samples import sample_articles
    from embeddings.encoders import DEFAULT_ENCODER, open_encoder
    from embeddings.library.schema import FORMAT

    digest = hashlib.sha256()
    encoder = open_encoder(DEFAULT_ENCODER)
    for part in (version(APPLICATION), FORMAT, _tables(), DEFAULT_ENCODER, encoder.revision):
        digest.update(f"{part}\n".encode())
    for path in sorted(sample_articles().glob("*")):
        digest.update(str(path).encode("utf-8", "surrogateescape") + path.read_bytes())
    return digest.hexdigest()[:16]


def _tables() -> str:
    """The SQL of a new library's tables, which may change while the format does not."""
    import sqlite3

    from embeddings.library.schema import create

    with closing(sqlite3.connect(":memory:")) as memory:
        create(memory)
        return "\n".join(row[0] or "" for row in memory.execute("SELECT sql FROM sqlite_master"))


def _delete_others(directory: Path) -> None:
    for other in directory.parent.glob("*"):
        if other.is_dir() and other != directory:
            shutil.rmtree(other, ignore_errors=True)
        elif other != directory:
            other.unlink(missing_ok=True)
