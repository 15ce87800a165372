"""The page in a real Chromium over the sample articles and the bundled encoder; every request is recorded."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from corpus.samples import sample_articles, sample_questions
from corpus.types import Article
from embeddings.encoders import DEFAULT_ENCODER, open_encoder
from embeddings.indexing import add_paths
from embeddings.library import Library
from qa.assistant import Assistant
from qa.types import Answer
from ui.page.rendering.markup import LANGUAGE_NAMES

pytestmark = [pytest.mark.browser, pytest.mark.model]

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WIDE, PHONE = (1280, 800), (390, 844)
EVIL = '<img src="https://tracker.example/x.png" onerror="document.title=1"><script>document.title=2</script>'
UNANSWERABLE = "At what temperature should I bake sourdough bread?"
LINES = "e => { const r = document.createRange(); r.selectNodeContents(e); return r.getClientRects().length }"
ServePage = Callable[[Path], AbstractContextManager[str]]


@dataclass(slots=True)
class Visitor:
    """A browser page and the addresses it asked for."""

    page: Page
    requests: list[str] = field(default_factory=list)

    def ask(self, question: str) -> None:
        box = self.page.get_by_label("Your question")
        box.fill(question)
        box.press("Enter")

    def outside(self, address: str) -> list[str]:
        inside = (address, "data:", f"blob:{address}")
        return [request for request in self.requests if not request.startswith(inside)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample articles, and one written by an enemy."""
    evil = tmp_path_factory.mktemp("articles") / "evil <b>name.md"
    evil.write_text(
        f"---\ntitle: Zeppelins {EVIL}\nsource: {EVIL}\n---\nThe zeppelin flew 999 miles {EVIL}.\n"
    )
    directory = tmp_path_factory.mktemp("library")
    with Library.create(directory, open_encoder(DEFAULT_ENCODER)) as library:
        for _ in add_paths(library, [sample_articles(), evil]):
            pass
    return directory


@pytest.fixture(scope="module")
def crossing(library: Path) -> Answer:
    """The answer to the first English sample question that an article in another language answers."""
    lines = map(json.loads, sample_questions().read_text(encoding="utf-8").splitlines())
    assistant = Assistant.open(library)
    with assistant.library:
        answers = (assistant.ask(line["question"]) for line in lines if line["language"] == "en")
        return next(answer for answer in answers if any(map(is_foreign, quoted(answer))))


def quoted(answer: Answer) -> list[Article]:
    """The articles of the citations, in order."""
    articles = {hit.article.id: hit.article for hit in answer.hits}
    return [articles[citation.article_id] for citation in answer.citations]


def is_foreign(article: Article) -> bool:
    return article.language in ("vi", "zh-Hans", "zh-Hant")


@pytest.fixture(scope="module")
def address(library: Path, browser: Browser, serve_page: ServePage) -> Iterator[str]:
    """The running page; a tab stays open on it when it is stopped."""
    tab = browser.new_page()
    with serve_page(library) as address:
        tab.goto(address)
        yield address


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Callable[..., Visitor]]:
    visitors: list[Visitor] = []

    def visit(size: tuple[int, int] = WIDE) -> Visitor:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]})
        visitor = Visitor(context.new_page())
        visitors.append(visitor)
        visitor.page.on("request", lambda request: visitor.requests.append(request.url))
        visitor.page.goto(address)
        expect(visitor.page.get_by_role("heading", name="What would you like to know?")).to_be_visible()
        return visitor

    yield visit
    for visitor in visitors:
        assert visitor.outside(address) == []
        visitor.page.context.close()


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_an_english_question_is_answered_from_another_language_with_the_quote_highlighted(
    visit: Callable[..., Visitor], crossing: Answer, size: tuple[int, int]
) -> None:
    page = (visitor := visit(size)).page
    visitor.ask(crossing.question)
    citation, article = next(
        pair for pair in zip(crossing.citations, quoted(crossing), strict=True) if is_foreign(pair[1])
    )
    answer = page.locator(".pc-answer")
    marker = answer.get_by_role("button", name=f"Show source {citation.marker}", exact=True)
    expect(marker).to_be_visible()
    expect(answer.locator(f".pc-quote[lang={article.language}]").first).to_be_visible()
    expect(answer).to_contain_text(citation.quote)
    card = page.locator(f"#pc-sources [data-markers~='{citation.marker}']")
    expect(card.get_by_role("heading")).to_have_text(article.title)
    expect(card).to_contain_text(article.source)
    expect(card.locator("time")).to_have_text(article.date or "")
    expect(card.locator(".pc-badge")).to_have_text(LANGUAGE_NAMES[article.language])
    highlighted = card.locator("mark").filter(has_text=citation.quote)
    expect(highlighted).to_have_count(1)
    if citation.answer:
        likely = article.text[citation.answer.start : citation.answer.end]
        expect(highlighted.locator("strong")).to_have_text(likely)
        expect(answer.locator("strong").filter(has_text=likely).first).to_be_visible()
    marker.click()
    expect(card).to_be_focused()
    expect(highlighted).to_be_in_viewport()


def test_a_click_on_an_example_asks_it(visit: Callable[..., Visitor]) -> None:
    page = visit().page
    examples = page.locator("#pc-examples button")
    expect(examples).to_have_count(4)
    assert all(example.evaluate(LINES) == 1 for example in examples.all())
    question = examples.nth(3).inner_text()
    examples.nth(3).click()
    expect(page.locator(".pc-question")).to_have_text(question)
    expect(page.locator(".pc-answer[aria-busy]")).to_have_count(0)
    expect(examples.first).to_be_hidden()


def test_what_no_article_answers_is_refused_like_an_answer(visit: Callable[..., Visitor]) -> None:
    page = (visitor := visit()).page
    visitor.ask(UNANSWERABLE)
    expect(page.locator(".pc-answer.pc-refused")).to_contain_text("No answer found in these articles")
    expect(page.get_by_role("heading", name="Closest passages")).to_be_visible()


def test_a_follow_up_is_answered_as_it_was_understood(visit: Callable[..., Visitor]) -> None:
    page = (visitor := visit()).page
    visitor.ask("How many poor counties in Gansu were lifted out of poverty?")
    expect(page.locator(".pc-answer:not([aria-busy])")).to_be_visible()
    expect(page.locator(".pc-remark")).to_have_count(0)
    visitor.ask("And in Guangxi?")
    understood = "Understood as: How many poor counties in Guangxi were lifted out of poverty?"
    expect(page.locator(".pc-question").last).to_have_text("And in Guangxi?")
    expect(page.locator(".pc-remark")).to_have_text(understood)


def test_a_bad_question_gets_one_kind_line_and_stays_in_its_field(visit: Callable[..., Visitor]) -> None:
    page = (visitor := visit()).page
    visitor.ask("?!")
    expect(page.locator("#pc-notice")).to_contain_text("Question: ")
    expect(page.get_by_label("Your question")).to_have_value("?!")
    expect(page.locator(".pc-exchange")).to_have_count(0)
    expect(page.locator(".toast-wrap > *")).to_have_count(0)


def test_articles_and_questions_cannot_inject_anything(visit: Callable[..., Visitor]) -> None:
    page = (visitor := visit()).page
    visitor.ask(f"How many miles did the zeppelin fly? {EVIL}")
    expect(page.locator("#pc-sources")).to_contain_text(EVIL)
    expect(page.locator(".pc-question")).to_contain_text(EVIL)
    assert page.locator("#pc-main img, #pc-main script").count() == 0
    assert page.title() == "Polycite"


def test_an_earlier_marker_brings_its_own_sources_back(
    visit: Callable[..., Visitor], crossing: Answer
) -> None:
    page = (visitor := visit()).page
    visitor.ask(crossing.question)
    marker = page.get_by_role("button", name="Show source 1").first
    expect(marker).to_be_visible()
    visitor.ask(UNANSWERABLE)
    expect(page.get_by_role("heading", name="Closest passages")).to_be_visible()
    marker.click()
    expect(page.locator("#pc-sources .pc-source[data-reveal]")).to_be_focused()
    expect(page.locator("#pc-sources mark").first).to_be_visible()


def test_a_conversation_is_seen_by_its_own_visitor_only(
    visit: Callable[..., Visitor], crossing: Answer
) -> None:
    first = visit()
    first.ask(crossing.question)
    expect(first.page.get_by_role("button", name="Show source 1").first).to_be_visible()
    second = visit()
    second.ask(UNANSWERABLE)
    expect(second.page.locator(".pc-answer.pc-refused")).to_be_visible()
    expect(second.page.locator(".pc-exchange")).to_have_count(1)
    expect(first.page.locator(".pc-exchange")).to_have_count(1)
