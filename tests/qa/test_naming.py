"""Questions for what something is called, and sentences that say it."""

from __future__ import annotations

import pytest

from qa.answering.asking import asks
from qa.answering.fit import UNDECIDED, fits
from qa.answering.naming import asks_name, gives_name


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("What is another term for the inner wall?", True),
        ("What was the programme called?", True),
        ("What did they refer to the wall as?", True),
        ("这个项目叫什么？", True),
        ("這種疾病又名什麼？", True),
        ("Chương trình được gọi là gì?", True),
        ("What did the programme change?", False),
        ("这个项目改变了什么？", False),
        ("Chương trình đã thay đổi điều gì?", False),
    ],
)
def test_a_question_for_a_name_is_told_from_others(question: str, asked: bool) -> None:
    assert asks_name(question) is asked


@pytest.mark.parametrize(
    ("sentence", "given"),
    [
        ("It is also known as the green belt.", True),
        ("They came to call it “the long road”.", True),
        ("這項工程又稱為「綠帶」。", True),
        ("Dự án này còn được gọi là vành đai xanh.", True),
        ("The belt was planted in spring.", False),
        ("工程于春天开始。", False),
        ("Vành đai được trồng vào mùa xuân.", False),
    ],
)
def test_a_sentence_that_introduces_a_name_is_told_from_others(sentence: str, given: bool) -> None:
    assert gives_name(sentence) is given


def test_a_sentence_that_names_fits_a_question_for_a_name_better() -> None:
    question = "What is another term for the long wall?"
    names = fits(question, asks(question), "The long wall is also known as the green belt.")
    assert names > fits(question, asks(question), "The long wall was planted in spring.") == UNDECIDED
