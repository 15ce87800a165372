"""Pictures of the page in its main states: python benchmarks/screenshots.py docs/images (needs chromium)."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from corpus.samples import sample_articles
from embeddings.encoders import DEFAULT_ENCODER, open_encoder
from embeddings.indexing import add_paths
from embeddings.library import Library

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
WIDE, PHONE = {"width": 1360, "height": 850}, {"width": 390, "height": 844}
ACROSS = "How many poor counties in Gansu were lifted out of poverty?"
UNANSWERABLE = "At what temperature should I bake sourdough bread?"
LANGUAGES = {
    "en": ACROSS,
    "zh-Hans": "在南宁举办的中国—东盟减贫论坛，大约来了多少人？",
    "zh-Hant": "出席中越減貧研討會的越南外交部次長是哪一位？",
    "vi": "Nhờ Thâm Quyến hỗ trợ, bao nhiêu người ở các địa phương được giúp đã thoát nghèo?",
}
SHOW_PATHS = """([folder, shown]) => {
  for (const code of document.querySelectorAll("code")) {
    code.textContent = code.textContent.replace(new RegExp(`${folder}/[^ ]*`), shown);
  }
}"""


def main(folder: Path) -> None:
    """Serves the sample articles, and an empty library, and takes every picture."""
    folder.mkdir(parents=True, exist_ok=True)
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        with served(library(Path(scratch) / "samples", sample_articles())) as address:
            _answers(Camera(browser, address, folder))
            _places(Camera(browser, address, folder))
        with (
            served(library(Path(scratch) / "empty")) as address,
            Camera(browser, address, folder).opened() as page,
        ):
            page.locator(".pc-welcome").wait_for()
            shoot(page, folder / "empty-library.png")
        browser.close()


class Camera:
    """Opens the page at ``address`` anew for each picture."""

    def __init__(self, browser: Browser, address: str, folder: Path) -> None:
        self.folder = folder
        self._browser, self._address = browser, address

    @contextmanager
    def opened(self, language: str = "en", *, dark: bool = False, phone: bool = False) -> Iterator[Page]:
        """The page as a reader of ``language`` first sees it."""
        context = self._browser.new_context(
            viewport=PHONE if phone else WIDE,  # type: ignore[arg-type]
            device_scale_factor=2 if phone else 1,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            locale=language,
        )
        page = context.new_page()
        page.goto(self._address)
        page.locator("#pc-ask textarea").wait_for()
        yield page
        context.close()


def _answers(camera: Camera) -> None:
    looks = {"answer": {}, "answer-dark": {"dark": True}, "answer-phone": {"phone": True}}
    for name, look in looks.items():
        with camera.opened(**look) as page:
            ask(page, ACROSS)
            shoot(page, camera.folder / f"{name}.png")
    for language, question in LANGUAGES.items():
        with camera.opened(language) as page:
            ask(page, question)
            shoot(page, camera.folder / f"language-{language}.png")
    with camera.opened() as page:
        ask(page, UNANSWERABLE)
        shoot(page, camera.folder / "refusal.png")


def _places(camera: Camera) -> None:
    with camera.opened() as page:
        shoot(page, camera.folder / "start.png")
        ask(page, ACROSS)
        page.locator("#pc-sources [data-open]").first.click()
        page.locator("#pc-viewer mark").first.wait_for()
        shoot(page, camera.folder / "article.png")
        page.keyboard.press("Escape")
        page.locator("#pc-masthead [data-view=library]").click()
        page.locator("#pc-picture .pc-mark").first.wait_for()
        shoot(page, camera.folder / "library.png")
    with camera.opened() as page:
        page.locator("[data-news=open-settings]").click()
        page.locator("#pc-settings dialog h2").first.wait_for()
        shoot(page, camera.folder / "settings.png")
    with camera.opened(phone=True) as page:
        ask(page, ACROSS)
        page.locator("[data-news=open-conversations]").click()
        shoot(page, camera.folder / "conversations-phone.png")


def ask(page: Page, question: str) -> None:
    """Asks and waits for the whole answer."""
    page.locator("#pc-ask textarea").fill(question)
    page.locator("#pc-ask textarea").press("Enter")
    page.locator("#pc-thread .pc-turn[data-state=done]").last.wait_for()


def shoot(page: Page, file: Path) -> None:
    """Takes the picture once what moves has come to rest."""
    page.evaluate(SHOW_PATHS, [tempfile.gettempdir(), "~/articles"])
    page.evaluate(
        "() => Promise.all([document.fonts.ready, ...document.getAnimations().map((a) => a.finished)])"
    )
    page.wait_for_timeout(600)
    page.screenshot(path=file, caret="hide", animations="disabled")
    print(file)


def library(directory: Path, *paths: Path) -> Path:
    """A library of the articles in ``paths``."""
    with Library.create(directory, open_encoder(DEFAULT_ENCODER)) as made:
        for _ in add_paths(made, list(paths)):
            pass
    return directory


@contextmanager
def served(directory: Path) -> Iterator[str]:
    """The address of the page over a library."""
    command = [sys.executable, "-m", "ui.cli", "serve", "--library", str(directory), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as page:
        line = next(iter(page.stdout or ()), "")
        try:
            yield re.findall(r"http://\S+", line)[0]
        finally:
            page.terminate()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
