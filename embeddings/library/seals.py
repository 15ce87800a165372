"""The size and SHA-256 of files, compared at every opening; of large ones, once they are written to."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

_LARGE = 16 * 1024 * 1024
"""Bytes from which on a file is not hashed again while its stamp stays the same."""
_SETTLED = 2.0
"""Seconds since the last change from which on another one would change the stamp on any file system."""
_REMEMBERED = "checked.json"


def sealed(path: Path) -> dict[str, Any]:
    """A file's size in bytes and its SHA-256."""
    with path.open("rb") as file:
        return {"bytes": path.stat().st_size, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}


def hold(folder: Path, files: Mapping[str, Any], *, thorough: bool = False) -> bool:
    """True if each of the files in ``folder`` is as its seal says; OSError if one cannot be read.

    A large file found sound is remembered with its stamp (size, inode, times of change) and not hashed again
    until that changes, unless ``thorough``: bytes that rot on the disk are for ``polycite verify`` to find.
    """
    remembered = {} if thorough else _remembered(folder)
    found = {name: _stamp(folder / name) for name in files}
    checked = {
        name: stamp
        for name, stamp in found.items()
        if remembered.get(name) == [*stamp, files[name]["sha256"]] or sealed(folder / name) == files[name]
    }
    large = {
        name: [*stamp, files[name]["sha256"]]
        for name, stamp in checked.items()
        if stamp[0] >= _LARGE and time.time() - max(stamp[2:]) / 1e9 > _SETTLED
    }
    if large and large != remembered:
        _remember(folder, large)
    return len(checked) == len(files)


def sync(path: Path) -> None:
    """Waits until the file or folder is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _stamp(path: Path) -> list[int]:
    state = path.stat()
    return [state.st_size, state.st_ino, state.st_mtime_ns, state.st_ctime_ns]


def _remembered(folder: Path) -> dict[str, Any]:
    try:
        known = json.loads((folder / _REMEMBERED).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _remember(folder: Path, files: Mapping[str, Any]) -> None:
    """In a folder that may not be written to, nothing is."""
    with suppress(OSError):
        descriptor, name = tempfile.mkstemp(dir=folder)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(files, file)
        Path(name).replace(folder / _REMEMBERED)
