"""A page that answers one question at a time, and lets one wait, in a real Chromium with several visitors."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from embeddings.encoders import HashEncoder
from embeddings.library import EVERYTHING, Filter, Library
from qa.answering.extractive import ExtractiveAnswerer
from qa.assistant import Assistant
from qa.retrieval import HybridRetriever
from qa.types import Answer, Delta, Event, Retrieved, Turn

pytestmark = pytest.mark.browser

SECONDS_TO_STOP = 30


class Held(Assistant):
    """Answers a question once a file of its name exists in ``folder``."""

    folder: Path

    def stream(
        self, question: str, history: Sequence[Turn] = (), *, where: Filter = EVERYTHING
    ) -> Iterator[Event]:
        yield Retrieved(())
        yield Delta("So")
        while not (self.folder / question).exists():
            time.sleep(0.02)
        yield Answer(question, "en", "So it is.", (), (), False, 0.9, "held")


def serve(directory: Path) -> None:
    """The whole page; prints its address."""
    from ui.page.application import PageServer
    from ui.page.context import PageContext, PageOptions
    from ui.page.layout import build_page
    from ui.page.visitors import Visitors

    options = PageOptions(concurrency=1, queue_size=1)
    with Library.open(directory / "library") as library:
        assistant = Held(library, HybridRetriever(library), ExtractiveAnswerer(library))
        assistant.folder = directory
        page = build_page(PageContext(assistant, options=options))
        listening = socket.create_server(("127.0.0.1", 0))
        print(f"http://127.0.0.1:{listening.getsockname()[1]}", flush=True)  # noqa: T201
        PageServer(page, host="127.0.0.1", visitors=Visitors(), options=options).run([listening])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Library.create(tmp_path / "library", HashEncoder()).close()
    return tmp_path


@pytest.fixture
def visit(browser: Browser, folder: Path) -> Iterator[Callable[[], Page]]:
    command = [sys.executable, __file__, str(folder)]
    pages: list[Page] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()

        def visit() -> Page:
            page = browser.new_context(locale="en-US").new_page()
            pages.append(page)
            page.goto(address)
            expect(page.locator(".pc-welcome")).to_be_visible()
            return page

        yield visit
        for page in pages:
            page.context.close()
        process.send_signal(signal.SIGINT)
        process.wait(SECONDS_TO_STOP)


def ask(page: Page, question: str) -> Locator:
    """The turn of the question."""
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")
    return page.locator("#pc-thread .pc-turn").last


def test_a_question_that_waits_can_be_stopped_while_the_queue_is_full(
    visit: Callable[[], Page], folder: Path
) -> None:
    first, second, third = visit(), visit(), visit()
    running = ask(first, "first")
    expect(running).to_have_attribute("data-state", "writing")
    waiting = ask(second, "second")
    expect(waiting).to_have_attribute("data-state", "searching")
    ask(third, "third")
    expect(third.locator("#pc-ask .pc-notice")).to_contain_text("Too many questions at once")
    expect(third.get_by_label("Your question")).to_have_value("third")

    second.get_by_role("button", name="Stop", exact=True).click()
    expect(waiting).to_have_attribute("data-state", "stopped")
    expect(second.locator("#pc-ask .pc-notice")).to_have_text("")
    expect(running).to_have_attribute("data-state", "writing")
    for name in ("first", "second", "fourth"):
        (folder / name).touch()
    expect(running).to_have_attribute("data-state", "done")
    second.wait_for_timeout(1000)  # what was stopped leaves the queue in its turn
    fourth = ask(second, "fourth")
    expect(fourth).to_have_attribute("data-state", "done")
    expect(second.locator("#pc-thread .pc-turn").first).to_have_attribute("data-state", "stopped")
    expect(second.locator("#pc-thread .pc-turn")).to_have_count(2)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        serve(Path(sys.argv[1]))
