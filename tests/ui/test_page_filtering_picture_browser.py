"""The filter and the picture in a real Chromium, on a page of their own, told the news by hand."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

from embeddings.indexing import add_paths
from embeddings.library import Library
from qa.assistant import Assistant

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.model]

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
QUESTION = "How many poor counties in Gansu were lifted out of poverty?"
EVIL = '<img src="https://tracker.example/x.png" onerror="document.title=1"><script>document.title=2</script>'
LISTEN = """
window.news = [];
for (const name of ["filter", "open-article"]) polycite.on(name, (told) => news.push(told));
"""
SECONDS_TO_STOP = 30


def serve(directory: Path) -> None:
    """The two parts alone; prints the address."""
    import gradio as gr
    import uvicorn
    from fastapi import FastAPI

    from ui.page import filtering, picture
    from ui.page.context import PageContext
    from ui.page.panel import ASSETS
    from ui.page.theme import theme

    context = PageContext(Assistant.open(directory))
    with gr.Blocks(title="Polycite", analytics_enabled=False, fill_width=True) as page:
        picture.build(context)
        filtering.build(context)
    core = (ASSETS / "core.js").read_text(encoding="utf-8")
    app = FastAPI()
    gr.mount_gradio_app(
        app, page, path="/", theme=theme(), head=f"<script>{core}</script>", footer_links=[], ssr_mode=False
    )
    listening = socket.create_server(("127.0.0.1", 0))
    print(f"http://127.0.0.1:{listening.getsockname()[1]}", flush=True)  # noqa: T201
    uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=2)).run([listening])


@pytest.fixture(scope="module")
def library(sample_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample articles, and one without a date, written by an enemy."""
    evil = tmp_path_factory.mktemp("articles") / "evil.md"
    evil.write_text(f"---\ntitle: Zeppelins {EVIL}\nsource: {EVIL}\n---\nThe zeppelin flew 999 miles.\n")
    with Library.open(sample_library) as library:
        for _ in add_paths(library, [evil]):
            pass
    return sample_library


@pytest.fixture(scope="module")
def address(library: Path) -> Iterator[str]:
    command = [sys.executable, __file__, str(library)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.terminate()
        process.communicate(timeout=SECONDS_TO_STOP)


@pytest.fixture(params=[WIDE, PHONE], ids=["wide", "phone"])
def page(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(viewport=request.param, locale="en-GB")
    page = context.new_page()
    asked: list[str] = []
    wrong: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(address)
    expect(page.locator(".pc-filter-open")).to_have_text("All articles")
    expect(page.locator(".pc-map .pc-mark")).to_have_count(6)
    page.evaluate(LISTEN)
    yield page
    assert wrong == []
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []
    assert page.title() == "Polycite"
    context.close()


def news(page: Page) -> Any:
    return page.evaluate("news")


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.getAttribute('aria-label')"))


def test_a_filter_is_chosen_and_taken_back_by_keyboard_alone(page: Page) -> None:
    opener, chips = page.locator(".pc-filter-open"), page.locator(".pc-filter-chips button")
    opener.focus()
    page.keyboard.press("Enter")
    form = page.get_by_role("dialog", name="Filter")
    expect(form).to_be_in_viewport(ratio=1)
    expect(form.get_by_role("checkbox").first).to_be_focused()
    expect(form.locator("img, script")).to_have_count(0)
    expect(form.get_by_text(EVIL)).to_be_visible()
    vietnamese = form.get_by_role("checkbox", name="Vietnamese")
    vietnamese.focus()
    page.keyboard.press("Space")
    form.get_by_label("From").fill("2020-03-01")
    expect(form.get_by_text("Articles without a date are left out: 1.")).to_be_visible()
    form.get_by_label("Until").fill("2019-01-01")
    expect(form.get_by_text("The last day is before the first")).to_be_visible()
    expect(chips).to_have_text(["Vietnamese"])
    form.get_by_label("Until").fill("2022-12-31")
    expect(chips).to_have_text(["Vietnamese", "from 1 Mar 2020", "until 31 Dec 2022"])
    page.keyboard.press("Escape")
    expect(form).to_be_hidden()
    expect(opener).to_be_focused()
    where = {"languages": ["vi"], "sources": [], "since": "2020-03-01", "until": "2022-12-31"}
    assert (page.evaluate("polycite.where"), news(page)[-1]) == (where, where)
    chips.first.focus()
    page.keyboard.press("Enter")
    expect(chips.first).to_be_focused()
    assert news(page)[-1] == {**where, "languages": []}
    page.get_by_role("button", name="Clear").press("Enter")
    expect(opener).to_have_text("All articles")
    expect(opener).to_be_focused()
    assert news(page)[-1] == {"languages": [], "sources": [], "since": "", "until": ""}


def test_what_is_chosen_stays_so_in_another_language(page: Page) -> None:
    page.locator(".pc-filter-open").click()
    page.get_by_role("checkbox", name="Vietnamese").check()
    page.evaluate("polycite.setLanguage('zh-Hant')")
    expect(page.locator(".pc-filter-open")).to_have_text("篩選")
    expect(page.locator(".pc-filter-chips button")).to_have_text(["越南文"])
    expect(page.get_by_role("heading", name="文庫圖覽")).to_be_visible()
    assert len(news(page)) == 1


def test_a_mark_opens_its_article_by_pointer_and_by_keyboard(page: Page) -> None:
    expect(page.locator(".pc-timeline .pc-mark")).to_have_count(5)
    evil = page.locator(".pc-map").get_by_role("button", name=re.compile("Zeppelins"))
    evil.hover()
    expect(page.locator(".pc-tip")).to_contain_text(EVIL)
    expect(page.locator("#pc-picture").locator("img, script")).to_have_count(0)
    evil.click()
    assert news(page) == [{"article": evil.get_attribute("data-article")}]
    page.locator(".pc-map .pc-mark[tabindex='0']").focus()
    page.keyboard.press("Home")
    reached = [focused(page)]
    for _ in range(5):
        page.keyboard.press("ArrowRight")
        reached.append(focused(page))
    assert len(set(reached)) == 6
    expect(page.locator(".pc-tip")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".pc-tip")).to_be_hidden()
    page.keyboard.press("Enter")
    assert len(news(page)) == 2
    page.get_by_role("button", name="Without a date: 1").click()
    assert news(page)[2] == news(page)[0]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_question_stands_among_the_articles_with_lines_to_those_cited(page: Page) -> None:
    marks = page.locator(".pc-map .pc-mark")
    cited = [mark.get_attribute("data-article") for mark in marks.all()[:2]]
    answer = {"citations": [{"article_id": id_} for id_ in cited]}
    page.evaluate("(told) => polycite.send('answered', told)", {"question": QUESTION, "answer": answer})
    star = page.get_by_role("img", name=QUESTION)
    expect(star).to_be_visible()
    expect(page.locator(".pc-ray")).to_have_count(2)
    expect(page.locator(".pc-map .pc-cited")).to_have_count(2)
    expect(page.locator(".pc-key-question")).to_contain_text(QUESTION)
    page.evaluate("polycite.send('new-conversation')")
    expect(star).to_have_count(0)


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
