"""The masthead as HTML."""

from __future__ import annotations

import re
from dataclasses import asdict

import pytest

from ui.page.languages import READER_LANGUAGES
from ui.page.masthead.rendering import masthead
from ui.page.masthead.words import WORDS


@pytest.mark.parametrize("language", READER_LANGUAGES)
def test_every_control_has_a_name_in_the_readers_language(language: str) -> None:
    html, words = masthead(language), WORDS[language]
    for label in (words.new, words.conversations, words.settings):
        assert re.search(
            rf'<button type="button"[^>]* title="{re.escape(label)}">.*?<span>{label}</span>', html
        )
    for label in (words.language, words.appearance):
        assert f'aria-label="{label}"' in html
    assert [f">{words.ask}</a>" in html, f">{words.library}</a>" in html] == [True, True]


@pytest.mark.parametrize("language", READER_LANGUAGES)
def test_each_language_is_offered_by_its_own_name(language: str) -> None:
    for tag, name in READER_LANGUAGES.items():
        assert f'<option value="{tag}" lang="{tag}">{name}</option>' in masthead(language)


def test_all_words_are_there_in_all_languages_and_none_is_left_untranslated() -> None:
    assert WORDS.keys() == READER_LANGUAGES.keys()
    assert all(all(asdict(words).values()) for words in WORDS.values())
    english = asdict(WORDS["en"])
    for tag in ("zh-Hans", "zh-Hant", "vi"):
        assert [key for key, text in asdict(WORDS[tag]).items() if text == english[key]] == []
