"""Derived index files: ``gen-N/`` with a manifest, named by ``CURRENT``, made again when they do not hold.

A generation is only ever read after the size and SHA-256 of each of its files has been checked, for
``faiss.read_index`` accepts many a corrupted file. What is large is hashed once and then trusted as long as
the file system says that nobody has written to it (``embeddings.library.seals``).
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from embeddings.index import FaissIndex, IndexFileError
from embeddings.library import seals


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
class Part:
    """The index of one language's ``rows`` passages in ``file``, and how well it finds.

    ``factory`` is FAISS's name of its kind, ``made_of`` how many rows it had when it was made anew.
    ``recall`` is recall@10 against comparing every row, of the library's own sentences as they are searched
    for; ``neighbours`` the file that has them, empty for an exact index. ``note`` says why another kind would
    not do.
    """

    file: str
    factory: str
    rows: int
    made_of: int
    recall: float = 1.0
    effort: int = 0
    neighbours: str = ""
    note: str = ""

    @property
    def files(self) -> list[str]:
        return [self.file, self.neighbours] if self.neighbours else [self.file]

    def to_dict(self) -> dict[str, Any]:
        """As ``info`` shows it."""
        facts: dict[str, Any] = {"kind": self.factory, "passages": self.rows, "recall@10": self.recall}
        return facts | ({"note": self.note} if self.note else {})


@dataclass(frozen=True, slots=True)
class Generation:
    """A published generation whose files have been checked."""

    number: int
    folder: Path
    coverage: Coverage
    languages: dict[str, Part]

    def indexes(self) -> dict[str, FaissIndex] | None:
        """For each language the vector index of its passages, mapped from its file and only read.

        None if a writer has deleted the files meanwhile.
        """
        try:
            return {
                tag: FaissIndex.load(self.folder / part.file, read_only=True)
                for tag, part in self.languages.items()
            }
        except IndexFileError:
            return None


def current(directory: Path) -> int | None:
    """The number of the generation that ``CURRENT`` names, or None."""
    try:
        name = (directory / "CURRENT").read_text(encoding="utf-8").strip()
        return int(name.removeprefix("gen-"))
    except (OSError, ValueError):
        return None


def open_current(directory: Path, *, thorough: bool = False) -> Generation | None:
    """The generation that ``CURRENT`` names if all its files are as its manifest says, else None.

    ``thorough`` hashes even what has not been written to since it was last hashed.
    """
    number = current(directory)
    if number is None:
        return None
    folder = directory / f"gen-{number}"
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        coverage = Coverage(**manifest["coverage"])
        languages = {tag: Part(**part) for tag, part in manifest["languages"].items()}
        complete = sorted(name for part in languages.values() for name in part.files) == sorted(
            manifest["files"]
        )
        sound = complete and seals.hold(folder, manifest["files"], thorough=thorough)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return Generation(number, folder, coverage, languages) if sound else None


def facts(directory: Path) -> dict[str, dict[str, Any]]:
    """What is known of each language's current index, as ``info`` shows it."""
    generation = open_current(directory)
    return {tag: part.to_dict() for tag, part in generation.languages.items()} if generation else {}


def publish(directory: Path, coverage: Coverage, write: Callable[[Path], Mapping[str, Part]]) -> None:
    """Has ``write`` fill the next generation's folder, makes it current atomically, deletes the others.

    Raises OSError, with the former generation still current, if the disk refuses.
    """
    number = max([0, *(number for number, _ in _folders(directory))]) + 1
    folder = directory / f"gen-{number}"
    try:
        folder.mkdir()
        _seal(folder, coverage, write(folder))
        _replace(directory / "CURRENT", f"gen-{number}\n")
    except BaseException:
        if current(directory) != number:
            shutil.rmtree(folder, ignore_errors=True)
        raise
    for other, path in _folders(directory):
        if other != number:
            shutil.rmtree(path, ignore_errors=True)


def _seal(folder: Path, coverage: Coverage, languages: Mapping[str, Part]) -> None:
    coverage = replace(coverage, count=sum(part.rows for part in languages.values()))
    names = [name for part in languages.values() for name in part.files]
    for name in names:
        seals.sync(folder / name)
    manifest = {
        "coverage": asdict(coverage),
        "languages": {tag: asdict(part) for tag, part in languages.items()},
        "files": {name: seals.sealed(folder / name) for name in names},
    }
    _replace(folder / "manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1))
    seals.sync(folder.parent)


def _folders(directory: Path) -> Iterator[tuple[int, Path]]:
    for path in directory.glob("gen-*"):
        number = path.name.removeprefix("gen-")
        if number.isdecimal():
            yield int(number), path


def _replace(path: Path, text: str) -> None:
    temporary = path.with_name(path.name + ".new")
    temporary.write_text(text, encoding="utf-8")
    seals.sync(temporary)
    temporary.replace(path)
    seals.sync(path.parent)
