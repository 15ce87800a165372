"""What is large is hashed once, and again after every write."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from embeddings.library import seals


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(seals, "_LARGE", 100)
    for name, size in (("large", 100), ("small", 99)):
        (tmp_path / name).write_bytes(b"x" * size)
        os.utime(tmp_path / name, (1_000_000_000, 1_000_000_000))
    monkeypatch.setattr(seals, "_SETTLED", -1)
    return tmp_path


@pytest.fixture
def files(folder: Path) -> dict[str, Any]:
    return {name: seals.sealed(folder / name) for name in ("large", "small")}


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    names: list[str] = []
    original = seals.sealed

    def counted(path: Path) -> dict[str, Any]:
        names.append(path.name)
        return original(path)

    monkeypatch.setattr(seals, "sealed", counted)
    return names


def test_a_large_file_is_hashed_once(folder: Path, files: dict[str, Any], hashed: list[str]) -> None:
    assert seals.hold(folder, files)
    assert seals.hold(folder, files)
    assert hashed == ["large", "small", "small"]
    assert seals.hold(folder, files, thorough=True)
    assert hashed[3:] == ["large", "small"]


@pytest.mark.parametrize("name", ["large", "small"])
def test_a_file_that_was_written_to_is_noticed(folder: Path, files: dict[str, Any], name: str) -> None:
    assert seals.hold(folder, files)
    before = (folder / name).stat()
    (folder / name).write_bytes(b"y" * before.st_size)
    os.utime(folder / name, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert not seals.hold(folder, files)
    (folder / name).unlink()
    with pytest.raises(FileNotFoundError):
        seals.hold(folder, files)


def test_a_seal_of_another_content_is_not_kept_by_an_old_one(folder: Path, files: dict[str, Any]) -> None:
    assert seals.hold(folder, files)
    files["large"]["sha256"] = "0" * 64
    assert not seals.hold(folder, files)


def test_what_was_just_written_is_not_trusted(
    folder: Path, files: dict[str, Any], hashed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seals, "_SETTLED", 3600)
    assert seals.hold(folder, files)
    assert seals.hold(folder, files)
    assert hashed.count("large") == 2


def test_bytes_that_rot_are_found_by_a_thorough_look(
    folder: Path, files: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seals, "_stamp", lambda path: [path.stat().st_size, 0, 0, 0])
    assert seals.hold(folder, files)
    (folder / "large").write_bytes(b"y" * 100)
    assert seals.hold(folder, files)
    assert not seals.hold(folder, files, thorough=True)


@pytest.mark.parametrize("text", ["", "[]", "{", json.dumps({"large": 3})])
def test_a_memory_that_cannot_be_read_is_none(folder: Path, files: dict[str, Any], text: str) -> None:
    (folder / "checked.json").write_text(text, encoding="utf-8")
    assert seals.hold(folder, files)


def test_a_folder_that_may_not_be_written_to_is_checked_each_time(
    folder: Path, files: dict[str, Any], hashed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: Any, **kwargs: Any) -> Any:
        raise PermissionError

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    assert seals.hold(folder, files)
    assert seals.hold(folder, files)
    assert hashed.count("large") == 2
