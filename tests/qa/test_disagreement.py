"""Whether sentences of several articles give the same value."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.answering.asking import asks
from qa.answering.disagreement import agreement

COUNT = "How many counties were flooded?"
DAY = "When did the bridge open?"


def _groups(question: str, *sentences: str) -> tuple[tuple[int, ...], ...]:
    return agreement(sentences, question, asks(question)).groups


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("75 counties were flooded.", "75个县被淹。"),
        ("75 counties were flooded.", "Lũ tràn vào bảy mươi lăm huyện."),
        ("The flood reached 1,163 counties.", "洪水波及1160個縣。"),
        ("Nearly 100 counties were flooded.", "97 counties were flooded."),
        ("受灾的有三十多个县。", "The flood reached 32 counties."),
    ],
)
def test_numbers_agree_however_written_and_rounded(one: str, other: str) -> None:
    assert _groups(COUNT, one, other) == ((0, 1),)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("75 counties were flooded.", "76个县被淹。"),
        ("Nearly 100 counties were flooded.", "60 counties were flooded."),
        ("100 counties were flooded.", "Lũ tràn vào 97 huyện."),
    ],
)
def test_numbers_that_differ_are_told_apart(one: str, other: str) -> None:
    found = agreement([one, other], COUNT, asks(COUNT))
    assert found.groups == ((0,), (1,))
    assert found.is_disputed


def test_dates_agree_with_what_they_contain() -> None:
    assert _groups(DAY, "It opened in 1998.", "大桥于1998年5月3日通车。", "Cầu thông xe tháng 5/1998.") == (
        (0, 1, 2),
    )


def test_dates_that_differ_are_told_apart() -> None:
    assert _groups(DAY, "It opened on 3 May 1998.", "大橋於1998年5月4日通車。") == ((0,), (1,))


def test_an_unlike_day_is_not_hidden_by_a_year_that_holds_both() -> None:
    assert _groups(DAY, "It opened in 1998.", "It opened on 3 May 1998.", "It opened on 4 May 1998.") == (
        (0, 1),
        (2,),
    )


def test_only_what_answers_is_compared() -> None:
    sentences = ["75 counties were flooded.", "The flood killed 12 people.", "Rain fell.", "共有75个县受灾。"]
    assert _groups(COUNT, *sentences) == ((0, 3),)


@pytest.mark.parametrize("question", ["Who opened the bridge?", "Why did it flood?", "Which fruit is sold?"])
def test_other_answers_are_not_compared(question: str) -> None:
    found = agreement(["Mayor Helen Marsh did.", "Mayor Jane Roe did."], question, asks(question))
    assert found.groups == ()
    assert not found.is_disputed


@given(st.lists(st.integers(3, 10**9), max_size=6))
@settings(max_examples=60, deadline=None)
def test_every_answer_is_in_exactly_one_group(numbers: list[int]) -> None:
    groups = _groups(COUNT, *(f"{number} counties were flooded." for number in numbers))
    assert sorted(index for group in groups for index in group) == list(range(len(numbers)))


@given(st.integers(3, 10**9), st.integers(3, 10**9))
@settings(max_examples=60, deadline=None)
def test_agreement_does_not_depend_on_the_order(one: int, other: int) -> None:
    first, second = f"{one} counties were flooded.", f"{other} counties were flooded."
    assert len(_groups(COUNT, first, second)) == len(_groups(COUNT, second, first))
