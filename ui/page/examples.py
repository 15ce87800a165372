"""Example questions that the library at hand can answer, one in each language of the sample questions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Set
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.samples import sample_questions

if TYPE_CHECKING:
    from embeddings.library import Library

LANGUAGES = ("en", "zh-Hans", "zh-Hant", "vi")
FAVOURITES = {"adopted-counties.en", "team-members.zh-Hans", "consul.zh-Hant", "lifted.vi"}
"""Sample questions that the sample articles answer in another language, with the first quote."""


def examples_for(library: Library) -> list[str]:
    """One of the project's sample questions per language, if the library holds the articles it is about."""
    languages = {record.id: record.language for record in library.articles()}
    held = {stem: languages[article] for article, stems in library.stems().items() for stem in stems}
    return choose(_read(sample_questions()), held)


def choose(questions: Iterable[Mapping[str, Any]], held: Mapping[str, str]) -> list[str]:
    """One answerable question per language: a favourite, or one of another article, across languages, short.

    ``questions`` are lines of a question file, ``held`` maps the stem of each article to its language.
    """
    answerable = [line for line in questions if line["articles"] and held.keys() >= set(line["articles"])]
    used: set[str] = set()
    chosen = []
    for language in LANGUAGES:
        asked = [line for line in answerable if line["language"] == language]
        if asked:
            best = min(asked, key=lambda line: _drawbacks(line, held, used))
            used.update(best["articles"])
            chosen.append(best["question"])
    return chosen


def _drawbacks(
    line: Mapping[str, Any], held: Mapping[str, str], used: Set[str]
) -> tuple[bool, bool, bool, int]:
    stems = line["articles"]
    same_language = line["language"] in {held[stem] for stem in stems}
    favourite = line["id"] in FAVOURITES
    return not favourite, not used.isdisjoint(stems), same_language, len(line["question"])


def _read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
