"""The drawer in a real Chromium, beside a stand-in for the conversation."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from corpus.samples import sample_articles
from embeddings.encoders import HashEncoder
from embeddings.indexing import add_paths
from embeddings.library import Library
from qa.answering.extractive import ExtractiveAnswerer
from qa.assistant import Assistant
from qa.retrieval import HybridRetriever

pytestmark = pytest.mark.browser

PROGRAM = """
import socket, sys
from pathlib import Path
from types import SimpleNamespace
import gradio as gr
import uvicorn
from fastapi import FastAPI
from embeddings.library import Library
from ui.page import keeping
from ui.page.context import PageContext
from ui.page.panel import ASSETS
from ui.page.theme import theme

with Library.open(sys.argv[1]) as library:
    with gr.Blocks(analytics_enabled=False) as page, gr.Row(elem_id="pc-ask-view", elem_classes="pc-view"):
        keeping.build(PageContext(SimpleNamespace(library=library)))
        gr.HTML("<div class='log'>Welcome</div>", elem_id="pc-thread", apply_default_css=False)
    core = (ASSETS / "core.js").read_text(encoding="utf-8")
    app = FastAPI()
    gr.mount_gradio_app(app, page, "/", theme=theme(), head=f"<script>{core}</script>", ssr_mode=False)
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    uvicorn.Server(uvicorn.Config(app, log_level="error")).run(sockets=[listener])
"""
LISTENING = """
let polycite;
Object.defineProperty(window, "polycite", { get: () => polycite, set: (core) => listen((polycite = core)) });
function listen() {
  window.restored = [];
  polycite.on("restore", ({ exchanges }) => {
    restored.push(exchanges.map(({ question }) => question));
    exchanges.forEach((kept, exchange) => kept.answer && finished({ exchange, ...kept }));
  });
  polycite.on("new-conversation", () => document.querySelector(".log").replaceChildren());
}
window.finished = function ({ exchange, answer }) {
  const section = document.createElement("section");
  section.className = "pc-exchange";
  section.dataset.exchange = exchange;
  section.append(answer.answer, Object.assign(document.createElement("div"), { className: "pc-actions" }));
  document.querySelector(`[data-exchange="${exchange}"]`)?.remove();
  document.querySelector(".log").append(section);
};
window.answered = (detail) => {
  polycite.send("asked", detail);
  finished(detail);
  polycite.send("answered", detail);
};
"""
QUESTIONS = ("How many counties?", "甘肃有多少个贫困县脱贫？", "Ai đã xây cây cầu <b>mới</b>?")
DAY = 86_400_000


@dataclass(frozen=True, slots=True)
class Served:
    address: str
    feedback: Path
    answers: list[dict[str, Any]]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    directory = tmp_path_factory.mktemp("keeping") / "library"
    with Library.create(directory, HashEncoder(512)) as library:
        assert all(report.status == "added" for report in add_paths(library, [sample_articles()]))
        assistant = Assistant(library, HybridRetriever(library), ExtractiveAnswerer(library, threshold=0.0))
        answers = [assistant.ask(question).to_dict() for question in QUESTIONS]
    command = [sys.executable, "-c", PROGRAM, str(directory)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as process:
        try:
            assert process.stdout is not None
            address = f"http://127.0.0.1:{int(process.stdout.readline())}"
            yield Served(address, directory.with_name("library-feedback.jsonl"), answers)
        finally:
            process.kill()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 800})
    context.add_init_script(LISTENING)
    yield context
    context.close()


def _opened(context: BrowserContext, served: Served) -> Page:
    page = context.new_page()
    page.goto(served.address)
    expect(_drawer(page)).to_be_visible()
    return page


def _drawer(page: Page) -> Any:
    return page.get_by_role("navigation", name="Conversations")


def _answer(page: Page, served: Served, exchange: int, number: int) -> None:
    where = {"languages": [], "sources": ["X"] if number == 0 else [], "since": "", "until": ""}
    detail: dict[str, Any] = {"exchange": exchange, "question": QUESTIONS[number], "where": where}
    detail["answer"] = served.answers[number]
    page.evaluate("answered", detail)


def _titles(page: Page) -> list[str]:
    return list(page.locator(".pc-conversation [data-does=open] span").all_inner_texts())


def _kept(page: Page) -> list[list[str]]:
    """The questions of each kept conversation that can be read."""
    stored: dict[str, str] = page.evaluate("({ ...localStorage })")
    kept = [value for key, value in stored.items() if key.startswith("polycite.conversation.")]
    readable = [json.loads(value)["exchanges"] for value in kept if '"question"' in value]
    return sorted([exchange["question"] for exchange in exchanges] for exchanges in readable)


def _restored(page: Page) -> list[str] | None:
    """The questions of the last conversation that the chat was asked to show."""
    restored: list[str] | None = page.evaluate("restored.at(-1)")
    return restored


def _menu(page: Page, title: str) -> Any:
    page.get_by_role("button", name=f"Rename, export or delete “{title}”").click()
    return page.locator(".pc-conversation", has_text=title)


def test_conversations_are_kept_listed_and_restored(context: BrowserContext, served: Served) -> None:
    page = _opened(context, served)
    _answer(page, served, 0, 0)
    _answer(page, served, 1, 1)
    _answer(page, served, 1, 1)  # asked again
    page.get_by_role("button", name="New conversation").click()
    _answer(page, served, 0, 2)
    assert _kept(page) == [[QUESTIONS[2]], [QUESTIONS[0], QUESTIONS[1]]]
    assert _titles(page) == [QUESTIONS[2], QUESTIONS[0]]
    assert page.locator("[aria-current]").inner_text().startswith(QUESTIONS[2])
    page.evaluate(
        """([answer, day]) => ["yesterday", "earlier"].forEach((title, n) => localStorage.setItem(
            `polycite.conversation.${n}`, JSON.stringify({ title, changed: Date.now() - (n ? 30 : 1) * day,
            exchanges: [{ id: `${n}`, question: title, answer, time: 1 }] })))""",
        [served.answers[0], DAY],
    )
    page.reload()
    page.wait_for_function("window.restored?.length > 0")
    assert _restored(page) == [QUESTIONS[2]]
    assert _titles(page) == [QUESTIONS[2], QUESTIONS[0], "yesterday", "earlier"]
    assert page.locator(".pc-drawer h3").all_inner_texts() == ["Today", "Yesterday", "Earlier"]

    page.get_by_role("button", name=re.compile(f"^{re.escape(QUESTIONS[0])}")).click()
    assert _restored(page) == [QUESTIONS[0], QUESTIONS[1]]
    _answer(page, served, 2, 2)
    assert [QUESTIONS[0], QUESTIONS[1], QUESTIONS[2]] in _kept(page)
    page.evaluate("polycite.setLanguage('vi')")
    expect(page.get_by_role("button", name="Cuộc trò chuyện mới")).to_be_visible()
    assert page.locator(".pc-drawer h3").all_inner_texts() == ["Hôm nay", "Hôm qua", "Trước đó"]
    fresh = _opened_elsewhere(context, served)
    assert _restored(fresh) is None


def _opened_elsewhere(context: BrowserContext, served: Served) -> Page:
    """Another tab, once its drawer has decided whether to restore anything."""
    page = context.new_page()
    page.goto(served.address)
    page.locator(".pc-conversation").first.wait_for()
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return page


def test_renaming_and_deleting_by_keyboard(context: BrowserContext, served: Served) -> None:
    page = _opened(context, served)
    for number in (0, 1, 2):
        _answer(page, served, 0, number)
        page.evaluate("polycite.send('new-conversation')")
    page.get_by_role("button", name=f"Rename, export or delete “{QUESTIONS[0]}”").focus()
    for key in ("Enter", "Tab", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_label("Name of the conversation")).to_be_focused()
    page.keyboard.type("Counties")
    page.keyboard.press("Escape")
    assert QUESTIONS[0] in _titles(page)
    page.get_by_role("button", name="Rename", exact=True).click()
    page.keyboard.type("  <i>Counties</i>  ")
    page.keyboard.press("Enter")
    assert "<i>Counties</i>" in _titles(page)
    expect(page.get_by_role("button", name=re.compile("^<i>Counties"))).to_be_focused()

    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_role("button", name="Keep")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Delete", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    page.locator("[data-does=confirm]").press("Enter")
    assert _titles(page) == [QUESTIONS[2], QUESTIONS[1]]
    page.get_by_role("button", name="Delete all").click()
    assert "(2)" in page.locator(".pc-kept-confirm").inner_text()
    assert len(_kept(page)) == 2
    page.locator("[data-does=confirm]").click()
    assert (_titles(page), _kept(page)) == ([], [])
    expect(page.get_by_text("What you ask is listed here")).to_be_visible()


def test_what_is_stopped_is_kept_where_it_was_asked(context: BrowserContext, served: Served) -> None:
    page = _opened(context, served)

    def ask(exchange: int, number: int) -> None:
        page.evaluate(
            "detail => polycite.send('asked', detail)", {"exchange": exchange, "question": QUESTIONS[number]}
        )

    ask(0, 0)
    page.evaluate("polycite.send('stop')")
    assert _kept(page) == [[QUESTIONS[0]]]
    page.reload()
    page.wait_for_function("window.restored?.length > 0")
    assert _restored(page) == [QUESTIONS[0]]
    _answer(page, served, 0, 0)
    _answer(page, served, 1, 1)
    ask(0, 2)
    assert _kept(page) == [[QUESTIONS[0], QUESTIONS[1]]]
    page.evaluate("polycite.send('stop')")
    assert _kept(page) == [[QUESTIONS[2]]]
    _answer(page, served, 0, 0)
    ask(1, 1)
    page.evaluate("polycite.send('new-conversation')")
    page.evaluate(
        "answer => polycite.send('answered', { exchange: 1, question: '', answer })", served.answers[1]
    )
    assert _kept(page) == [[QUESTIONS[0], QUESTIONS[1]]], "a late answer finds no place"
    ask(0, 2)
    page.get_by_role("button", name=re.compile(f"^{re.escape(QUESTIONS[0])}")).click()
    assert _kept(page) == [[QUESTIONS[2]], [QUESTIONS[0], QUESTIONS[1]]]
    with page.expect_download() as download:
        page.get_by_role("group", name="Export this conversation").get_by_text("JSON").click()
    assert len(json.loads(Path(download.value.path()).read_text(encoding="utf-8"))["exchanges"]) == 1
    ask(2, 2)
    _menu(page, QUESTIONS[0]).get_by_role("button", name="Delete", exact=True).click()
    page.locator("[data-does=confirm]").click()
    assert _kept(page) == [[QUESTIONS[2]]]


def test_several_tabs_lose_nothing_of_each_other(context: BrowserContext, served: Served) -> None:
    first, second = _opened(context, served), _opened(context, served)
    _answer(first, served, 0, 0)
    second.get_by_role("button", name=re.compile("^How many")).click()
    _answer(first, served, 1, 1)
    _answer(second, served, 1, 2)
    all_kept = "(all) => Object.values(localStorage).some((kept) => all.every((one) => kept.includes(one)))"
    for page in (first, second):
        page.wait_for_function(all_kept, arg=list(QUESTIONS))
        assert _kept(page) == [list(QUESTIONS)]
    second.get_by_role("button", name="New conversation").click()
    _answer(second, served, 0, 1)
    expect(first.locator(".pc-conversation")).to_have_count(2)
    _menu(second, QUESTIONS[0]).get_by_role("button", name="Delete", exact=True).click()
    second.locator("[data-does=confirm]").click()
    expect(first.locator("[aria-current]")).to_have_count(0)
    _answer(first, served, 2, 2)
    assert _kept(first) == [[QUESTIONS[2]], [QUESTIONS[1]]]


def test_tabs_together_keep_no_more_of_a_conversation_than_the_chat_takes_back(
    context: BrowserContext, served: Served
) -> None:
    first = _opened(context, served)
    asked = [{"id": f"{n}", "time": n, "question": f"Question {n}?", "answer": None} for n in range(99)]
    first.evaluate(
        "(exchanges) => localStorage.setItem('polycite.conversation.full', JSON.stringify({exchanges}))",
        asked,
    )
    first.reload()
    second = _opened_elsewhere(context, served)
    for page in (first, second):
        page.locator(".pc-conversation [data-does=open]").click()
        page.wait_for_function("restored.at(-1)?.length === 99")
    _answer(first, served, 99, 0)
    _answer(second, served, 99, 1)
    in_storage = "(last) => Object.values(localStorage).some((kept) => kept.includes(last))"
    full = [*(one["question"] for one in asked[1:]), QUESTIONS[0], QUESTIONS[1]]
    for page in (first, second):
        page.wait_for_function(in_storage, arg=QUESTIONS[1])
        assert _kept(page) == [full]


def test_what_is_broken_or_too_much_breaks_nothing(context: BrowserContext, served: Served) -> None:
    page = _opened(context, served)
    _answer(page, served, 0, 0)
    page.evaluate(
        """() => {
          const set = (key, value) => localStorage.setItem(`polycite.${key}`, value);
          set("conversations", '{"a": 1, "b": {"title": [], "changed": 1e300}}');
          set("conversation.a", "{");
          set("conversation.b", '{"title": 7, "changed": "x", "exchanges": [null, {"id": 1}, 3]}');
          set("conversation.c", '[]');
          set("drawer", "[[");
        }"""
    )
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.reload()
    page.wait_for_function("window.restored?.length > 0")
    assert QUESTIONS[0] in _titles(page)
    page.evaluate("polycite.send('new-conversation')")
    _answer(page, served, 0, 2)
    page.evaluate(
        """([full]) => {
          const { setItem } = Storage.prototype;
          Storage.prototype.setItem = function (key, value) {
            if (Object.values(localStorage).some((kept) => kept.includes(`"title":"${full}"`)))
              throw new DOMException("", "QuotaExceededError");
            setItem.call(this, key, value);
          };
        }""",
        [QUESTIONS[0]],
    )
    _answer(page, served, 1, 1)
    expect(page.locator(".pc-keeping-notice")).to_have_text(re.compile("^This browser has no room"))
    assert _kept(page) == [[QUESTIONS[2]], [QUESTIONS[0]]]
    _menu(page, QUESTIONS[0]).get_by_role("button", name="Delete", exact=True).click()
    page.locator("[data-does=confirm]").click()
    assert _kept(page) == [[QUESTIONS[2], QUESTIONS[1]]]
    assert errors == []


def test_a_conversation_is_exported(context: BrowserContext, served: Served) -> None:
    page = _opened(context, served)
    _answer(page, served, 0, 0)
    _answer(page, served, 1, 1)
    with page.expect_download() as download:
        page.get_by_role("group", name="Export this conversation").get_by_text("Markdown").click()
    assert download.value.suggested_filename == "How-many-counties.md"
    markdown = Path(download.value.path()).read_text(encoding="utf-8")
    assert f"## {QUESTIONS[1]}" in markdown
    assert "\n> " in markdown
    with page.expect_download() as download:
        _menu(page, QUESTIONS[0]).get_by_role("button", name="JSON").click()
    told = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert [exchange.get("where", {}).get("sources") for exchange in told["exchanges"]] == [["X"], None]
    cited = [exchange["citations"] for exchange in told["exchanges"]]
    assert [len(of) for of in cited] == [len(answer["citations"]) for answer in served.answers[:2]]
    page.evaluate(
        "Object.keys(localStorage).filter((key) => key.includes('conversation.')).forEach((key) =>"
        " localStorage.setItem(key, localStorage.getItem(key).replaceAll('\"rank\":1,', '\"rank\":-1,')))"
    )
    page.get_by_role("group", name="Export this conversation").get_by_text("JSON").click()
    expect(page.locator(".pc-keeping-notice")).to_contain_text('"rank" is not a whole number')


def test_an_answer_is_rated_with_a_comment(context: BrowserContext, served: Served) -> None:
    page = _opened(context, served)
    _answer(page, served, 0, 0)
    good, bad = page.get_by_role("button", name="Good answer"), page.get_by_role("button", name="Bad answer")
    page.evaluate("polycite.send('asked', { exchange: 1, question: '' })")
    page.evaluate("finished({ exchange: 1, answer: { answer: 'Being written' } })")
    expect(page.get_by_role("button", name="Good answer")).to_have_count(1)
    good.click()
    expect(page.get_by_label("What was right or wrong?")).to_be_focused()
    expect(good).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="No comment").click()
    expect(good).to_be_focused()
    bad.click()
    page.get_by_label("What was right or wrong?").fill("Wrong <county>.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_label("What was right or wrong?")).to_be_hidden()
    lines = [json.loads(line) for line in served.feedback.read_text(encoding="utf-8").splitlines()]
    assert [(line["rating"], line["comment"]) for line in lines] == [
        ("up", ""),
        ("down", ""),
        ("down", "Wrong <county>."),
    ]
    assert len({line["id"] for line in lines}) == 1
    page.reload()
    expect(bad).to_have_attribute("aria-pressed", "true")
    expect(good).to_have_attribute("aria-pressed", "false")


def test_on_a_phone_the_drawer_lies_over_the_page(context: BrowserContext, served: Served) -> None:
    page = _opened(context, served)
    close = page.get_by_role("button", name="Close conversations")
    close.click()
    expect(_drawer(page)).to_be_hidden()
    page.reload()
    page.locator("template[data-language]").first.wait_for(state="attached")
    expect(_drawer(page)).to_be_hidden()
    page.evaluate("polycite.send('open-conversations')")
    expect(page.get_by_role("button", name="New conversation")).to_be_focused()

    page.set_viewport_size({"width": 390, "height": 844})
    expect(_drawer(page)).to_be_hidden()
    _answer(page, served, 0, 0)
    page.evaluate("polycite.send('open-conversations')")
    expect(page.get_by_role("dialog", name="Conversations")).to_be_visible()
    page.keyboard.press("Escape")
    expect(_drawer(page)).to_be_hidden()
    page.evaluate("polycite.send('new-conversation'), polycite.send('open-conversations')")
    page.get_by_role("button", name=re.compile("^How many")).click()
    expect(_drawer(page)).to_be_hidden()
    assert _restored(page) == [QUESTIONS[0]]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
