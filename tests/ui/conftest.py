"""The chat page as a process of its own, as a user runs it."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

PROGRAM = "import sys; from pathlib import Path; from ui.page import serve; serve(Path(sys.argv[1]), port=0)"
SECONDS_TO_STOP = 30

ServePage = Callable[[Path], AbstractContextManager[str]]


@contextmanager
def _served(library: Path) -> Iterator[str]:
    command = [sys.executable, "-c", PROGRAM, str(library)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        address = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
        try:
            if address:
                yield address[0]
        finally:
            process.send_signal(signal.SIGINT)
            errors = process.communicate(timeout=SECONDS_TO_STOP)[1]
        assert (process.returncode, errors) == (0, "")
        assert address


@pytest.fixture(scope="session")
def serve_page() -> ServePage:
    """Serves a library on a free port and gives the address; at the end Ctrl-C must stop it, silently."""
    return _served


@pytest.fixture(autouse=True)
def no_language_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the environment of the tests names."""
    monkeypatch.delenv("POLYCITE_MODEL", raising=False)
