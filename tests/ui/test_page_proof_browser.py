"""The sources panel and the article viewer in a real Chromium, on a page of their own, told news by hand."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Locator, Page, expect

from corpus.types import Article, Passage, passage_id
from embeddings.indexing import add_paths
from qa.assistant import Assistant
from qa.types import Answer, Citation, Claim, Hit
from ui.page.proof.rendering import answer_sources, found_passages
from ui.page.proof.requests import LONGEST_HIT, MOST_HITS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ViewportSize

pytestmark = [pytest.mark.browser, pytest.mark.model]

WIDE: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
QUESTION = "How many poor counties in Gansu were lifted out of poverty?"
EVIL = '<img src="https://tracker.example/x.png" onerror="document.title=1"><script>document.title=2</script>'
MARKERS = "".join(
    f'<button type="button" data-exchange="{exchange}" data-marker="{marker}" onclick="polycite.send'
    f"('marker', {{exchange: {exchange}, marker: {marker}}})\">{exchange}.{marker}</button>"
    for exchange in (0, 1)
    for marker in (1, 2)
)
SECONDS_TO_STOP = 30


def serve(directory: Path) -> None:
    """The two parts beside buttons that send the news of a marker; prints the address."""
    import gradio as gr
    import uvicorn
    from fastapi import FastAPI

    from ui.page.context import PageContext
    from ui.page.panel import ASSETS
    from ui.page.proof import build_sources, build_viewer
    from ui.page.theme import theme

    context = PageContext(Assistant.open(directory))
    with gr.Blocks(title="Polycite", analytics_enabled=False, fill_width=True) as page:
        with gr.Row(elem_id="pc-ask-view", elem_classes="pc-view"):
            gr.HTML(MARKERS, elem_id="pc-thread")
            build_sources(context)
        build_viewer(context)
    core = (ASSETS / "core.js").read_text(encoding="utf-8")
    app = FastAPI()
    gr.mount_gradio_app(
        app, page, path="/", theme=theme(), head=f"<script>{core}</script>", footer_links=[], ssr_mode=False
    )
    listening = socket.create_server(("127.0.0.1", 0))
    print(f"http://127.0.0.1:{listening.getsockname()[1]}", flush=True)  # noqa: T201
    uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=2)).run([listening])


@dataclass(frozen=True, slots=True)
class Proof:
    """The running page, and two answers: one across languages, one from hostile articles."""

    address: str
    crossing: Answer
    hostile: Answer


@contextmanager
def served(directory: Path) -> Iterator[str]:
    with subprocess.Popen(
        [sys.executable, __file__, str(directory)], stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(SECONDS_TO_STOP)


@pytest.fixture(scope="module")
def proof(sample_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proof]:
    articles = tmp_path_factory.mktemp("articles")
    (articles / "evil <b>name.md").write_text(
        f"---\ntitle: Zeppelins {EVIL}\nsource: {EVIL}\nurl: javascript:alert(1)\n---\n{EVIL} flew.\n"
    )
    (articles / "leftward.md").write_text(
        "---\ntitle: رحلة\nlanguage: ar\nurl: https://example.org/a\n---\nكانت السفينة تحمل ٤٢ راكباً.\n"
    )
    (articles / "long.txt").write_text("".join(f"Line {n}{' of words' * 20}.\n\n" for n in range(400)))
    assistant = Assistant.open(sample_library, depth=24)
    with assistant.library as library:
        for report in add_paths(library, [articles]):
            assert report.status == "added"
        crossing = assistant.ask(QUESTION)
        whole = library.articles_by_id(record.id for record in library.articles()).values()
    by_title = {article.title.split()[0]: article for article in whole}
    hits = tuple(map(first_hundred, (by_title[name] for name in ("Zeppelins", "رحلة", "long"))))
    with served(sample_library) as address:
        yield Proof(address, crossing, answer_from(hits))


def hit_at(article: Article, start: int, end: int) -> Hit:
    text = article.text[start:end]
    passage = Passage(passage_id(article.id, start, end), article.id, start, end, text, article.language)
    return Hit(passage, article, 1.0, 1)


def first_hundred(article: Article) -> Hit:
    return hit_at(article, 0, min(100, len(article.text)))


def answer_from(hits: Sequence[Hit]) -> Answer:
    """Quotes the first two hits whole, the second without support."""
    citations = tuple(
        Citation(marker, hit.passage.id, hit.article.id, hit.passage.text, 0, hit.passage.end, None, 0.95)
        for marker, hit in enumerate(hits[:2], 1)
    )
    claims = (Claim(0, 5, (2,), supported=False, missing=(EVIL,)),)
    return Answer("q", "en", "It is [1] [2].", citations, tuple(hits), False, 0.9, "test", claims)


@pytest.fixture
def visit(browser: Browser, proof: Proof) -> Iterator[Callable[..., Page]]:
    """Opens the page in a browser of its own; nothing may be asked of another address."""
    pages: list[tuple[Page, list[str]]] = []

    def visit(size: ViewportSize = WIDE, language: str = "en-GB") -> Page:
        context = browser.new_context(
            viewport=size, locale=language, permissions=["clipboard-read", "clipboard-write"]
        )
        page, requests = context.new_page(), []
        page.on("request", lambda request: requests.append(request.url))
        pages.append((page, requests))
        page.goto(proof.address)
        expect(page.locator("#pc-sources section")).to_be_visible()
        return page

    yield visit
    for page, requests in pages:
        page.context.close()
        assert [url for url in requests if not url.startswith((proof.address, "data:", "blob:"))] == []


def send(page: Page, news: str, **detail: Any) -> None:
    page.evaluate("([news, detail]) => polycite.send(news, detail)", [news, detail])


def show(page: Page, answer: Answer, exchange: int = 0, language: str = "en") -> None:
    send(page, "asked", exchange=exchange, question=answer.question)
    send(
        page, "sources", exchange=exchange, html=answer_sources(answer, exchange=exchange, language=language)
    )


def marker(page: Page, exchange: int, number: int) -> Locator:
    return page.locator(f"#pc-thread [data-exchange='{exchange}'][data-marker='{number}']")


def card(page: Page, number: int) -> Locator:
    return page.locator(f"#pc-sources [data-markers~='{number}']")


def test_before_a_question_articles_are_listed_and_a_search_is_seen_to_go_on(
    visit: Callable[..., Page], proof: Proof
) -> None:
    page = visit(language="vi")
    expect(page.get_by_role("complementary", name="Nguồn")).to_contain_text("Mới thêm gần đây")
    page.evaluate("polycite.setLanguage('zh-Hant')")
    expect(page.get_by_role("complementary", name="來源")).to_contain_text("最近新增")
    page.locator(".pc-library button").last.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("region")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".pc-library button").last).to_be_focused()
    send(page, "asked", exchange=0, question="q")
    expect(page.locator("#pc-sources [aria-busy=true]")).to_contain_text("正在搜尋文章")
    send(page, "chat-failed", question="q", notice="no")
    expect(page.locator("#pc-sources")).to_contain_text("最近新增")
    hits = found_passages(proof.crossing.hits, exchange=0, language="zh-Hant")
    send(page, "asked", exchange=0, question="q")
    send(page, "sources", exchange=0, html=hits)
    expect(page.locator(".pc-source")).to_have_count(len(proof.crossing.hits))
    send(page, "new-conversation")
    expect(page.locator(".pc-library")).to_be_visible()


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_marker_leads_to_its_quote_and_back_by_keyboard(
    visit: Callable[..., Page], proof: Proof, size: ViewportSize
) -> None:
    page = visit(size)
    show(page, proof.crossing)
    show(page, proof.hostile, 1)
    expect(page.locator("#pc-sources [data-exchange='1']")).to_be_visible()
    cited = proof.crossing.citations[0]
    marker(page, 0, 1).press("Enter")
    expect(card(page, cited.marker)).to_be_focused()
    quote = card(page, 1).locator("mark[data-quote~='1']")
    expect(quote).to_have_text(cited.quote)
    expect(quote).to_be_in_viewport(ratio=1)
    expect(card(page, 1).get_by_role("meter")).to_have_accessible_name(
        f"Confidence: {cited.confidence or 0:.0%}"
    )
    if size is PHONE:
        expect(marker(page, 0, 1)).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(marker(page, 0, 1)).to_be_focused()
    marker(page, 1, 2).click()
    expect(card(page, 2)).to_be_focused()
    expect(card(page, 2)).to_have_css("direction", "ltr")
    expect(card(page, 2).locator("blockquote")).to_have_css("direction", "rtl")
    expect(card(page, 2).locator(".pc-flag")).to_contain_text("Not supported by the sources")
    page.get_by_role("button", name="Back to the answer").click()
    expect(marker(page, 1, 2)).to_be_focused()
    expect(page.get_by_role("button", name="Back to the answer")).to_be_hidden()


def test_an_article_opens_at_its_quote_and_steps_through_the_other_hits(
    visit: Callable[..., Page], proof: Proof
) -> None:
    page = visit()
    cited = proof.crossing.citations[0]
    article = next(hit.article for hit in proof.crossing.hits if hit.article.id == cited.article_id)
    show(page, proof.crossing)
    opening = card(page, 1).get_by_role("button", name="Open article")
    opening.press("Enter")
    dialog = page.get_by_role("dialog", name=article.title)
    text = dialog.get_by_role("region")
    expect(text).to_be_focused()
    assert text.evaluate("e => e.textContent") == article.text
    current = text.locator("mark.pc-current")
    assert "".join(current.all_inner_texts()) == cited.quote
    expect(current.first).to_be_in_viewport()
    place = dialog.locator(".pc-steps [data-hit]").locator("visible=true")
    own = {hit.passage.id for hit in proof.crossing.hits if hit.article.id == article.id}
    quoted = [one for one in proof.crossing.citations if one.article_id == article.id]
    count = len(quoted) + len(own - {one.passage_id for one in quoted})
    assert 1 < count < len(proof.crossing.hits)
    at = int(place.inner_text().split(" of ")[0])
    expect(place).to_have_text(f"{at} of {count} passages of this article")
    page.keyboard.press("n")
    expect(place).to_have_text(f"{at % count + 1} of {count} passages of this article")
    expect(current.first).to_be_in_viewport()
    dialog.get_by_role("button", name="Previous passage").click()
    expect(place).to_have_text(f"{at} of {count} passages of this article")
    dialog.get_by_text("Copy citation").locator("visible=true").press("Enter")
    page.keyboard.press("Escape")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="From the top").click()
    assert text.evaluate("e => e.scrollTop") == 0
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opening).to_be_focused()


def test_citations_are_copied_and_it_is_said(visit: Callable[..., Page], proof: Proof) -> None:
    page = visit()
    show(page, proof.crossing)
    cited = proof.crossing.citations[0]
    menu = card(page, 1).locator(".pc-copy summary")
    said = card(page, 1).get_by_role("status")
    for name, start in (("Plain text", "疫"), ("Markdown", "> "), ("BibTeX", "@misc{polycite-")):
        menu.press("Enter")
        page.keyboard.press("Tab")
        card(page, 1).get_by_role("button", name=name).press("Enter")
        expect(said).to_have_text(f"Copied: {name}")
        expect(menu).to_be_focused()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.startswith(start)
        assert cited.quote in copied
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.evaluate(
        "document.addEventListener('copy', () => window.seen = String(document.activeElement.value))"
    )
    menu.click()
    card(page, 1).get_by_role("button", name="BibTeX").click()
    expect(said).to_have_text("Copied: BibTeX")
    assert page.evaluate("window.seen").startswith("@misc{")


def test_hostile_leftward_long_and_missing_articles(visit: Callable[..., Page], proof: Proof) -> None:
    page = visit(PHONE)
    evil, leftward, long = (hit.article for hit in proof.hostile.hits)
    show(page, proof.hostile)
    dialog = page.get_by_role("dialog")
    card(page, 1).get_by_role("button", name="Open article").click()
    expect(dialog.locator(".pc-text")).to_have_text(evil.text.strip())
    expect(dialog).to_contain_text("evil <b>name.md")
    assert page.locator("img, .pc-page script, .pc-page b, .pc-page a, #pc-sources script").count() == 0
    assert page.title() == "Polycite"
    page.keyboard.press("Escape")
    send(page, "open-article", article=leftward.id)
    expect(dialog.locator(".pc-text p")).to_have_css("direction", "rtl")
    expect(dialog.get_by_role("link")).to_have_attribute("href", "https://example.org/a")
    expect(dialog.get_by_role("link")).to_have_attribute("rel", "noopener noreferrer")
    page.keyboard.press("Escape")
    start = long.text.index("Line 380")
    send(page, "open-article", article=long.id, start=start, end=start + 8)
    expect(dialog.locator("mark.pc-current")).to_have_text("Line 380")
    expect(dialog.locator("mark.pc-current")).to_be_in_viewport()
    page.keyboard.press("Escape")
    send(page, "open-article", article="0123456789abcdef", start=0, end=1)
    expect(dialog).to_have_text(re.compile("This article is no longer in the library."))
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()


def test_of_very_many_hits_the_first_are_shown_and_none_that_is_too_long(
    visit: Callable[..., Page], proof: Proof
) -> None:
    page = visit()
    long = proof.hostile.hits[2].article
    starts = [long.text.index(f"Line {number} of") for number in range(MOST_HITS + 9)]
    places = [(start, start + 6) for start in starts]
    hits = tuple(hit_at(long, *place) for place in [(0, LONGEST_HIT + 1), *places])
    show(page, Answer("q", "en", "It is.", (), hits, False, 0.9, "test"))
    page.locator("#pc-sources summary").first.click()
    page.locator("#pc-sources").get_by_role("button", name="Open article").nth(1).click()
    dialog = page.get_by_role("dialog")
    place = dialog.locator(".pc-steps [data-hit]").locator("visible=true")
    shown = MOST_HITS - 2  # the one opened is asked for twice, and one is too long
    expect(place).to_have_text(f"1 of {shown} passages of this article")
    expect(dialog.locator(".pc-text mark")).to_have_count(shown)
    page.keyboard.press("p")
    expect(place).to_have_text(f"{shown} of {shown} passages of this article")
    expect(dialog.locator("mark.pc-current")).to_have_text(f"Line {shown - 1}"[:6])


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        serve(Path(sys.argv[1]))
