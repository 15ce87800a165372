"""How much is asked of the server at once: costly functions take turns, cheap ones are never refused."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Lock
from types import SimpleNamespace
from typing import Any, cast
from unittest.mock import Mock

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from embeddings.encoders import HashEncoder
from embeddings.library import Library
from qa.assistant import Assistant
from qa.types import Retrieved
from ui.page import build_page
from ui.page.application import application
from ui.page.context import PageContext, PageOptions
from ui.page.turns import TooManyError, Turns
from ui.page.visitors import KnownVisitors, Visitors

API = "/gradio_api"
SECONDS = 30


def test_so_many_run_at_once_so_many_wait_and_the_rest_is_refused() -> None:
    lock, go = Lock(), Event()
    running, most = 0, 0

    def work() -> str:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        go.wait(SECONDS)
        with lock:
            running -= 1
        return "done"

    async def many() -> list[Any]:
        turns = Turns(2, most_waiting=3)
        asked = [asyncio.create_task(turns.run(work)) for _ in range(9)]
        await asyncio.sleep(0.1)
        go.set()
        return await asyncio.gather(*asked, return_exceptions=True)

    with ThreadPoolExecutor(1) as thread:
        ended = thread.submit(lambda: asyncio.run(many())).result()
    assert most == 2
    assert ended[:5] == ["done"] * 5
    assert [type(one) for one in ended[5:]] == [TooManyError] * 4


def test_one_visitor_leaves_turns_to_others() -> None:
    go = Event()
    turns = Turns(1, most_waiting=9, most_of_a_visitor=2)

    async def asks(scope: Any, *_: Any) -> None:
        ended[scope["user"]].append(await turns.run(lambda: go.wait(SECONDS)))

    async def many(users: str) -> list[Any]:
        known, unused = KnownVisitors(asks), cast("Any", None)
        asked = [asyncio.create_task(known({"user": user}, unused, unused)) for user in users]
        await asyncio.sleep(0.1)
        go.set()
        return await asyncio.gather(*asked, return_exceptions=True)

    with ThreadPoolExecutor(1) as thread:
        for _ in range(2):
            ended: dict[str, list[bool]] = {"a": [], "b": []}
            refused = [type(one) for one in thread.submit(asyncio.run, many("aaaab")).result() if one]
            assert (ended, refused) == ({"a": [True] * 2, "b": [True]}, [TooManyError] * 2)


@pytest.mark.parametrize(
    ("model", "told", "at_once"), [(None, None, 3), ("openai:m", None, 8), (None, 5, 5), ("openai:m", 1, 1)]
)
def test_quotes_are_chosen_by_as_many_as_there_are_processors(
    model: str | None, told: int | None, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 3)
    context = PageContext(cast("Assistant", None), model, PageOptions(concurrency=told))
    assert context.questions_at_once == at_once


class Stuck:
    """An assistant whose answers do not come before ``go``."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.begun, self.go = Event(), Event()

    def stream(self, *_: Any, **__: Any) -> Iterator[Retrieved]:
        self.begun.set()
        self.go.wait(SECONDS)
        yield Retrieved(())

    def search(self, *_: Any, **__: Any) -> list[Any]:
        return []


@contextmanager
def open_page(assistant: Stuck, options: PageOptions) -> Iterator[SimpleNamespace]:
    """The page with what its scripts send: ``event`` and ``call``, and ``ask`` for a question."""
    context = PageContext(cast("Assistant", assistant), options=options, turns=Turns(1, most_waiting=0))

    async def made() -> FastAPI:
        return application(build_page(context), host="127.0.0.1", visitors=Visitors(), options=options)

    with ThreadPoolExecutor(1) as thread:
        app = thread.submit(lambda: asyncio.run(made())).result()
    with TestClient(app, base_url="http://127.0.0.1:7860") as client:
        config = client.get("/config").json()
        events = {name: one["id"] for one in config["dependencies"] for _, name in one["targets"]}
        parts = {one["props"].get("elem_id"): one["id"] for one in config["components"]}

        def event(path: str, name: str, **sent: Any) -> int:
            body = {"data": [None], "fn_index": events[name], "session_hash": "s"}
            return client.post(API + path, json={**body, "event_data": {"sent": sent}}).status_code

        def call(part: str, function: str, **data: Any) -> Any:
            body = {"component_id": parts[part], "fn_name": function, "session_hash": "s", "data": data}
            return client.post(f"{API}/component_server", json=body).json()

        def ask(run: int) -> int:
            return event("/queue/join", "submit", run=run, number=0, question="q")

        try:
            yield SimpleNamespace(event=event, call=call, ask=ask)
        finally:
            assistant.go.set()


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.create(tmp_path / "library", HashEncoder()) as library:
        yield library


def test_a_full_queue_refuses_questions_but_neither_stop_nor_show_nor_an_article(library: Library) -> None:
    assistant = Stuck(library)
    with open_page(assistant, PageOptions(concurrency=1, queue_size=1)) as page:
        assert page.ask(1) == 200
        assert assistant.begun.wait(SECONDS)
        assert page.ask(2) == 200
        assert page.ask(3) == 503
        assert page.event("/run/predict", "stop", run=2) == 200
        assert page.event("/run/predict", "show", show=1, run=2, past=[]) == 200
        assert "result" in page.call("pc-viewer", "article", article="a")


def test_a_question_does_not_go_past_the_queue(library: Library) -> None:
    with open_page(Stuck(library), PageOptions()) as page:
        assert page.event("/run/predict", "submit", run=1, number=0, question="q") == 404


def test_while_one_picture_is_drawn_another_is_refused_and_an_article_is_shown(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing, go = Event(), Event()

    def survey(_: Any) -> None:
        drawing.set()
        go.wait(SECONDS)

    monkeypatch.setattr("ui.page.picture.survey.Surveyor.survey", survey)
    with open_page(Stuck(library), PageOptions()) as page, ThreadPoolExecutor(1) as thread:
        thread.submit(page.call, "pc-picture", "draw_picture")
        assert drawing.wait(SECONDS)
        refused = page.call("pc-picture", "draw_picture")
        assert "error" in refused
        assert page.call("pc-articles", "list_articles") == refused
        assert page.call("pc-keeping", "export_conversation") == refused
        assert page.call("pc-keeping", "rate_answer") == refused
        assert "result" in page.call("pc-viewer", "article", article="a")
        go.set()


def test_who_adds_too_much_at_once_is_told_in_one_line(library: Library) -> None:
    with open_page(Stuck(library), PageOptions()) as page:
        with library.writing():
            added = [page.call("pc-articles", "add_text", text=f"Gate {n} opens.") for n in range(4)]
            line = page.call("pc-articles", "add_text", text="One more.", language="vi")["error"]
        assert ["result" in one for one in added] == [True, True, True, False]
        assert line == "3 lượt của bạn đang được thêm; hãy chờ xong một lượt."
        jobs = [one["result"] for one in added[:3]]
        end = time.monotonic() + SECONDS
        while not all(
            page.call("pc-articles", "adding_progress", job=job)["result"]["ended"] for job in jobs
        ):
            assert time.monotonic() < end


def test_who_rates_without_end_is_told_in_one_line(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    rated = Mock(return_value={"id": "a" * 32})
    monkeypatch.setattr("ui.page.keeping.component.rated", rated)
    monkeypatch.setattr("ui.page.keeping.allowance.MOST_RATINGS", 2)
    with open_page(Stuck(library), PageOptions()) as page:
        told = [page.call("pc-keeping", "rate_answer", language="zh-Hans") for _ in range(3)]
    assert rated.call_count == 2
    assert told == [{"result": "a" * 32}] * 2 + [{"error": "你在一小时内评价太多；请稍后再评。"}]
