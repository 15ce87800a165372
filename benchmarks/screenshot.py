"""Takes the README's picture of the page: python benchmarks/screenshot.py docs/page.png (needs chromium)."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
QUESTION = "How many poor counties in Gansu were lifted out of poverty?"
PORT = 7861


def main(out: str) -> None:
    """Opens the page on the sample articles, asks, and saves what is seen."""
    command = [str(Path(sys.executable).with_name("polycite")), "demo", "--port", str(PORT)]
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as page,
        sync_playwright() as playwright,
    ):
        next(iter(page.stdout or ()))
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        tab = browser.new_page(viewport={"width": 1280, "height": 800})
        tab.goto(f"http://127.0.0.1:{PORT}")
        field = tab.locator("textarea").first
        field.fill(QUESTION)
        field.press("Enter")
        tab.locator("mark").first.wait_for()
        tab.wait_for_timeout(500)
        tab.screenshot(path=out)
        browser.close()
        page.terminate()


if __name__ == "__main__":
    main(sys.argv[1])
