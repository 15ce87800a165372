"""The filter's choices and its HTML: what a library can be told apart by, in every reader's language."""

from __future__ import annotations

import html
import re
from dataclasses import fields

import pytest

from embeddings.library.records import ArticleRecord
from ui.page.filtering.choices import MAX_SOURCES, Choice, choices
from ui.page.filtering.rendering import filter_panel
from ui.page.filtering.words import WORDS, Words
from ui.page.languages import READER_LANGUAGES

EVIL = "\"><img src=x onerror='alert(1)'>"


def record(number: int, language: str = "en", source: str = "", date: str | None = None) -> ArticleRecord:
    return ArticleRecord(f"{number:016x}", f"Title {number}", language, source, date, None, 9, 1, "")


def shown(articles: list[ArticleRecord], language: str = "en") -> str:
    return filter_panel(choices(articles), language=language)


def test_languages_and_sources_are_counted_the_greatest_first() -> None:
    articles = [record(1, "vi", "B"), record(2, "en", "A"), record(3, "vi", "B"), record(4, "vi", "", "2020")]
    found = choices(articles)
    assert found.languages == (Choice("vi", 3), Choice("en", 1))
    assert found.sources == (Choice("B", 2), Choice("A", 1))
    assert (found.articles, found.undated) == (4, 3)


def test_what_a_filter_holds_for_one_source_is_one_choice_under_its_usual_spelling() -> None:
    names = ["新华社", "新華社", "新華社", "Reuters", "REUTERS ", "Reuters"]
    found = choices([record(number, source=name) for number, name in enumerate(names)])
    assert set(found.sources) == {Choice("新華社", 3), Choice("Reuters", 3)}


def test_of_very_many_sources_the_greatest_are_shown_and_that_is_said() -> None:
    articles = [record(number, source=f"S{number}") for number in range(MAX_SOURCES + 5)]
    articles.append(record(9999, source=f"S{MAX_SOURCES + 4}"))
    found = choices(articles)
    assert (len(found.sources), found.all_sources) == (MAX_SOURCES, MAX_SOURCES + 5)
    assert found.sources[0] == Choice(f"S{MAX_SOURCES + 4}", 2)
    assert f"The {MAX_SOURCES} sources with the most articles." in shown(articles)
    assert "with the most articles" not in shown(articles[:20])


@pytest.mark.parametrize("articles", [[], [record(1)], [record(1, source="A"), record(2, source="A")]])
def test_nothing_is_shown_where_there_is_nothing_to_choose(articles: list[ArticleRecord]) -> None:
    assert shown(articles) == ""


def test_only_what_tells_articles_apart_can_be_chosen() -> None:
    def names(articles: list[ArticleRecord]) -> set[str]:
        return set(re.findall(r' name="(\w+)"', shown(articles)))

    assert names([record(1, "en"), record(2, "vi")]) == {"languages"}
    assert names([record(1, source="A"), record(2)]) == {"sources"}
    assert names([record(1, date="2020"), record(2)]) == {"since", "until"}


def test_few_sources_cannot_be_searched_and_many_can() -> None:
    articles = [record(number, source=f"S{number}") for number in range(9)]
    assert 'type="search"' not in shown(articles[:8])
    assert 'type="search"' in shown(articles)


def test_how_many_articles_have_no_date_is_told_if_any_have_none() -> None:
    dated, undated = record(1, "en", date="2020"), record(2, "vi")
    assert "Articles without a date are left out: 1." in shown([dated, undated])
    assert 'data-undated=""' in shown([dated, record(2, "vi", date="2021")])


def test_names_of_sources_are_never_markup() -> None:
    panel = shown([record(1, source=EVIL), record(2, source="Ünïcode & Söhne \ud800")])
    assert "<img" not in panel
    assert f'value="{html.escape(EVIL)}"' in panel
    assert "Söhne ?" in panel


@pytest.mark.parametrize("language", READER_LANGUAGES)
def test_the_panel_speaks_the_readers_language(language: str) -> None:
    panel = shown([record(1, "vi", date="2020"), record(2, "zh-Hant")], language)
    own = {"en": "Vietnamese", "zh-Hans": "越南语", "zh-Hant": "越南文", "vi": "Tiếng Việt"}[language]
    assert own in panel
    assert WORDS[language].everything in panel
    for field in fields(Words):
        places = [set(re.findall(r"\{\w+\}", getattr(words, field.name))) for words in WORDS.values()]
        assert all(found == places[0] for found in places), field.name
