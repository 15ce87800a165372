"""What only a process of its own shows: streams, locales, broken pipes, Ctrl-C."""

from __future__ import annotations

import json
import os
import pty
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = "---\ntitle: 甘肃 {n}\nlanguage: zh-Hans\n---\n甘肃省{n}个贫困县全部脱贫。\n"


def start(
    *arguments: str | Path, stderr: int = subprocess.PIPE, environment: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "POLYCITE"))
    }
    return subprocess.Popen(
        [sys.executable, "-m", "ui.cli", *map(str, arguments)],
        cwd=ROOT,
        env={**clean, **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=stderr,
    )


def finish(process: subprocess.Popen[bytes]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=60)
    return process.returncode, out.decode("utf-8"), err.decode("utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("many")
    for n in range(120):
        (folder / f"{n:03}.md").write_text(TEXT.format(n=n), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def library(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    library = tmp_path_factory.mktemp("process") / "library"
    code, out, err = finish(
        start("add", folder, "--library", library, "--encoder", "hash", environment={"LANG": "C"})
    )
    assert (code, err) == (0, "")
    assert out.endswith("\n120 added\n")
    return library


@pytest.mark.parametrize(
    "locale", [{"LANG": "C"}, {"LC_ALL": "POSIX"}, {"PYTHONIOENCODING": "ascii"}, {"PYTHONUTF8": "0"}]
)
def test_output_is_utf8_in_any_locale(library: Path, locale: dict[str, str]) -> None:
    code, out, err = finish(start("list", "--json", "--library", library, environment=locale))
    assert (code, err) == (0, "")
    assert json.loads(out)["articles"][0]["title"] == "甘肃 0"
    assert "甘肃 0" in out


def test_a_file_name_that_is_no_utf8_is_still_json(library: Path, tmp_path: Path) -> None:
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.png")).touch()
    except OSError:
        pytest.skip("this file system takes no such name")
    code, out, err = finish(start("add", tmp_path, "--json", "--library", library))
    assert (code, err) == (1, "")
    assert json.loads(out)["files"][0]["path"].endswith("\udcff.png")


def test_no_escape_codes_reach_a_pipe(library: Path) -> None:
    for command in (["list"], ["info"], ["search", "甘肃"]):
        code, out, err = finish(start(*command, "--library", library, environment={"TERM": "xterm-256color"}))
        assert (code, err) == (0, "")
        assert "\x1b" not in out


@pytest.mark.parametrize("colours", [{}, {"NO_COLOR": "1"}])
def test_progress_is_for_terminals_and_on_stderr(
    folder: Path, tmp_path: Path, colours: dict[str, str]
) -> None:
    screen, terminal = pty.openpty()
    process = start(
        *("add", folder / "001.md", "--library", tmp_path / "new", "--encoder", "hash"),
        stderr=terminal,
        environment={"TERM": "xterm-256color", **colours},
    )
    os.close(terminal)
    assert process.stdout is not None
    with process.stdout as results:
        out = results.read().decode()
    drawn = os.read(screen, 100_000).decode()
    os.close(screen)
    assert process.wait(60) == 0
    assert out.startswith("added      ")
    assert "\x1b" not in out
    assert "0/1 files" in drawn.replace("\x1b[32m", "").replace("\x1b[0m", "")
    assert ("\x1b[3" in drawn) == (not colours)


def test_a_reader_that_leaves_early_gets_no_complaint(library: Path) -> None:
    for command in (["list"], ["list", "--json"], ["search", "甘肃", "-k", "120"]):
        process = start(*command, "--library", library)
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
        process.stderr.close()
        assert process.wait(60) == 1


def test_ctrl_c_keeps_what_was_reported(folder: Path, tmp_path: Path) -> None:
    process = start("add", folder, "--library", tmp_path / "cut", "--encoder", "hash")
    assert process.stdout is not None
    first = process.stdout.readline().decode()
    process.send_signal(signal.SIGINT)
    code, out, err = finish(process)
    reported = (first + out).count("added  ")
    assert (code, err) == (130, "polycite: interrupted: what was reported is done and kept\n")
    assert 1 <= reported < 120
    _, listed, _ = finish(start("list", "--json", "--library", tmp_path / "cut"))
    assert reported <= len(json.loads(listed)["articles"])  # a window may be stored and not yet reported
    code, out, err = finish(start("add", folder, "--library", tmp_path / "cut"))
    assert (code, err) == (0, "")
    assert finish(start("verify", "--library", tmp_path / "cut")) == (0, "the library is sound\n", "")
    _, listed, _ = finish(start("list", "--json", "--library", tmp_path / "cut"))
    assert len(json.loads(listed)["articles"]) == 120


INTERRUPTING = """
import os, signal, sys, weakref
import ui.cli
class Interrupting:
    def find_spec(self, name, *_):
        if name == sys.argv[1]:
            {interrupt}
sys.meta_path.insert(0, Interrupting())
sys.argv = ["polycite", sys.argv[1]]
ui.cli.main()
"""


@pytest.mark.parametrize("module", ["corpus.errors", "ui.cli.running", "ui.cli.notices"])
@pytest.mark.parametrize(
    "interrupt",
    [
        "os.kill(os.getpid(), signal.SIGINT)",
        "gone = {1}; kept = weakref.ref(gone, lambda _: os.kill(os.getpid(), signal.SIGINT)); del gone",
    ],
    ids=["in an import", "in a callback"],
)
def test_ctrl_c_while_modules_are_imported_is_one_line(module: str, interrupt: str) -> None:
    program = INTERRUPTING.format(interrupt=interrupt)
    done = subprocess.run([sys.executable, "-c", program, module], cwd=ROOT, capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"polycite: interrupted\n")


def test_an_index_that_does_not_match_is_told_in_one_line(library: Path, tmp_path: Path) -> None:
    damaged = Path(shutil.copytree(library, tmp_path / "damaged"))
    for index in damaged.glob("gen-*/*.faiss"):
        index.write_bytes(index.read_bytes() + b"\x00")
    code, out, err = finish(start("search", "甘肃", "--json", "--library", damaged))
    assert code == 0
    assert len(json.loads(out)["hits"]) == 5
    assert err.startswith("polycite: ")
    assert "index" in err
    assert err.count("\n") == 1


def test_what_other_packages_warn_of_is_not_shown() -> None:
    program = (
        "import logging, warnings; from ui.cli.notices import show_own_notices; show_own_notices();"
        "logging.getLogger('foreign').warning('no'); warnings.warn('no');"
        "import transformers; transformers.utils.logging.get_logger('transformers.x').warning('no');"
        "logging.getLogger('polycite').info('no'); logging.getLogger('polycite').warning('two\\nlines %s', 1)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True)
    assert done.stderr == b"polycite: two lines 1\n"


def test_a_full_disk_is_one_line(library: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full here")
    with Path("/dev/full").open("wb") as full:
        process = subprocess.run(
            [sys.executable, "-m", "ui.cli", "list", "--library", str(library)],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert process.returncode == 1
    line = "polycite: the system refused: No space left on device (free some space, or write elsewhere)\n"
    assert process.stderr.decode() == line


def test_the_version_is_printed() -> None:
    code, out, err = finish(start("--version"))
    assert (code, err) == (0, "")
    assert out.startswith("polycite ")
