"""Killed, starved of disk, locked out: what was reported as added is there, once."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from embeddings.encoders.hashed import HashEncoder
from embeddings.indexing import add_paths
from embeddings.library import Library, LibraryError

ADD = """
import resource
import sys
from pathlib import Path
from corpus import PolyciteError
from corpus.language import identify
from embeddings.encoders.hashed import HashEncoder
from embeddings.indexing import add_paths
from embeddings.library import Library
identify("Loaded before the disk is limited, for its model is unpacked to a temporary file.")
if len(sys.argv) > 3:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]),) * 2)
try:
    with Library.open_or_create(sys.argv[1], HashEncoder) as library:
        print("open", flush=True)
        for report in add_paths(library, [Path(sys.argv[2])]):
            print(report.path.name, report.status, flush=True)
except PolyciteError as error:
    print("refused", error, flush=True)
"""
FILES = 25


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    for number in range(FILES):
        lines = [
            f"Report {number} of the valley survey, part {part}. It has {part} pages." for part in range(6)
        ]
        (folder / f"report{number:02}.txt").write_text("\n\n".join(lines), encoding="utf-8")
    articles = [
        {"title": f"Line {line}", "text": f"Line {line} tells of river {line} and its mills."}
        for line in range(40)
    ]
    (folder / "many.jsonl").write_text(
        "\n".join(json.dumps(article) for article in articles), encoding="utf-8"
    )
    return folder


def start(library: Path, folder: Path, *largest_file: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", ADD, str(library), str(folder), *largest_file]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def output(process: subprocess.Popen[str]) -> list[str]:
    return process.communicate(timeout=120)[0].splitlines()


def check(library: Path, reported: list[str]) -> None:
    if not (library / "library.sqlite").exists():
        assert reported == []
        return
    with Library.open_or_create(library, HashEncoder) as opened:
        names = [record.path.rsplit("/", 1)[-1] for record in opened.articles()]
        assert set(reported) <= set(names)
        texts = [opened.article(record.id).text for record in opened.articles()]
        assert len(set(texts)) == len(texts)
        assert opened.verify() == []
        query = opened.query("valley survey report", "en")
        found = [passage.id for passage, _ in opened.search(query, 1000)]
        assert len(found) == len(set(found)) == opened.info().passages


def added(lines: list[str]) -> list[str]:
    return [line.split()[0] for line in lines if line.endswith(" added")]


KILLED = """
import os, signal, sys
import embeddings.index, embeddings.library.generations as generations, embeddings.library.store as store
owner = {"store": store.Store, "index": embeddings.index.FaissIndex, "generations": generations}[sys.argv[1]]
function, left, moment = sys.argv[2], [int(sys.argv[3])], sys.argv[4]
original = getattr(owner, function)
def counted(*args, **kwargs):
    left[0] -= 1
    if not left[0] and moment == "before":
        os.kill(os.getpid(), signal.SIGKILL)
    result = original(*args, **kwargs)
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
    return result
setattr(owner, function, counted)
sys.argv[1:] = sys.argv[5:]
"""


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize(
    ("owner", "function", "call"),
    [
        ("store", "create", 1),
        ("store", "_insert", 3),
        ("store", "_finish", 7),
        ("store", "put", 20),
        ("index", "save", 1),
        ("generations", "_replace", 1),
        ("generations", "_replace", 2),
        ("store", "clear_tombstones", 1),
    ],
)
def test_killed_at_any_point_nothing_reported_is_lost_or_doubled(
    tmp_path: Path, folder: Path, owner: str, function: str, call: int, moment: str
) -> None:
    library = tmp_path / "library"
    command = [
        sys.executable,
        "-c",
        KILLED + ADD,
        owner,
        function,
        str(call),
        moment,
        str(library),
        str(folder),
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    lines = output(process)
    assert process.returncode == -signal.SIGKILL, "the killing point was not reached"
    check(library, added(lines))
    check(library, added(lines) + added(output(start(library, folder))))
    with Library.open(library) as opened:
        assert len(opened.articles()) == FILES + 40


def test_interrupted_it_keeps_what_was_reported(tmp_path: Path, folder: Path) -> None:
    process = start(tmp_path / "library", folder)
    assert process.stdout is not None
    first = [process.stdout.readline() for _ in range(5)]
    process.send_signal(signal.SIGINT)
    check(tmp_path / "library", added([line.strip() for line in first] + output(process)))


@pytest.mark.parametrize("kilobytes", [16, 100, 200])
def test_a_disk_that_fills_gives_one_line_and_keeps_the_rest(
    tmp_path: Path, folder: Path, kilobytes: int
) -> None:
    library = tmp_path / "library"
    lines = output(start(library, folder, str(kilobytes * 1024)))
    refusals = [line for line in lines if line.startswith("refused")]
    assert len(refusals) == 1
    assert "the disk refused to write" in refusals[0]
    assert not any("Traceback" in line for line in lines)
    check(library, added(lines))
    assert "refused" not in "".join(output(start(library, folder)))
    check(library, [f"report{number:02}.txt" for number in range(FILES)])


def test_a_second_writer_is_told_to_wait(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("embeddings.library.library._PATIENCE", 0.1)
    library = Library.create(tmp_path / "library", HashEncoder())
    other = Library.open(tmp_path / "library")
    reports = add_paths(library, [folder])
    next(reports)
    with pytest.raises(LibraryError, match="another program is writing"):
        list(add_paths(other, [folder]))
    assert other.search(other.query("river", "en"), 1)
    list(reports)
    assert {report.status for report in add_paths(other, [folder])} == {"unchanged"}
