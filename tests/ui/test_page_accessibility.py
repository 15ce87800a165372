"""axe-core over the whole page: both views, both shades, every dialog; no serious finding."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.model]

SERIOUS = ("serious", "critical")
QUESTION = "How many poor counties in Gansu were lifted out of poverty?"


@pytest.fixture(scope="module")
def address(sample_library: Path, serve_page: Callable[[Path], AbstractContextManager[str]]) -> Iterator[str]:
    with serve_page(sample_library) as address:
        yield address


@pytest.fixture(params=["light", "dark"])
def page(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = browser.new_context(color_scheme=request.param, reduced_motion="reduce", locale="en-GB")
    page = context.new_page()
    page.goto(address)
    expect(page.locator("#pc-masthead header")).to_be_visible()
    yield page
    context.close()


def _found(page: Page) -> list[str]:
    """The serious findings: rule, and where."""
    violations = Axe().run(page).response["violations"]
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in violations
        if violation["impact"] in SERIOUS
        for node in violation["nodes"]
    ]


def test_axe_finds_what_is_wrong(page: Page) -> None:
    page.locator("#pc-masthead").evaluate("element => element.append(document.createElement('button'))")
    assert any(finding.startswith("button-name") for finding in _found(page))


def test_asking(page: Page) -> None:
    expect(page.locator("#pc-ask textarea")).to_be_visible()
    assert _found(page) == []
    page.locator("#pc-ask textarea").fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator("#pc-sources mark").first).to_be_visible()
    expect(page.locator("#pc-thread .pc-marker").first).to_be_visible()
    assert _found(page) == []


def test_the_library(page: Page) -> None:
    page.get_by_role("link", name="Library").click()
    expect(page.locator("#pc-articles li").first).to_be_visible()
    expect(page.locator("#pc-picture svg").first).to_be_visible()
    assert _found(page) == []


def test_the_dialogs(page: Page) -> None:
    page.set_viewport_size({"width": 800, "height": 900})  # where the conversations are a dialog too
    for news, dialog in (("open-settings", "#pc-settings"), ("open-conversations", "#pc-keeping")):
        page.evaluate("news => polycite.send(news)", news)
        expect(page.locator(dialog).get_by_role("dialog")).to_be_visible()
        assert _found(page) == []
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("link", name="Library").click()
    article = page.locator("#pc-articles [data-article]").first.get_attribute("data-article")
    page.evaluate("article => polycite.send('open-article', { article, start: 0, end: 20 })", article)
    expect(page.locator("#pc-viewer dialog mark").first).to_be_visible()
    assert _found(page) == []
