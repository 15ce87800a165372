"""What the drawer shows and what it takes from a browser, without one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import InputError
from embeddings.encoders import HashEncoder
from embeddings.indexing import add_paths
from embeddings.library import Library
from qa.answering.extractive import ExtractiveAnswerer
from qa.assistant import Assistant
from qa.retrieval import HybridRetriever
from ui.page.keeping.allowance import HOUR, MOST_BYTES, MOST_RATINGS, Allowance
from ui.page.keeping.documents import document
from ui.page.keeping.ratings import rated
from ui.page.keeping.rendering import drawer
from ui.page.keeping.words import WORDS, Words
from ui.page.languages import READER_LANGUAGES
from ui.page.rendering.markup import escape
from ui.rendering import conversation

ARTICLE = """---
title: The harbour of Westlake
source: Coast Gazette
---
The harbour of Westlake has 17 cranes and opened in 1904.
"""
QUESTION = "How many cranes has the harbour of Westlake?"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    article = tmp_path_factory.mktemp("articles") / "harbour.en.md"
    article.write_text(ARTICLE, encoding="utf-8")
    with Library.create(tmp_path_factory.mktemp("keeping") / "library", HashEncoder(512)) as library:
        assert [report.status for report in add_paths(library, [article])] == ["added"]
        yield library


@pytest.fixture(scope="module")
def kept(library: Library) -> dict[str, Any]:
    assistant = Assistant(library, HybridRetriever(library), ExtractiveAnswerer(library, threshold=0.1))
    answer: dict[str, Any] = json.loads(json.dumps(assistant.ask(QUESTION).to_dict()))
    assert answer["citations"]
    return answer


@pytest.mark.parametrize("language", READER_LANGUAGES)
def test_the_drawer_has_all_its_words(language: str) -> None:
    words, shown = WORDS[language], drawer(language)
    for field in fields(Words):
        assert escape(getattr(words, field.name)) in shown, field.name
    for name, slot in (("actions", "title"), ("exported", "title"), ("delete_every", "count")):
        assert f"{{{slot}}}" in getattr(words, name)
    assert shown.count("<template") == shown.count("</template>") == 6
    assert re.search(r"\$\{|\{\{|\}\}", shown) is None  # Gradio's own templates


def test_every_reader_has_words() -> None:
    assert set(WORDS) == set(conversation.WORDS) == set(READER_LANGUAGES)


def test_a_conversation_becomes_a_document(library: Library, kept: dict[str, Any]) -> None:
    asked = {
        "title": "Cranes?",
        "exchanges": [{"answer": kept, "where": {"languages": ["en"]}}],
        "language": "vi",
    }
    markdown = document({**asked, "format": "md"}, library)
    assert (markdown["name"], markdown["type"]) == ("Cranes.md", "text/markdown")
    assert "Hỏi trong: en\n" in markdown["text"]
    assert "### Nguồn" in markdown["text"]
    assert "> The harbour of Westlake has 17 cranes" in markdown["text"]
    told = json.loads(document({**asked, "format": "json"}, library)["text"])
    assert told["exchanges"][0]["citations"][0]["quote"] == kept["citations"][0]["quote"]
    assert document({**asked, "title": "\ud800", "format": "json"}, library)["name"] == "conversation.json"


@pytest.mark.parametrize("language", READER_LANGUAGES)
def test_a_quote_of_an_article_that_is_gone_stays_in_the_document(
    tmp_path: Path, kept: dict[str, Any], language: str
) -> None:
    asked = {"title": "Cranes?", "exchanges": [{"answer": kept}], "language": language}
    with Library.create(tmp_path / "library", HashEncoder(512)) as emptied:
        markdown = document({**asked, "format": "md"}, emptied)["text"]
        told = json.loads(document({**asked, "format": "json"}, emptied)["text"])["exchanges"][0]
    words = conversation.WORDS[language]
    _, sources = markdown.split(f"### {words.sources}\n")
    assert f"\\[1\\] **The harbour of Westlake** · Coast Gazette · en · {words.lost}\n" in sources
    assert "> The harbour of Westlake has 17 cranes" in sources
    assert told["citations"] == []
    assert told["lost"][0]["quote"] == kept["citations"][0]["quote"]


@pytest.mark.parametrize(
    "payload",
    [
        {"title": 1},
        {"title": "t" * 201},
        {"format": "exe"},
        {"format": ["md"]},
        {"exchanges": None},
        {"exchanges": [{}] * 101},
        {"exchanges": [{}]},
        {"exchanges": [None]},
        {"exchanges": [{"answer": {}}]},
    ],
)
def test_what_no_page_of_ours_exports_is_refused(library: Library, payload: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        document({"title": "T", "format": "md", "exchanges": [], **payload}, library)


def test_a_changed_rating_keeps_its_id(library: Library, kept: dict[str, Any]) -> None:
    first = rated({"rating": "up", "answer": kept}, library)
    assert (first["articles"], first["reviewed"], first["comment"]) == (["harbour"], False, "")
    second = rated({"rating": "down", "comment": " No. ", "answer": kept, "id": first["id"]}, library)
    assert (second["id"], second["articles"], second["comment"]) == (first["id"], None, "No.")
    assert rated({"rating": "up", "answer": kept, "id": "harbour"}, library)["id"] not in (
        "harbour",
        first["id"],
    )


@pytest.mark.parametrize(
    "payload",
    [{"rating": "good"}, {"rating": None}, {"comment": 1}, {"comment": "c" * 2_001}, {"answer": []}],
)
def test_what_no_page_of_ours_rates_is_refused(
    library: Library, kept: dict[str, Any], payload: dict[str, Any]
) -> None:
    with pytest.raises(InputError):
        rated({"rating": "up", "answer": kept, **payload}, library)


def test_an_answer_that_rests_on_nothing_here_is_not_rated_but_a_refusal_is(
    library: Library, kept: dict[str, Any]
) -> None:
    foreign = {**kept, "hits": [{**hit, "article_id": "elsewhere"} for hit in kept["hits"]]}
    with pytest.raises(InputError, match="the library holds nothing"):
        rated({"rating": "up", "answer": foreign}, library)
    refusal = {**kept, "hits": [], "citations": [], "claims": [], "refused": True}
    assert rated({"rating": "down", "answer": refusal}, library)["rating"] == "down"


def test_what_a_visitor_rates_within_an_hour_is_bounded_in_number_and_size() -> None:
    now = 0.0
    allowance = Allowance(lambda: now)
    for _ in range(MOST_RATINGS):
        allowance.take("ann", 1)
    with pytest.raises(InputError, match="too many within an hour"):
        allowance.take("ann", 1)
    with pytest.raises(InputError, match="too many within an hour"):
        allowance.require("ann")
    allowance.require("bob")
    allowance.take("bob", MOST_BYTES - 1)
    with pytest.raises(InputError, match="too many within an hour"):
        allowance.take("bob", 2)
    allowance.take("bob", 1)
    with pytest.raises(InputError, match="too many within an hour"):
        allowance.require("bob")
    now = HOUR
    allowance.take("ann", 1)
    allowance.take("bob", MOST_BYTES)
