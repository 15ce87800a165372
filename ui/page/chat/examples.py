"""Example questions that the library at hand can answer, in the reader's language first."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.samples import sample_questions
from ui.page.chat.words import WORDS
from ui.page.languages import READER_LANGUAGES, in_language

if TYPE_CHECKING:
    from embeddings.library import ArticleRecord
    from qa.assistant import Assistant

FAVOURITES = {"adopted-counties.en", "team-members.zh-Hans", "consul.zh-Hant", "lifted.vi"}
"""Sample questions that the sample articles answer in another language, with the first quote."""
SHOWN = 4
LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True)
class Example:
    """A question in ``language``; without one, an article to ask about."""

    title: str
    language: str
    question: str | None = None


class Examples:
    """The examples of one assistant; whether it answers one is asked of it once."""

    def __init__(self, assistant: Assistant, *, quick: bool) -> None:
        self._assistant = assistant
        self._quick = quick
        self._answered: dict[tuple[str, str], bool] = {}

    def for_reader(self, language: str) -> list[Example]:
        """The project's sample questions, if the library is mostly its sample articles; else made ones."""
        library = self._assistant.library
        records = library.articles()
        tags = {record.id: record.language for record in records}
        held = {stem: tags[id_] for id_, stems in library.stems().items() if id_ in tags for stem in stems}
        questions = read_questions(sample_questions())
        about = {stem for line in questions for stem in line["articles"]}
        if 2 * len(held.keys() & about) >= len(records):
            return self._answered_samples(questions, held, language)
        return [self._made(record, language) for record in pick(records, language)]

    def _answered_samples(
        self, questions: Sequence[Mapping[str, Any]], held: Mapping[str, str], language: str
    ) -> list[Example]:
        """Those chosen that this library does answer, with others in place of those it does not."""
        expected = {line["question"]: line["answer"] for line in questions}
        while True:
            chosen = choose(questions, held, language)
            failing = {one.title for one in chosen if not self._quotes(one.title, expected[one.title])}
            if not failing:
                return chosen
            questions = [line for line in questions if line["question"] not in failing]

    def _quotes(self, question: str, expected: str) -> bool:
        """Whether the first thing that is found for the question holds what is expected."""
        asked = question, expected
        if asked not in self._answered:
            if self._quick:
                found = [hit.passage.text for hit in self._assistant.search(question, 1)]
            else:
                found = [citation.quote for citation in self._assistant.ask(question).citations[:1]]
            self._answered[asked] = any(re.search(expected, text) for text in found)
        return self._answered[asked]

    def _made(self, record: ArticleRecord, language: str) -> Example:
        """Asks what the article reports, if that finds it."""
        question = in_language(WORDS, language).report.format(record.title)
        asked = question, record.id
        if asked not in self._answered:
            self._answered[asked] = self._finds(*asked)
        return Example(record.title, language, question if self._answered[asked] else None)

    def _finds(self, question: str, article: str) -> bool:
        if self._quick:
            return any(hit.article.id == article for hit in self._assistant.search(question, 1))
        return any(citation.article_id == article for citation in self._assistant.ask(question).citations)


def choose(questions: Iterable[Mapping[str, Any]], held: Mapping[str, str], reader: str) -> list[Example]:
    """Answerable sample questions: two in the reader's language, then one in each other, as far as shown.

    A favourite, or one of an article not asked about before, across languages, short; no two alike.
    ``questions`` are lines of a question file, ``held`` maps the stem of each article to its language.
    """
    answerable = [line for line in questions if line["articles"] and held.keys() >= set(line["articles"])]
    used: set[str] = set()
    chosen: list[Example] = []
    for language in [reader, reader, *(tag for tag in READER_LANGUAGES if tag != reader)]:
        asked = [x for x in answerable if x["language"] == language and _topic(x) not in used]
        if asked:
            best = min(asked, key=lambda line: _drawbacks(line, held, used))
            used.update([_topic(best), *best["articles"]])
            chosen.append(Example(best["question"], language, best["question"]))
    return chosen[:SHOWN]


def pick(records: Sequence[ArticleRecord], reader: str) -> list[ArticleRecord]:
    """Articles to ask about, newest first: in the reader's language, then in each other, then any."""
    newest = sorted(records, key=lambda record: record.date or "", reverse=True)
    fitting = [record for record in newest if record.title.strip() and len(record.title) <= LONGEST_TITLE]
    ranked = sorted(fitting, key=lambda record: record.language != reader)
    first = {record.language: record for record in reversed(ranked)}
    of_each = [record for record in ranked if first[record.language] is record]
    rest = [record for record in ranked if first[record.language] is not record]
    return [*of_each, *rest][:SHOWN]


def read_questions(path: Path) -> list[dict[str, Any]]:
    """The lines of a question file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _topic(line: Mapping[str, Any]) -> str:
    """What a question is about, whichever language asks it: its id but for the language."""
    return str(line["id"]).rpartition(".")[0]


def _drawbacks(
    line: Mapping[str, Any], held: Mapping[str, str], used: Set[str]
) -> tuple[bool, bool, bool, int]:
    stems = line["articles"]
    same_language = line["language"] in {held[stem] for stem in stems}
    favourite = line["id"] in FAVOURITES
    return not favourite, not used.isdisjoint(stems), same_language, len(line["question"])
