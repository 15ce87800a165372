"""The chat in a real Chromium over the sample articles and the bundled encoder; every request is recorded."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from corpus.samples import sample_questions
from corpus.types import Article
from embeddings.encoders import HashEncoder
from embeddings.indexing import add_paths
from embeddings.library import Library
from qa.assistant import Assistant
from qa.types import Answer

pytestmark = [pytest.mark.browser, pytest.mark.model]

WIDE, PHONE = (1280, 800), (390, 844)
EVIL = '<img src="https://tracker.example/x.png" onerror="document.title=1"><script>document.title=2</script>'
UNANSWERABLE = "At what temperature should I bake sourdough bread?"
GANSU = "How many poor counties in Gansu were lifted out of poverty?"
ServePage = Callable[[Path], AbstractContextManager[str]]


@dataclass(slots=True)
class Visitor:
    """A browser page and the addresses it asked for."""

    page: Page
    requests: list[str] = field(default_factory=list)

    @property
    def box(self) -> Locator:
        return self.page.get_by_label("Your question")

    @property
    def turns(self) -> Locator:
        return self.page.locator("#pc-thread .pc-turn")

    def ask(self, question: str, *, seconds: float = 10) -> Locator:
        """The turn of the question, once it is answered."""
        self.box.fill(question)
        self.box.press("Enter")
        return self.answered(question, seconds=seconds)

    def answered(self, question: str, *, seconds: float = 10) -> Locator:
        turn = self.turns.last
        expect(turn.locator(".pc-question")).to_have_text(question)
        expect(turn).to_have_attribute("data-state", "done", timeout=seconds * 1000)
        return turn

    def outside(self, address: str) -> list[str]:
        inside = (address, "data:", f"blob:{address}")
        return [request for request in self.requests if not request.startswith(inside)]


@pytest.fixture(scope="module")
def library(sample_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample articles, one written by an enemy, and one from right to left."""
    evil = tmp_path_factory.mktemp("articles") / "evil <b>name.md"
    evil.write_text(
        f"---\ntitle: Zeppelins {EVIL}\nsource: {EVIL}\n---\nThe zeppelin flew 999 miles {EVIL}.\n"
    )
    leftward = evil.with_name("leftward.md")
    leftward.write_text(
        "---\ntitle: رحلة السفينة\nsource: صحيفة الميناء\nlanguage: ar\ndate: 2021-12-09\n---\n"
        "كانت السفينة تحمل ٤٢ راكباً.\n"
    )
    with Library.open(sample_library) as library:
        for _ in add_paths(library, [evil, leftward]):
            pass
    return sample_library


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
    tab = browser.new_page(locale="en-US")
    with serve_page(library) as address:
        tab.goto(address)
        Visitor(tab).ask(GANSU, seconds=60)  # loads the encoder
        yield address


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Callable[..., Visitor]]:
    visitors: list[Visitor] = []

    def visit(size: tuple[int, int] = WIDE, *, locale: str = "en-US") -> Visitor:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale=locale)
        visitor = Visitor(context.new_page())
        visitors.append(visitor)
        visitor.page.on("request", lambda request: visitor.requests.append(request.url))
        visitor.page.goto(address)
        expect(visitor.page.locator(".pc-examples button").first).to_be_visible()
        return visitor

    yield visit
    for visitor in visitors:
        assert visitor.outside(address) == []
        visitor.page.context.close()


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_an_example_in_the_readers_language_is_asked_and_answered(
    visit: Callable[..., Visitor], size: tuple[int, int]
) -> None:
    page = visit(size, locale="vi-VN").page
    expect(page.get_by_role("heading", name="Bạn muốn biết điều gì?")).to_be_visible()
    examples = page.locator(".pc-examples button")
    expect(examples).to_have_count(4)
    assert [example.get_attribute("lang") for example in examples.all()][:2] == ["vi", "vi"]
    question = examples.first.inner_text()
    examples.first.click()
    expect(page.locator(".pc-question")).to_have_text(question)
    expect(page.locator("[data-state=done] .pc-elapsed")).to_contain_text("giây")
    expect(page.locator(".pc-welcome")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_answer_quotes_another_language_and_its_marker_is_told_to_the_other_parts(
    visit: Callable[..., Visitor], crossing: Answer
) -> None:
    visitor = visit()
    page = visitor.page
    page.evaluate("polycite.on('marker', (news) => (window.chosen = news))")
    page.evaluate("polycite.on('answered', (news) => (window.answered = news))")
    answer = visitor.ask(crossing.question).locator(".pc-answer")
    citation, article = next(
        pair for pair in zip(crossing.citations, quoted(crossing), strict=True) if is_foreign(pair[1])
    )
    quote = answer.locator(f".pc-quote[lang={article.language}]").first
    expect(quote).to_be_visible()
    expect(answer).to_contain_text(citation.quote)
    answer.get_by_role("button", name=f"Show source {citation.marker}", exact=True).first.press("Enter")
    assert page.evaluate("window.chosen") == {"exchange": 0, "marker": citation.marker}
    assert page.evaluate("window.answered.answer.answer") == crossing.text


def test_names_that_run_leftward_stand_in_the_order_of_the_sentence(visit: Callable[..., Visitor]) -> None:
    answer = visit().ask("كم راكباً كانت تحمل السفينة؟").locator(".pc-answer")
    title, source = answer.locator("bdi").all()[:2]
    expect(title).to_have_text("رحلة السفينة")
    expect(source).to_have_text("صحيفة الميناء")
    left, right = (one.evaluate("e => e.getBoundingClientRect().toJSON()") for one in (title, source))
    assert left["right"] < right["left"]
    assert left["top"] == right["top"]


def test_enter_sends_shift_enter_breaks_and_composing_never_sends(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    page, box = visitor.page, visitor.box
    box.click()
    height = box.evaluate("e => e.offsetHeight")
    ime = page.context.new_cdp_session(page)
    ime.send("Input.imeSetComposition", {"text": "甘肃", "selectionStart": 2, "selectionEnd": 2})
    for event in ("isComposing: true", "keyCode: 229"):
        box.evaluate(f"e => e.dispatchEvent(new KeyboardEvent('keydown', {{key: 'Enter', {event}}}))")
    ime.send("Input.insertText", {"text": "甘肃"})
    box.evaluate(  # Safari ends the composition before it tells of the key
        "e => { e.dispatchEvent(new CompositionEvent('compositionend'));"
        " e.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter'})) }"
    )
    page.wait_for_timeout(100)
    box.press("Shift+Enter")
    page.keyboard.type("多少")
    expect(box).to_have_value("甘肃\n多少")
    assert box.evaluate("e => e.offsetHeight") > height
    expect(visitor.turns).to_have_count(0)
    box.press("Enter")
    visitor.answered("甘肃 多少")
    expect(box).to_have_value("")
    expect(box).to_be_focused()


EVENTS = re.compile(r"/(queue/join|run/predict)\b")


def hold(page: Page, *, showing: bool = False) -> list[Route]:
    """Keeps what the page sends from the server until it is let go; or only its asking to be shown anew."""
    held: list[Route] = []

    def keep(route: Route) -> None:
        if not showing or '"show"' in (route.request.post_data or ""):
            held.append(route)
        else:
            route.continue_()

    page.route(EVENTS, keep)
    return held


def wait_for_one(page: Page, held: list[Route]) -> None:
    while not held:
        page.wait_for_timeout(20)


def let_go(page: Page, held: list[Route]) -> None:
    for route in held:
        route.continue_()
    page.unroute(EVENTS)


def test_an_answer_is_stopped_asked_again_and_its_question_edited_by_keyboard(
    visit: Callable[..., Visitor],
) -> None:
    visitor = visit()
    page, box = visitor.page, visitor.box
    visitor.ask(UNANSWERABLE)
    first = visitor.turns.first
    first.evaluate("e => (e.marked = true)")
    held = hold(page)
    box.fill(GANSU)
    box.press("Enter")
    stopping = page.get_by_role("button", name="Stop", exact=True)
    expect(stopping).to_be_visible()
    expect(visitor.turns.last.locator(".pc-searching")).to_be_visible()
    box.type("typed meanwhile")
    page.keyboard.press("Escape")
    expect(visitor.turns.last.locator(".pc-stopped")).to_be_visible()
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_visible()
    expect(box).to_have_value("typed meanwhile")
    let_go(page, held)
    box.fill("")
    visitor.turns.last.get_by_role("button", name="Ask again").press("Enter")
    expect(visitor.turns.last).to_contain_text("75")
    visitor.turns.last.get_by_role("button", name="Edit").press("Enter")
    expect(box).to_have_value(GANSU)
    expect(box).to_be_focused()
    page.keyboard.press("Escape")
    expect(box).to_have_value("")
    visitor.turns.last.get_by_role("button", name="Edit").press("Enter")
    box.fill("How many poor counties in Guizhou were lifted out of poverty?")
    box.press("Enter")
    visitor.answered("How many poor counties in Guizhou were lifted out of poverty?")
    expect(visitor.turns).to_have_count(2)
    assert first.evaluate("e => e.marked"), "an earlier exchange stays as it is in the page"


def test_another_conversation_ends_the_editing_of_a_question_and_keeps_what_is_begun(
    visit: Callable[..., Visitor],
) -> None:
    visitor = visit()
    page, box = visitor.page, visitor.box
    visitor.ask(UNANSWERABLE)
    page.get_by_role("button", name="New conversation").first.click()
    visitor.ask(GANSU)
    visitor.turns.last.get_by_role("button", name="Edit").click()
    expect(box).to_have_value(GANSU)
    page.locator(".pc-conversation [data-does=open]").last.click()
    expect(visitor.turns.locator(".pc-question")).to_have_text(UNANSWERABLE)
    expect(page.locator(".pc-editing")).to_be_hidden()
    expect(box).to_have_value("")
    box.fill("And in Guangxi?")
    page.locator(".pc-conversation [data-does=open]").first.click()
    expect(visitor.turns.locator(".pc-question")).to_have_text(GANSU)
    expect(box).to_have_value("And in Guangxi?")
    box.press("Enter")
    expect(visitor.turns).to_have_count(2)


def test_a_next_question_overtakes_the_one_that_is_being_answered(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    held = hold(visitor.page)
    visitor.box.fill("Never mind?")
    visitor.box.press("Enter")
    visitor.box.fill(GANSU)
    visitor.box.press("Enter")
    let_go(visitor.page, held)
    expect(visitor.answered(GANSU)).to_contain_text("75")
    expect(visitor.turns.first).to_have_attribute("data-state", "stopped")


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_what_no_article_answers_is_refused_like_an_answer(
    visit: Callable[..., Visitor], size: tuple[int, int]
) -> None:
    visitor = visit(size)
    page, turn = visitor.page, visitor.ask(UNANSWERABLE)
    expect(turn.locator(".pc-refused .pc-answer")).to_have_text("The articles do not say.")
    expect(page.locator("#pc-ask .pc-notice")).to_have_text("")
    visitor.ask(GANSU)
    closest = page.get_by_role("button", name="See what comes closest")
    closest.press("Enter")
    card = page.locator("#pc-sources .pc-source").first
    expect(page.locator("#pc-sources h2")).to_have_text("Closest passages")
    expect(card).to_be_focused()
    expect(card.get_by_role("heading")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(closest).to_be_focused()


def test_a_follow_up_is_understood_even_by_a_server_that_has_forgotten(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    visitor.ask(GANSU)
    kept = visitor.page.evaluate(f"polycite.on('answered', n => (window.kept = n)), '{GANSU}'")
    assert kept == GANSU
    visitor.ask("And in Guangxi?")
    understood = "Understood as: How many poor counties in Guangxi were lifted out of poverty?"
    expect(visitor.turns.last.locator(".pc-remark")).to_have_text(understood)
    answer = visitor.page.evaluate("window.kept.answer")
    other = visit()
    other.page.evaluate(
        "exchange => polycite.send('restore', { exchanges: [exchange] })",
        {"question": "And in Guangxi?", "answer": answer},
    )
    expect(other.turns.locator(".pc-remark")).to_have_text(understood)
    other.page.evaluate("polycite.setLanguage('zh-Hant')")
    expect(other.turns.get_by_role("button", name="編輯")).to_be_visible()
    expect(other.turns.first).to_have_attribute("data-state", "done")


def test_a_late_reply_disturbs_no_other_conversation(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    page = visitor.page
    visitor.ask(GANSU)
    held = hold(page, showing=True)
    page.evaluate("polycite.setLanguage('vi')")
    wait_for_one(page, held)
    page.evaluate("polycite.send('new-conversation')")
    let_go(page, held)
    page.evaluate("polycite.setLanguage('en')")
    expect(page.locator(".pc-welcome")).to_be_visible()
    visitor.ask(UNANSWERABLE)
    expect(visitor.turns).to_have_count(1)

    held = hold(page, showing=True)
    page.locator(".pc-conversation [data-does=open]").last.click()
    wait_for_one(page, held)
    visitor.box.fill("And in Guangxi?")
    visitor.box.press("Enter")
    expect(visitor.turns).to_have_count(0)
    let_go(page, held)
    expect(visitor.answered("And in Guangxi?").locator(".pc-remark")).to_contain_text("Understood as")
    expect(visitor.turns).to_have_count(2)
    expect(visitor.turns.first).to_contain_text("75")

    held = hold(page, showing=True)
    page.evaluate("polycite.setLanguage('vi')")
    wait_for_one(page, held)
    page.locator("#pc-question").fill(UNANSWERABLE)
    page.keyboard.press("Enter")
    let_go(page, held)
    visitor.answered(UNANSWERABLE)
    expect(visitor.turns.first.locator(".pc-marker").first).to_have_accessible_name("Xem nguồn 1")


def test_a_stopped_question_is_there_again_after_a_reload(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    page = visitor.page
    held = hold(page)
    visitor.box.fill(GANSU)
    visitor.box.press("Enter")
    page.keyboard.press("Escape")
    expect(visitor.turns.last.locator(".pc-stopped")).to_be_visible()
    let_go(page, held)
    page.reload()
    expect(visitor.turns.last.locator(".pc-stopped")).to_be_visible()
    visitor.turns.last.get_by_role("button", name="Ask again").click()
    expect(visitor.answered(GANSU)).to_contain_text("75")


def test_the_filter_of_a_question_stands_with_it_and_after_a_reload(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    page = visitor.page
    page.locator(".pc-filter-open").click()
    page.get_by_role("checkbox", name="Vietnamese").check()
    page.get_by_role("button", name="Done").click()
    question = "How many people took part in the forum?"
    visitor.ask(question)
    page.get_by_role("button", name="Remove Vietnamese").click()
    visitor.ask(GANSU)
    page.locator(".pc-filter-open").click()
    page.get_by_role("checkbox", name="English").check()
    for _ in range(2):
        expect(visitor.turns.first.get_by_role("list", name="Asked of these articles")).to_have_text(
            "Vietnamese"
        )
        expect(visitor.turns.last.locator(".pc-asked-of")).to_have_count(0)
        expect(page.get_by_role("button", name="Remove English")).to_be_visible()
        page.reload()
        expect(visitor.turns).to_have_count(2)
    page.evaluate("polycite.setLanguage('vi')")
    expect(visitor.turns.first.locator(".pc-asked-of")).to_have_text("Tiếng Việt")


def test_a_filter_that_cannot_be_shown_is_not_in_force_until_it_can(visit: Callable[..., Visitor]) -> None:
    page = visit().page
    page.locator(".pc-filter-open").click()
    page.get_by_role("checkbox", name="Vietnamese").check()
    chip = page.get_by_role("button", name="Remove Vietnamese")
    expect(chip).to_be_visible()
    refused: list[Route] = []

    def refuse(route: Route) -> None:
        if "filter_choices" not in (route.request.post_data or ""):
            return route.fallback()
        refused.append(route)
        return route.fulfill(json={"error": "too many wait for it"})

    page.route("**/component_server/", refuse)
    page.reload()
    expect(page.locator(".pc-examples button").first).to_be_visible()
    assert refused
    assert page.evaluate("polycite.where") == {}
    page.unroute("**/component_server/")
    expect(chip).to_be_visible(timeout=10_000)
    assert page.evaluate("polycite.where.languages") == ["vi"]


def test_escape_closes_the_filter_and_keeps_what_is_being_edited(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    page, box = visitor.page, visitor.box
    visitor.ask(GANSU).get_by_role("button", name="Edit").press("Enter")
    page.locator(".pc-filter-open").click()
    form = page.get_by_role("dialog", name="Filter")
    expect(form).to_be_visible()
    page.keyboard.press("Escape")
    expect(form).to_be_hidden()
    expect(box).to_have_value(GANSU)
    page.keyboard.press("Escape")
    expect(box).to_have_value("")


def test_a_source_that_has_left_the_library_is_still_shown_as_it_was_kept(
    visit: Callable[..., Visitor], library: Path, tmp_path: Path
) -> None:
    passing = tmp_path / "passing.md"
    passing.write_text("---\ntitle: A passing note\nsource: Gazette\n---\nThe ferry had 4711 seats.\n")
    with Library.open(library) as held:
        for _ in add_paths(held, [passing]):
            pass
        added = held.articles()[-1].id
    visitor = visit()
    page = visitor.page
    visitor.ask("How many seats did the ferry have?")
    with Library.open(library) as held:
        held.remove(added)
    page.reload()
    for language in ("en", "vi"):
        page.evaluate(f"polycite.setLanguage('{language}')")
        expect(visitor.turns).to_have_count(1)
    marker = visitor.turns.get_by_role("button", name="Xem nguồn 1", exact=True)
    marker.press("Enter")
    card = page.locator("#pc-sources [data-markers~='1']")
    expect(card).to_be_focused()
    for text in ("A passing note", "Gazette", "The ferry had 4711 seats.", "Không còn trong thư viện"):
        expect(card).to_contain_text(text)


def test_a_bad_question_gets_one_kind_line_and_stays_in_its_field(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    page = visitor.page
    notice = page.locator("#pc-ask .pc-notice")
    visitor.box.fill("?!")
    visitor.box.press("Enter")
    expect(notice).to_have_text("The question holds no letter and no digit; ask in words.")
    expect(visitor.box).to_have_value("?!")
    expect(visitor.turns).to_have_count(0)
    page.evaluate("polycite.where = { languages: ['xx'], since: '', until: '' }")
    visitor.box.fill(GANSU)
    visitor.box.press("Enter")
    expect(notice).to_contain_text("The library holds no article in that language")
    page.evaluate("polycite.where = {}")
    page.route("**/queue/join*", lambda route: route.fulfill(status=503, json={"detail": "full"}))
    visitor.box.press("Enter")
    expect(notice).to_contain_text("Too many questions at once")
    expect(visitor.box).to_have_value(GANSU)
    page.unroute("**/queue/join*")
    visitor.box.press("Enter")
    expect(visitor.answered(GANSU)).to_contain_text("75")
    expect(notice).to_have_text("")


def test_articles_and_questions_cannot_inject_anything(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    turn = visitor.ask(f"How many miles did the zeppelin fly? {EVIL}")
    expect(turn.locator(".pc-answer")).to_contain_text("999")
    expect(turn.locator(".pc-question")).to_contain_text(EVIL)
    assert visitor.page.locator("#pc-ask-view img, #pc-ask-view script").count() == 0
    assert visitor.page.title() == "Polycite"


def test_a_conversation_is_seen_by_its_own_visitor_only(visit: Callable[..., Visitor]) -> None:
    first, second = visit(), visit()
    first.ask(GANSU)
    second.ask("And in Guangxi?")
    expect(second.turns).to_have_count(1)
    expect(second.turns.locator(".pc-remark")).to_have_count(0)
    expect(first.turns).to_have_count(1)


def test_an_empty_library_explains_itself(browser: Browser, tmp_path: Path, serve_page: ServePage) -> None:
    Library.create(tmp_path / "library", HashEncoder()).close()
    with serve_page(tmp_path / "library") as address:
        page = browser.new_page(locale="en-US")
        page.goto(address)
        expect(page.get_by_role("heading", name="This library is empty")).to_be_visible()
        expect(page.locator(".pc-welcome code")).to_contain_text("polycite add")
        page.evaluate("polycite.on('view', (news) => (window.view = news))")
        page.get_by_role("button", name="Add articles").first.click()
        assert page.evaluate("window.view") == "library"
        page.close()
