"""Which files there are to read, and their bytes."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus.errors import PolyciteError, ReadError
from corpus.reading.limits import Limits, mebibytes
from corpus.reading.names import shown


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file or folder that is not read, and why."""

    path: Path
    reason: str
    error: PolyciteError | None = field(default=None, compare=False)


def walk(paths: Sequence[Path], suffixes: Collection[str]) -> Iterator[Path | Skipped]:
    """The files under ``paths``, in the order given and folders by name, each file once.

    Skipped are hidden and unknown files, links to folders (they may lead in circles) and what the
    system refuses to list. A path that is named in ``paths`` may be hidden or a link.
    """
    seen: set[Path] = set()
    waiting = [(path, True) for path in reversed(paths)]
    while waiting:
        path, named = waiting.pop()
        try:
            if reason := _reason_to_skip(path, named, suffixes):
                yield Skipped(path, reason)
            elif path.is_dir():
                waiting += [(child, False) for child in sorted(path.iterdir(), reverse=True)]
            elif (real := path.resolve()) not in seen:
                seen.add(real)
                yield path
        except (OSError, RuntimeError, ValueError) as error:  # a loop of links, a NUL in the name
            yield Skipped(path, _system_reason(error))


def _reason_to_skip(path: Path, named: bool, suffixes: Collection[str]) -> str:
    if not named and path.name.startswith((".", "~$")):
        return "hidden"
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        return "a link to a folder; name it to read it" if path.is_symlink() and not named else ""
    if not stat.S_ISREG(mode):
        return "not a regular file"
    if path.suffix.lower() not in suffixes:
        return f"unknown format {shown(Path(path.suffix)) if path.suffix else '(no ending)'}"
    return ""


def _system_reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()


def read_bytes(path: Path, limits: Limits) -> tuple[bytes, os.stat_result]:
    """The file's bytes and its status, which held before and after reading.

    Raises:
        ReadError: it cannot be opened, is no regular file, is empty or too large, or changed meanwhile.
    """
    name = shown(path)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise ReadError(name, "is not a regular file")
        with path.open("rb") as file:
            before = os.fstat(file.fileno())
            data = file.read(limits.max_bytes + 1)
            after = path.stat()
    except (OSError, ValueError) as error:
        raise ReadError(name, _system_reason(error), code="file-unreadable") from error
    if max(before.st_size, len(data)) > limits.max_bytes:
        size, limit = mebibytes(max(before.st_size, len(data))), mebibytes(limits.max_bytes)
        raise ReadError(name, f"has {size}, the limit is {limit}", "split it", code="file-too-large")
    if _identity(before) != _identity(after) or len(data) != after.st_size:
        raise ReadError(name, "changed while it was read", "add it again when nothing writes to it")
    if not data:
        raise ReadError(name, "is empty", code="file-empty")
    return data, after


def _identity(status: os.stat_result) -> tuple[int, ...]:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def fingerprint(path: Path) -> tuple[int, int]:
    """Size in bytes and modification time in nanoseconds: cheap to compare, no proof of sameness."""
    status = path.stat()
    return status.st_size, status.st_mtime_ns
