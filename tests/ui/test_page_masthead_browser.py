"""Masthead and settings in a real Chromium: views, languages, light and dark, by pointer and by keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from ui.page.chat.words import WORDS

pytestmark = [pytest.mark.browser, pytest.mark.model]

WIDTHS = (320, 381, 390, 640, 860, 1280, 2560)
Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def address(sample_library: Path, serve_page: Callable[[Path], AbstractContextManager[str]]) -> Iterator[str]:
    with serve_page(sample_library) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """A page in a browser of its own, that reaches the server alone: what it wants from elsewhere fails."""
    with ExitStack() as open_contexts:

        def visit(path: str = "/", *, width: int = 1280, **options: Any) -> Page:
            context = browser.new_context(viewport={"width": width, "height": 800}, **options)
            open_contexts.callback(context.close)
            page, elsewhere = context.new_page(), list[str]()
            page.route(
                lambda url: not url.startswith((address, "data:", "blob:")), lambda route: route.abort()
            )
            page.on("requestfailed", lambda request: elsewhere.append(request.url))
            open_contexts.callback(lambda: _none(elsewhere, address))
            page.goto(f"{address}{path}")
            expect(page.locator("#pc-masthead header")).to_be_visible()
            return page

        yield visit


def _none(failed: list[str], address: str) -> None:
    assert [url for url in failed if not url.startswith(address)] == []


def _view(page: Page) -> Any:
    return page.evaluate("document.body.dataset.view")


def test_the_views_have_addresses_that_reload_and_back_keep(visit: Visit) -> None:
    page = visit("/?__theme=dark")
    views = page.get_by_role("navigation", name="Views")
    expect(views.get_by_role("link", name="Ask")).to_have_attribute("aria-current", "page")
    views.get_by_role("link", name="Library").click()
    expect(page.locator("#pc-library-view")).to_be_visible()
    expect(page.locator("#pc-ask-view")).to_be_hidden()
    assert page.url.endswith("/?__theme=dark#library")
    page.reload()
    expect(page.locator("#pc-library-view")).to_be_visible()
    page.go_back()
    expect(page.locator("#pc-ask-view")).to_be_visible()
    page.evaluate("location.hash = '#<img src=x>'")
    assert _view(page) == "ask"
    page.evaluate("polycite.send('view', 'library')")
    expect(views.get_by_role("link", name="Library")).to_have_attribute("aria-current", "page")
    page.get_by_role("button", name="New conversation").click()
    assert _view(page) == "ask"


@pytest.mark.parametrize(
    ("locale", "language", "library"),
    [
        ("en-US", "en", "Library"),
        ("zh-CN", "zh-Hans", "文库"),
        ("zh-TW", "zh-Hant", "文庫"),
        ("zh-HK", "zh-Hant", "文庫"),
        ("vi-VN", "vi", "Thư viện"),
        ("fr-FR", "en", "Library"),
    ],
)
def test_the_first_language_is_the_browsers(visit: Visit, locale: str, language: str, library: str) -> None:
    page = visit(locale=locale)
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.get_by_role("link", name=library, exact=True)).to_be_visible()


def test_a_chosen_language_and_shade_are_remembered(visit: Visit) -> None:
    page = visit(color_scheme="dark")
    expect(page.locator("body.dark")).to_be_attached()
    masthead = page.locator("#pc-masthead")
    masthead.get_by_label("Appearance").select_option("light")
    masthead.get_by_label("Language").focus()
    masthead.get_by_label("Language").select_option(label="Tiếng Việt")
    expect(masthead.get_by_label("Ngôn ngữ")).to_be_focused()
    page.reload()
    expect(page.get_by_role("link", name="Thư viện")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "vi")
    expect(page.locator("body.dark")).to_have_count(0)
    masthead.get_by_label("Giao diện").select_option("system")
    expect(page.locator("body.dark")).to_be_attached()
    page.emulate_media(color_scheme="light")
    expect(page.locator("body.dark")).to_have_count(0)


def test_on_a_phone_light_and_dark_are_one_touch_away(visit: Visit) -> None:
    page = visit(width=390, color_scheme="light")
    page.get_by_role("combobox", name="Appearance").select_option("dark")
    expect(page.locator("body")).to_have_class(re.compile("dark"))


def test_nonsense_that_the_browser_kept_does_no_harm(visit: Visit) -> None:
    page = visit()
    page.evaluate("localStorage['polycite.language'] = '{'; localStorage['polycite.theme'] = '[\"<b>\"]'")
    page.reload()
    expect(page.get_by_role("link", name="Library")).to_be_visible()


def test_settings_are_read_and_changed_by_keyboard_alone(visit: Visit, sample_library: Path) -> None:
    page = visit()
    opener = page.locator("#pc-masthead").get_by_role("button", name="Settings")
    opener.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Settings")
    expect(dialog).to_contain_text(str(sample_library))
    expect(dialog.get_by_role("heading", name="Settings")).to_be_focused()
    dialog.locator("summary").press("Enter")
    expect(dialog).to_contain_text("--model openai:MODEL@")
    dialog.get_by_label("Language").focus()
    dialog.get_by_label("Language").select_option("zh-Hant")
    chinese = page.get_by_role("dialog", name="設定")
    expect(chinese).to_be_visible()
    expect(chinese.get_by_label("語言")).to_be_focused()
    expect(chinese.locator("time")).to_contain_text("年")
    page.keyboard.press("Escape")
    expect(chinese).to_be_hidden()


def test_the_skip_link_leads_to_the_question_from_either_view(visit: Visit) -> None:
    page = visit("/#library")
    skip = page.get_by_role("link", name="Skip to the question")
    expect(skip).not_to_be_in_viewport()
    skip.focus()
    expect(skip).to_be_in_viewport()
    skip.press("Enter")
    expect(page.locator("#pc-ask textarea")).to_be_focused()


@pytest.mark.parametrize("user", ["", "someone"])
def test_it_fits_every_width_in_the_longest_language(visit: Visit, user: str) -> None:
    page = visit(locale="vi")
    page.evaluate("user => (document.querySelector('#pc-masthead form').hidden = !user)", user)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        for view in ("library", "ask"):
            page.evaluate("view => polycite.send('view', view)", view)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        controls = page.locator("#pc-masthead").locator("a:not(.pc-skip), button, label").filter(visible=True)
        boxes = [box for control in controls.all() if (box := control.bounding_box())]
        assert len(boxes) == (8 if user else 7)
        assert all(min(box["width"], box["height"]) >= 24 and box["x"] >= 0 for box in boxes)
        assert all(box["x"] + box["width"] <= width for box in boxes)


def test_nothing_of_gradios_own_furniture_shows(visit: Visit) -> None:
    page = visit()
    for text in ("Use via API", "Built with Gradio", "gradio"):
        expect(page.get_by_text(text)).to_have_count(0)
    expect(page.locator("[data-testid=status-tracker]").filter(visible=True)).to_have_count(0)


def test_nothing_of_the_earlier_language_stays_in_the_question_box(visit: Visit) -> None:
    page = visit(locale="en-GB")
    box, notice = page.locator("#pc-question"), page.locator("#pc-ask .pc-notice")
    expect(page.locator(".pc-examples button").first).to_be_visible(timeout=30_000)
    page.evaluate("polycite.send('ask', { question: '?!' })")
    expect(notice).to_have_text("The question holds no letter and no digit; ask in words.")
    page.evaluate("polycite.send('begin', { question: 'What about “Flood”?' })")
    expect(box).to_have_value("What about “Flood”?")
    late: list[Route] = []
    chinese = re.compile(r'"language":"zh-Hans".*box_words')

    def hold(route: Route) -> None:
        if chinese.search(route.request.post_data or ""):
            late.append(route)
        else:
            route.fallback()

    page.route("**/component_server/", hold)
    page.evaluate("polycite.setLanguage('zh-Hans'); polycite.setLanguage('vi')")
    expect(box).to_have_attribute("placeholder", WORDS["vi"].placeholder)
    expect(box).to_have_value("")
    expect(notice).to_have_text("")
    with page.expect_response(lambda response: chinese.search(response.request.post_data or "") is not None):
        late[0].continue_()
    page.wait_for_timeout(200)
    expect(box).to_have_attribute("placeholder", WORDS["vi"].placeholder)
    page.evaluate("polycite.send('ask', { question: '?!' })")
    expect(notice).to_have_text("Câu hỏi không có chữ hay số nào; hãy hỏi bằng lời.")
    box.fill("My own words")
    page.evaluate("polycite.setLanguage('en')")
    expect(box).to_have_value("My own words")
