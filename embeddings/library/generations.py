"""Derived index files: ``gen-N/`` with a manifest, named by ``CURRENT``, made again when they do not hold.

A generation is only ever read after the size and SHA-256 of each of its files has been checked, for
``faiss.read_index`` accepts many a corrupted file.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from embeddings.index import FaissIndex, IndexFileError


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a generation was made from: of which library, with which encoder and settings, up to which row."""

    library: str
    encoder: dict[str, Any]
    chunking: dict[str, int]
    factory: str
    last_row: int
    count: int

    def serves(self, wanted: Coverage) -> bool:
        """True if a library that wants ``wanted`` can start from this and add the rows since."""
        same = (self.library, self.encoder, self.chunking, self.factory)
        return same == (wanted.library, wanted.encoder, wanted.chunking, wanted.factory) and (
            self.last_row <= wanted.last_row
        )


@dataclass(frozen=True, slots=True)
class Generation:
    """A published generation whose files have been checked."""

    number: int
    folder: Path
    coverage: Coverage
    languages: dict[str, str]

    def indexes(self) -> dict[str, FaissIndex] | None:
        """For each language the vector index of its passages; None if a writer has deleted them meanwhile."""
        try:
            return {tag: FaissIndex.load(self.folder / name) for tag, name in self.languages.items()}
        except IndexFileError:
            return None


def current(directory: Path) -> int | None:
    """The number of the generation that ``CURRENT`` names, or None."""
    try:
        name = (directory / "CURRENT").read_text(encoding="utf-8").strip()
        return int(name.removeprefix("gen-"))
    except (OSError, ValueError):
        return None


def open_current(directory: Path) -> Generation | None:
    """The generation that ``CURRENT`` names if all its files are as its manifest says, else None."""
    number = current(directory)
    if number is None:
        return None
    folder = directory / f"gen-{number}"
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        sound = all(_sealed(folder / name) == seal for name, seal in manifest["files"].items())
        coverage = Coverage(**manifest["coverage"])
        languages = dict(manifest["languages"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    complete = sorted(languages.values()) == sorted(manifest["files"])
    return Generation(number, folder, coverage, languages) if sound and complete else None


def publish(directory: Path, indexes: Mapping[str, FaissIndex], coverage: Coverage) -> int:
    """Writes the next generation, makes it the current one atomically, deletes the others; its number.

    Raises OSError, with the former generation still current, if the disk refuses.
    """
    number = max([0, *(number for number, _ in _folders(directory))]) + 1
    folder = directory / f"gen-{number}"
    try:
        _write(folder, indexes, coverage)
        _replace(directory / "CURRENT", f"gen-{number}\n")
    except BaseException:
        if current(directory) != number:
            shutil.rmtree(folder, ignore_errors=True)
        raise
    for other, path in _folders(directory):
        if other != number:
            shutil.rmtree(path, ignore_errors=True)
    return number


def _write(folder: Path, indexes: Mapping[str, FaissIndex], coverage: Coverage) -> None:
    folder.mkdir()
    languages = {tag: f"passages-{number}.faiss" for number, tag in enumerate(sorted(indexes))}
    for tag, name in languages.items():
        indexes[tag].save(folder / name)
        _sync(folder / name)
    seals = {name: _sealed(folder / name) for name in languages.values()}
    manifest = {"coverage": asdict(coverage), "languages": languages, "files": seals}
    _replace(folder / "manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1))
    _sync(folder.parent)


def _folders(directory: Path) -> Iterator[tuple[int, Path]]:
    for path in directory.glob("gen-*"):
        number = path.name.removeprefix("gen-")
        if number.isdecimal():
            yield int(number), path


def _sealed(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return {"bytes": path.stat().st_size, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}


def _replace(path: Path, text: str) -> None:
    temporary = path.with_name(path.name + ".new")
    temporary.write_text(text, encoding="utf-8")
    _sync(temporary)
    temporary.replace(path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
