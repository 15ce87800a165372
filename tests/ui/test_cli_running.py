"""Every way a command can end is one line on stderr and an exit code."""

from __future__ import annotations

import errno

import pytest

import ui.cli.running
from corpus.errors import InputError
from embeddings.library import LibraryDamaged
from ui.cli.running import run


def ends_with(monkeypatch: pytest.MonkeyPatch, outcome: int | BaseException) -> int:
    def invoke(arguments: object) -> int:
        if isinstance(outcome, int):
            return outcome
        raise outcome

    monkeypatch.setattr(ui.cli.running, "_invoke", invoke)
    return run([])


@pytest.mark.parametrize(
    ("outcome", "code", "line"),
    [
        (InputError("question", "it is\nempty", "ask\tone"), 1, "polycite: question: it is empty (ask one)"),
        (LibraryDamaged("library", "a hole\x1b[2J"), 4, "polycite: library: a hole␛[2J"),
        (KeyboardInterrupt(), 130, "polycite: interrupted: what was reported is done and kept"),
        (130, 130, "polycite: interrupted: what was reported is done and kept"),
        (
            PermissionError(13, "no entry", "/x"),
            1,
            "polycite: the system refused /x: no entry (check who may read and write there)",
        ),
        (
            OSError(errno.ENOSPC, "no space"),
            1,
            "polycite: the system refused: no space (free some space, or write elsewhere)",
        ),
        (OSError("odd"), 1, "polycite: the system refused: odd (check the path and the disk)"),
        (
            ZeroDivisionError("by\nzero"),
            1,
            "polycite: a bug of Polycite, please report it: "
            "ZeroDivisionError: by zero (POLYCITE_DEBUG=1 shows where)",
        ),
    ],
)
def test_an_error_is_one_line_and_its_exit_code(
    outcome: int | BaseException,
    code: int,
    line: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert ends_with(monkeypatch, outcome) == code
    assert capsys.readouterr() == ("", line + "\n")


def test_a_bug_shows_where_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLYCITE_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        ends_with(monkeypatch, ZeroDivisionError())


def test_a_result_is_passed_on(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert ends_with(monkeypatch, 3) == 3
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["bogus"], "usage: No such command 'bogus' (see polycite --help)"),
        (["list", "--foo"], "list: No such option: --foo (see polycite list --help)"),
        (["show"], "show: Missing argument 'ID' (see polycite show --help)"),
        (["eval"], "eval: Missing command (see polycite eval --help)"),
        (["serve", "--port", "x\x1b"], None),
        (["search", "q", "-k", "0"], None),
    ],
)
def test_a_senseless_command_line_names_the_help(
    arguments: list[str], line: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert "\x1b" not in err
    assert err.startswith("polycite: ")
    assert err.endswith(f"(see polycite {arguments[0]} --help)\n") or line is not None
    assert line is None or err == f"polycite: {line}\n"


def test_no_command_shows_the_help_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("Usage: polycite ")
