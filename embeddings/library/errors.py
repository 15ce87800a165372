"""Why a library could not be used; and SQLite's errors told in those words."""

from __future__ import annotations

import shlex
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import PolyciteError

_FULL = ("SQLITE_FULL", "SQLITE_IOERR")
_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
_SIGNS_OF_DAMAGE = ("no such table", "no such column", "decode to UTF-8")
_LOCKED = ("SQLITE_BUSY", "SQLITE_LOCKED")


class LibraryError(PolyciteError):
    """The library cannot do what was asked, and is unharmed."""


class LibraryDamaged(LibraryError):  # noqa: N818 - the name says the state, as design and exit code do
    """What the library holds can no longer be trusted."""

    exit_code = 4


def command(name: str, directory: Path) -> str:
    """A command line that works on the library in ``directory``, ready to be pasted into a shell."""
    return f"polycite {name} --library {shlex.quote(str(directory))}"


@contextmanager
def explained(directory: Path, doing: str) -> Iterator[None]:
    """Turns errors of SQLite and of the file system into one line; ``doing`` is e.g. ``"read"``."""
    what = f"cannot {doing} the library {directory}"
    try:
        yield
    except sqlite3.Error as error:
        raise _explain(what, error) from error
    except OSError as error:
        raise LibraryError(
            what,
            error.strerror or str(error),
            "check the disk and the folder's permissions",
            code="library-missing" if isinstance(error, FileNotFoundError) else "library-unusable",
        ) from error


def _explain(what: str, error: sqlite3.Error) -> LibraryError:
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(_DAMAGED) or any(sign in str(error) for sign in _SIGNS_OF_DAMAGE):
        mend = "restore library.sqlite from a copy, or add the files to a new library"
        why = f"library.sqlite is damaged: {_first_words(error)}"
        return LibraryDamaged(what, why, mend, code="library-damaged")
    if name.startswith(_FULL):
        mend = "free some space and run it again; all that was reported as added is kept"
        return LibraryError(what, f"the disk refused to write: {error}", mend, code="disk-full")
    if name.startswith(_LOCKED):
        return LibraryError(
            what, "another program is writing to it", "wait until it has finished", code="library-busy"
        )
    return LibraryError(what, str(error), "check the folder's permissions", code="library-unusable")


def _first_words(error: sqlite3.Error) -> str:
    """SQLite's message without the stored text that it may go on to show."""
    return str(error).partition(" column ")[0]
