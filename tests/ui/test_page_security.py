"""The whole page against an enemy's articles, questions, file names, and what its browser has kept.

Whatever stands there must be shown as text: no element is made of it, no script of it runs, and no request
leaves the machine. Elements are looked for because the page's policy alone would keep them from loading.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

import pytest
from markdown_it import MarkdownIt
from playwright.sync_api import Browser, Dialog, Download, Locator, Page, expect

from corpus.types import Article, article_id
from embeddings.encoders import DEFAULT_ENCODER, open_encoder
from embeddings.library import FileState, Library

pytestmark = [pytest.mark.browser, pytest.mark.model]

ENEMY = "enemy.example"
TRICKS = (
    f'<img src="https://{ENEMY}/beacon.png" onerror="window.robbed=1">',
    f'<script src="https://{ENEMY}/a.js"></script><script>window.robbed=2</script>',
    f"<style>@import url(https://{ENEMY}/a.css); *{{background:url(//{ENEMY}/b.png)}}</style>",
    f'<a href="javascript:window.robbed=3">a</a><a href="https://{ENEMY}/" id="enemy-link">b</a>',
    f'<svg onload="window.robbed=4"><image href="https://{ENEMY}/c.svg"/></svg>',
    f'<iframe srcdoc="<script>top.robbed=5</script>" src="https://{ENEMY}/d"></iframe>',
    f'"><input autofocus onfocus="window.robbed=6"><link rel=prefetch href="//{ENEMY}/e">',
    "'-alert(7)-' ${alert(8)} {{alert(9)}} </textarea></template></script>",
    f"![beacon](https://{ENEMY}/f.png) [link](javascript:alert(10)) $\\href{{https://{ENEMY}}}{{x}}$",
)
QUESTION = "How many miles did the zeppelin LZ 0 fly?"
EVIL = " ".join(TRICKS)
MADE = f"""() => [...document.querySelectorAll("*")].filter((element) =>
  [...element.attributes].some(({{name, value}}) =>
    (name.startsWith("on") && value.includes("robbed")) ||
    (["src", "href", "srcdoc", "action", "data", "poster", "style"].includes(name) &&
      (value.includes("{ENEMY}") || value.includes("robbed") || value.startsWith("javascript:"))))
  || (element.matches("script, style") && !element.closest("head") && element.textContent.includes("robbed"))
  || (element.matches("style") && element.textContent.includes("{ENEMY}"))
).map((element) => element.outerHTML.slice(0, 200))"""


PROSE = {"h1", "h2", "h3", "p", "blockquote", "ul", "ol", "li", "strong", "em", "br", "hr"}


def elements(html: str) -> set[str]:
    return set(re.findall(r"<(\w+)", html))


class Serve(Protocol):
    def __call__(self, library: Path) -> AbstractContextManager[str]: ...


class Watched:
    """A page, and all that it asked for or ran that it should not have."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self._address = page, address
        self._requests: list[str] = []
        self._events: list[str] = []
        page.context.on("request", lambda request: self._requests.append(request.url))
        page.on("dialog", self._dismiss)
        page.on("popup", lambda popup: self._events.append(popup.url))
        page.on("pageerror", lambda error: self._events.append(str(error)))
        page.on("console", lambda message: self._hear(message.text))

    def _dismiss(self, dialog: Dialog) -> None:
        self._events.append(dialog.message)
        dialog.dismiss()

    def _hear(self, text: str) -> None:
        if "Content Security Policy" in text:
            self._events.append(text)

    def check(self, seen: Locator, text: str = ENEMY) -> None:
        """``text`` is shown there as text, and nothing came of it."""
        expect(seen).to_contain_text(text)
        self.page.wait_for_timeout(200)
        assert self.page.evaluate(MADE) == []
        assert self.page.evaluate("window.robbed") is None
        inside = (self._address, "data:", f"blob:{self._address}")
        assert [url for url in self._requests if not url.startswith(inside)] == []
        assert self._events == []


def written(number: int, trick: str) -> Article:
    """As no reader would let it pass: each strips some of it."""
    text = f"The zeppelin LZ {number} flew 99{number} miles {trick} in May. {EVIL}"
    address = "javascript:window.robbed=20"
    return Article(
        article_id(text), f"Zeppelin {number} {trick}", text, "en", f"{trick} {number}", "1937-05-06", address
    )


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles that an enemy wrote, down to the names of their files and folder."""
    directory = tmp_path_factory.mktemp("library") / '<img src=x onerror="window.robbed=11">'
    with Library.create(directory, open_encoder(DEFAULT_ENCODER)) as library, library.writing():
        for number, trick in enumerate(TRICKS):
            article = written(number, trick)
            file = FileState(Path(f"/{trick}/{trick}.md"), 1, 1, "")
            library.put(file, [library.indexed(article)], [], [article.id])
    return directory


@pytest.fixture(scope="module")
def address(library: Path, serve_page: Serve) -> Iterator[str]:
    with serve_page(library) as address:
        yield address


@pytest.fixture
def watched(browser: Browser, address: str) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 1400, "height": 900}, locale="en-GB")
    yield Watched(context.new_page(), address)
    context.close()


def ask(page: Page, question: str) -> None:
    page.locator("#pc-ask textarea").fill(question)
    page.locator("#pc-ask textarea").press("Enter")
    expect(page.locator("#pc-thread .pc-turn").last).to_have_attribute("data-state", "done")


def exported(page: Page, form: str) -> str:
    with page.expect_download() as download:
        page.locator(f".pc-export-current [data-format={form}]").click()
    return content(download.value)


def content(download: Download) -> str:
    assert "/" not in download.suggested_filename
    assert "<" not in download.suggested_filename
    return Path(download.path()).read_text(encoding="utf-8")


def test_what_an_enemy_would_make_is_found(watched: Watched, address: str) -> None:
    watched.page.goto(address)
    watched.page.evaluate("html => document.body.insertAdjacentHTML('beforeend', html)", EVIL)
    assert len(watched.page.evaluate(MADE)) >= 7
    with pytest.raises(AssertionError):
        watched.check(watched.page.locator("body"), "")


def test_an_enemys_article_and_question_are_text_wherever_they_are_shown(
    watched: Watched, address: str
) -> None:
    page = watched.page
    page.goto(address)
    ask(page, EVIL)
    watched.check(page.locator("#pc-thread .pc-question"))
    ask(page, QUESTION)
    watched.check(page.locator("#pc-thread .pc-answer").last)
    page.locator("#pc-thread [data-marker]").first.click()
    watched.check(page.locator("#pc-sources"))
    page.locator("#pc-sources [data-open]").first.click()
    watched.check(page.locator("#pc-viewer dialog"))
    page.keyboard.press("Escape")
    page.locator("#pc-masthead [data-view=ask]").click()
    watched.check(page.locator(".pc-conversations"))
    markdown = exported(page, "md")
    assert ENEMY in markdown
    assert elements(MarkdownIt("commonmark").render(markdown)) <= PROSE
    assert json.loads(exported(page, "json"))
    page.locator(".pc-filter-open").click()
    watched.check(page.locator("#pc-filtering form"))
    page.locator("#pc-filtering [name=sources]").first.check()
    watched.check(page.locator(".pc-filter-chips"))
    page.keyboard.press("Escape")
    page.locator("#pc-masthead [data-view=library]").click()
    watched.check(page.locator("#pc-articles .pc-listing"))
    page.locator("#pc-articles .pc-remove").first.click()
    watched.check(page.locator("#pc-articles .pc-confirm:visible"))
    page.locator("#pc-picture .pc-mark").first.focus()
    watched.check(page.locator("#pc-picture"), "")
    page.locator("[data-news=open-settings]").click()
    watched.check(page.locator("#pc-settings dialog"), "onerror")


def test_a_files_name_and_pasted_text_are_text(watched: Watched, address: str) -> None:
    page = watched.page
    page.goto(f"{address}/#library")
    name = '<img src=x onerror="window.robbed=12">'
    files = [
        {"name": f"{name}.txt", "mimeType": "text/plain", "buffer": f"Airships {EVIL} are light.".encode()},
        {"name": f"{name}.exe", "mimeType": "text/plain", "buffer": b"x"},
    ]
    page.locator("#pc-articles input[type=file]").set_input_files(files)  # type: ignore[arg-type]
    expect(page.locator("#pc-articles .pc-adding li")).to_have_count(2)
    watched.check(page.locator("#pc-articles .pc-adding"), "onerror")
    page.locator("#pc-articles [data-do=paste]").click()
    form = page.locator("#pc-articles form")
    form.locator("[name=title]").fill(f"Balloons {EVIL}"[:500])
    form.locator("[name=text]").fill(f"Balloons {EVIL} rise.")
    form.locator("[name=source]").fill(EVIL[:500])
    form.locator(".pc-primary").click()
    expect(page.locator("#pc-articles .pc-listing")).to_contain_text("Balloons")
    watched.check(page.locator("#pc-articles .pc-listing"))


def test_what_stands_in_the_browsers_storage_is_text_too(watched: Watched, address: str) -> None:
    page = watched.page
    page.goto(address)
    ask(page, QUESTION)
    page.wait_for_function("Object.keys(localStorage).some((key) => key.includes('conversation.'))")
    kept: dict[str, str] = page.evaluate("({...localStorage})")
    page.evaluate("sessionStorage.clear()")
    tampered = {key: json.dumps(poisoned(json.loads(value))) for key, value in kept.items()}
    page.evaluate("entries => Object.assign(localStorage, entries)", tampered)
    page.goto(address)
    page.reload()
    watched.check(page.locator(".pc-conversations"))
    page.locator(".pc-conversations [data-does=open]").first.click()
    page.wait_for_timeout(1500)
    watched.check(page.locator("body"))


def poisoned(value: Any, key: str = "") -> Any:
    """``value`` with the enemy's tricks behind each text that is not a name or number of something."""
    if isinstance(value, dict):
        return {name: poisoned(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return [poisoned(item, key) for item in value]
    free = {"title", "question", "answer", "quote", "source", "date", "language", "comment", "notices"}
    return f"{value} {EVIL}" if isinstance(value, str) and key in free else value
