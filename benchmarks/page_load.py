"""Eight people at once: time from Enter to the first text, as JSON (needs chromium).

python benchmarks/page_load.py LIBRARY [VISITORS] [ROUNDS]
"""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from playwright.async_api import Page, async_playwright

from corpus.samples import sample_questions

Measure = Callable[[str, int, int], Coroutine[Any, Any, list[tuple[float, float]]]]

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
ASK = """question => new Promise(resolve => {
  const log = document.querySelector('#pc-thread .pc-log');
  const number = log.querySelectorAll('.pc-turn').length;
  const started = performance.now();
  let first = 0;
  const watcher = new MutationObserver(() => {
    const turn = log.querySelectorAll('.pc-turn')[number];
    const answer = turn?.querySelector('.pc-answer');
    if (!first && answer?.textContent && !answer.querySelector('.pc-searching')) first = performance.now();
    if (turn?.dataset.state !== 'done') return;
    watcher.disconnect();
    resolve([(first - started) / 1000, (performance.now() - started) / 1000]);
  });
  watcher.observe(log, { childList: true, subtree: true, attributes: true, characterData: true });
  const box = document.querySelector('#pc-question');
  box.value = question;
  box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', cancelable: true }));
})"""


def questions() -> list[str]:
    """The sample questions, of every language."""
    lines = sample_questions().read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["question"] for line in lines if line.strip()]


def figures(seconds: list[float]) -> dict[str, float]:
    """Median, 95th percentile and maximum, in seconds."""
    p95 = quantiles(seconds, n=20, method="inclusive")[-1]
    return {"median": round(median(seconds), 3), "p95": round(p95, 3), "max": round(max(seconds), 3)}


async def measure(address: str, visitors: int, rounds: int) -> list[tuple[float, float]]:
    """First text and last, of each question that each visitor asks; all ask at the same moment."""
    asked = questions()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        pages = [await (await browser.new_context()).new_page() for _ in range(visitors)]
        for page in pages:
            await page.goto(address)
            await page.locator(".pc-examples button").first.wait_for()
        await pages[0].evaluate(ASK, asked[-1])  # loads the encoder, once in the life of the server
        measured: list[tuple[float, float]] = []
        for number in range(rounds):
            chosen = [asked[(number * visitors + place) % len(asked)] for place in range(visitors)]
            measured += await asyncio.gather(*map(ask, pages, chosen))
        await browser.close()
    return measured


async def ask(page: Page, question: str) -> tuple[float, float]:
    """Seconds from Enter to the first text, and to the whole answer."""
    first, last = await page.evaluate(ASK, question)
    return first, last


@contextmanager
def served(library: str) -> Iterator[str]:
    """The address of the library's page, while it is served."""
    command = [str(Path(sys.executable).with_name("polycite")), "serve", "--library", library, "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            found = re.search(r"http://\S+:\d+", server.stdout.readline() if server.stdout else "")
            assert found, "the page was not served"  # noqa: S101
            yield found[0]
        finally:
            server.terminate()


def report(library: str, ask_all: Measure, visitors: str, rounds: str) -> None:
    """Serves the library, measures, prints."""
    with served(library) as address:
        measured = asyncio.run(ask_all(address, int(visitors), int(rounds)))
    first, last = zip(*measured, strict=True)
    result = {"first text": figures(list(first)), "whole answer": figures(list(last))}
    print(json.dumps({"visitors": int(visitors), "questions": len(measured), **result}, indent=2))


def main(library: str, visitors: str = "8", rounds: str = "5") -> None:
    """With a browser for each visitor."""
    report(library, measure, visitors, rounds)


if __name__ == "__main__":
    main(*sys.argv[1:])
