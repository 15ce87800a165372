"""Example questions that the library at hand can answer, one in each language of the sample questions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from embeddings.library import Library

LANGUAGES = ("en", "zh-Hans", "zh-Hant", "vi")


def examples_for(library: Library) -> list[str]:
    """One of the project's sample questions per language, if the library holds the articles it is about."""
    from corpus.samples import sample_questions

    languages = {record.id: record.language for record in library.articles()}
    held = {stem: languages[article] for article, stems in library.stems().items() for stem in stems}
    return choose(_read(sample_questions()), held)


def choose(questions: Iterable[Mapping[str, Any]], held: Mapping[str, str]) -> list[str]:
    """The first answerable question in each language, one across languages if there is one.

    ``questions`` are lines of a question file, ``held`` maps the stem of each article to its language.
    """
    chosen: dict[str, tuple[bool, str]] = {}
    for question in questions:
        language, stems = question["language"], question["articles"]
        if language not in LANGUAGES or not stems or not all(stem in held for stem in stems):
            continue
        crosses = all(held[stem] != language for stem in stems)
        if language not in chosen or (crosses and not chosen[language][0]):
            chosen[language] = (crosses, question["question"])
    return [chosen[language][1] for language in LANGUAGES if language in chosen]


def _read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
