"""Near misses: another year, place or ordinal; or nothing of the kind that is asked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answering.asking import asks
from qa.answering.contradiction import contradicts
from qa.answering.fit import fits, holds_none


@pytest.mark.parametrize(
    ("question", "sentence", "context", "contradicted"),
    [
        ("How many wells did Yunnan dig?", "甘肃挖了30口井。", "", True),
        ("How many wells did Yunnan dig?", "云南挖了30口井，甘肃挖了20口。", "", False),
        ("How many wells did Yunnan dig?", "They dug 30 wells.", "", False),
        ("How many wells did Yunnan dig?", "Gansu sent pumps for 30 wells.", "Wells in Yunnan", False),
        ("How many wells did Laos dig?", "Campuchia đào 30 giếng.", "", True),
        ("第20届论坛有多少人参加？", "The 16th forum had 150 guests.", "", True),
        ("第二十届论坛有多少人参加？", "Diễn đàn lần thứ 16 có 150 khách.", "", True),
        ("第十六届论坛有多少人参加？", "The 16th forum had 150 guests.", "", False),
        ("How many came to the second forum?", "第四屆論壇有90人參加。", "", True),
        ("Bao nhiêu người dự diễn đàn lần thứ tư?", "The fourth forum had 90 guests.", "", False),
        ("How many came in 2013?", "In 2020 some 90 guests came.", "", True),
        ("How many came in 2020?", "In 2013 some 90 guests came.", "A forum 2020-11-24", False),
        ("Which provinces met with Yunnan?", "Gansu and Guizhou were there.", "", False),
        ("How many came?", "In 2020 Gansu held the 16th forum.", "", False),
    ],
)
def test_another_of_the_same_kind_contradicts(
    question: str, sentence: str, context: str, contradicted: bool
) -> None:
    assert contradicts(question, asks(question), sentence, context) is contradicted


@pytest.mark.parametrize(
    ("question", "held", "missing"),
    [
        ("What is the telephone number?", "Call +86 10 8441 9876.", "It was founded in 2005 by 16 people."),
        ("电话号码是多少？", "請撥打 010-84419876。", "中心成立于2019-2020年。"),
        ("Số điện thoại là gì?", "Xin gọi 024 3845 3736.", "Có 186.000 người."),
        ("What is the e-mail address?", "Write to info@lake.example.", "Write to the mayor."),
        ("网址是什么？", "详见 www.lake.example。", "详见报纸。"),
        ("What is the website?", "See https://lake.example/a.", "See the paper."),
        ("At what street address is it?", "It stands at 12 Lake Road.", "It stands in Beijing."),
        ("地址是什么？", "位于东湖路12号。", "位于北京。"),
        ("Địa chỉ ở đâu?", "Ở số 12 phố Hồ Đông.", "Ở Hà Nội."),
    ],
)
def test_a_sentence_holds_what_is_asked_for_or_not(question: str, held: str, missing: str) -> None:
    asked = asks(question)
    assert not holds_none(asked, fits(question, asked, held))
    assert holds_none(asked, fits(question, asked, missing))


@pytest.mark.parametrize(
    ("question", "sentence"), [("Why did it rain?", "It rained."), ("How many came?", "Many came.")]
)
def test_only_contacts_are_sure_to_be_missing(question: str, sentence: str) -> None:
    assert not holds_none(asks(question), fits(question, asks(question), sentence))


@given(st.text(max_size=80))
def test_a_text_does_not_contradict_itself(text: str) -> None:
    assert not contradicts(text, asks(text), text, "")
