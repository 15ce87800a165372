"""The chat page as a process of its own, as a user runs it."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from corpus.samples import sample_articles
from embeddings.encoders import DEFAULT_ENCODER, open_encoder
from embeddings.indexing import add_paths
from embeddings.library import Library

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium; the tests that need it are skipped without one."""
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def _built_samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("samples") / "library"
    with Library.create(directory, open_encoder(DEFAULT_ENCODER)) as library:
        for _ in add_paths(library, [sample_articles()]):
            pass
    return directory


@pytest.fixture(scope="module")
def sample_library(_built_samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of the sample articles, of the module's own: it may be changed."""
    return Path(shutil.copytree(_built_samples, tmp_path_factory.mktemp("library") / "library"))
