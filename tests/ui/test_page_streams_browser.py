"""A page that answers one question at a time, lets one wait, and may ask who one is, in a real Chromium."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from embeddings.encoders import HashEncoder
from embeddings.library import EVERYTHING, Filter, Library
from qa.answering.extractive import ExtractiveAnswerer
from qa.assistant import Assistant
from qa.retrieval import HybridRetriever
from qa.types import Answer, Delta, Event, Retrieved, Turn
from ui.users import Users

pytestmark = pytest.mark.browser

SECONDS_TO_STOP = 30
NAME, PASSWORD = "ann", "a long password"


class Held(Assistant):
    """Writes on until a file of the question's name exists in ``folder``; then another says that it ended."""

    folder: Path

    def stream(
        self, question: str, history: Sequence[Turn] = (), *, where: Filter = EVERYTHING
    ) -> Iterator[Event]:
        yield Retrieved(())
        try:
            while not (self.folder / question).exists():
                yield Delta("So ")
                time.sleep(0.05)
        finally:
            (self.folder / f"{question} ended").touch()
        yield Answer(question, "en", "So it is.", (), (), False, 0.9, "held")


def serve(directory: Path) -> None:
    """The whole page; prints its address."""
    from ui.page.application import PageServer
    from ui.page.context import PageContext, PageOptions
    from ui.page.layout import build_page
    from ui.page.visitors import Visitors

    users = directory / "users"
    visitors = Visitors(users=users if users.exists() else None)
    options = PageOptions(concurrency=1, queue_size=1)
    with Library.open(directory / "library") as library:
        assistant = Held(library, HybridRetriever(library), ExtractiveAnswerer(library))
        assistant.folder = directory
        page = build_page(PageContext(assistant, options=options))
        listening = socket.create_server(("127.0.0.1", 0))
        print(f"http://127.0.0.1:{listening.getsockname()[1]}", flush=True)  # noqa: T201
        PageServer(page, host="127.0.0.1", visitors=visitors, options=options).run([listening])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Library.create(tmp_path / "library", HashEncoder()).close()
    return tmp_path


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    command = [sys.executable, __file__, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.send_signal(signal.SIGINT)
        process.wait(SECONDS_TO_STOP)


@pytest.fixture
def address_for_users(folder: Path, request: pytest.FixtureRequest) -> str:
    """The address of a page that asks who one is."""
    Users(folder / "users").put(NAME, PASSWORD)
    return str(request.getfixturevalue("address"))


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context(locale="en-US") as context:
        yield context


def visit(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    expect(page.locator(".pc-welcome")).to_be_visible()
    return page


def ask(page: Page, question: str) -> Locator:
    """The turn of the question."""
    page.get_by_label("Your question").fill(question)
    page.keyboard.press("Enter")
    return page.locator("#pc-thread .pc-turn").last


def test_a_question_that_waits_can_be_stopped_while_the_queue_is_full(
    context: BrowserContext, folder: Path, address: str
) -> None:
    first, second, third = (visit(context, address) for _ in range(3))
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
    assert not (folder / "second ended").exists()


def logged_in(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    page.get_by_label("Name").fill(NAME)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    return page


def test_an_answer_that_is_being_written_ends_with_its_session(
    context: BrowserContext, folder: Path, address_for_users: str
) -> None:
    page = logged_in(context, address_for_users)
    expect(ask(page, "first")).to_have_attribute("data-state", "writing")
    page.evaluate("polycite.setLanguage('vi')")
    context.request.post(f"{address_for_users}/logout", headers={"origin": address_for_users})
    expect(page.get_by_role("alert")).to_have_text("Phiên đăng nhập đã kết thúc. Vui lòng đăng nhập lại.")
    while not (folder / "first ended").exists():
        page.wait_for_timeout(20)
    assert not (folder / "first").exists()


def test_who_logs_out_while_an_answer_is_being_written_is_not_told_that_the_session_has_ended(
    context: BrowserContext, folder: Path, address_for_users: str
) -> None:
    page = logged_in(context, address_for_users)
    expect(ask(page, "first")).to_have_attribute("data-state", "writing")
    visited: list[str] = []
    page.on("framenavigated", lambda frame: visited.append(frame.url))
    page.get_by_title("Log out").click()
    expect(page.get_by_label("Password")).to_be_visible()
    page.goto(address_for_users)
    expect(page.get_by_label("Password")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    assert set(visited) == {f"{address_for_users}/login"}


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        serve(Path(sys.argv[1]))
