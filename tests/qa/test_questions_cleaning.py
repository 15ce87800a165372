from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import InputError
from qa.questions import MAX_CHARACTERS, clean_question, cleaned_again


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("  How many\n\tcranes? ", "How many cranes?"),
        ("e\u0301t\u00e9", "\u00e9t\u00e9"),
        ("ab\x00c\x1b \u202egolb\u202c\U000e0041 end", "abc golb end"),
        ("有多少人？", "有多少人？"),
        ("7?", "7?"),
    ],
)
def test_a_question_is_cleaned(typed: str, cleaned: str) -> None:
    assert clean_question(typed) == cleaned


@pytest.mark.parametrize("typed", ["", " \n\t", "\x00\u202e"])
def test_an_empty_question_is_told(typed: str) -> None:
    with pytest.raises(InputError, match="it is empty"):
        clean_question(typed)


@pytest.mark.parametrize("typed", [None, 7, b"who?", ["who?"]])
def test_what_is_no_text_is_told(typed: Any) -> None:
    with pytest.raises(InputError, match=f"no text but {type(typed).__name__}"):
        clean_question(typed)


@pytest.mark.parametrize("typed", ["?!…", "。、？", "🙂"])
def test_a_question_of_punctuation_is_told(typed: str) -> None:
    with pytest.raises(InputError, match="no letter and no digit"):
        clean_question(typed)


def test_a_question_at_the_limit_is_read() -> None:
    assert len(clean_question("a" * MAX_CHARACTERS)) == MAX_CHARACTERS


def test_a_question_over_the_limit_names_both_numbers() -> None:
    with pytest.raises(InputError, match=r"100,000 characters; at most 2,000"):
        clean_question("a" * 100_000)


@settings(max_examples=60)
@given(st.text(max_size=80))
def test_what_is_cleaned_is_one_clean_line_or_refused(text: str) -> None:
    try:
        question = clean_question(text)
    except InputError:
        return
    assert question == " ".join(question.split())
    assert unicodedata.is_normalized("NFC", question)
    assert not any(unicodedata.category(character) in {"Cc", "Cs"} for character in question)


@given(st.text(max_size=60).map(lambda text: f"Q{text}"))
@settings(deadline=None)
def test_a_cleaned_question_stays_as_it_is(typed: str) -> None:
    question = clean_question(typed)
    assert cleaned_again(question) == question
