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
        ("这座山叫什么？", True),
        ("Tên của dự án là gì?", True),
        ("What did the programme change?", False),
        ("How long is the governor's term of office?", False),
        ("What did the city gain in terms of jobs?", False),
        ("Which ministers were named in the report?", False),
        ("Who called for a ceasefire?", False),
        ("据称有多少人离开？", False),
        ("他声称看到了什么？", False),
        ("谁称赞了这个项目？", False),
        ("他有什么职称？", False),
        ("政府叫停了什么？", False),
        ("Bao nhiêu tên lửa đã được phóng?", False),
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
        ("绿带，即环城林带。", True),
        ("The belt was planted in spring.", False),
        ("Her term of office ended in May.", False),
        ("It gained much in terms of jobs, and the terms were fair.", False),
        ("Two officials were named in the report.", False),
        ("工程即将开始。", False),
        ("队伍立即出发。", False),
        ("即使下雨也不停工。", False),
        ("新规即日起施行。", False),
        ("他们分别名列第一和第二。", False),
        ("据称工程已经开始。", False),
        ("Tên lửa được phóng vào mùa xuân.", False),
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
