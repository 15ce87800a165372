"""What a question states, and what passages lack of it."""

from __future__ import annotations

import numpy as np
import pytest

from embeddings.lexical import analysed, lacking, stated

GANSU = {
    "en": "In Gansu the last eight of 75 poor counties left the list on 21 November 2020.",
    "zh-Hans": "甘肃最后八个贫困县11月21日摘帽,至此全省七十五个贫困县全部脱贫。",
    "zh-Hant": "甘肅最後八個貧困縣11月21日摘帽,至此全省75個貧困縣全部脫貧。",
    "vi": "Tám huyện nghèo cuối cùng trong 75 huyện của tỉnh Cam Túc thoát nghèo ngày 21/11/2020.",
}
ASKED = [
    ("How many of the 75 counties of {} were poor?", "Gansu", "Guizhou", "74"),
    ("{}的75个县里有多少贫困县？", "甘肃", "贵州", "74"),
    ("{}的75個縣裡有多少貧困縣？", "甘肅", "貴州", "74"),
    ("Trong 75 huyện của tỉnh {} có bao nhiêu huyện nghèo?", "Cam Túc", "Quý Châu", "74"),
]


def _terms(text: str) -> set[str]:
    return set(analysed(text).split(" "))


@pytest.mark.parametrize("passage", GANSU)
@pytest.mark.parametrize(("question", "right", "wrong", "number"), ASKED)
def test_names_and_numbers_are_held_in_any_language(
    question: str, right: str, wrong: str, number: str, passage: str
) -> None:
    def lacks(text: str) -> float:
        return float(lacking(stated(text), [_terms(GANSU[passage])], [""])[0])

    assert lacks(question.format(right)) == 0
    assert lacks(question.format(wrong)) == 1
    assert lacks(question.format(right).replace("75", number)) == 1
    assert lacks(question.format(wrong).replace("75", number)) == 2


def test_an_ordinal_is_a_number() -> None:
    passage = _terms("The 16th ASEAN-China forum was held in Nanning.")
    for text, lacks in (
        ("When was the 16th forum?", 0),
        ("When was the 20th forum?", 1),
        ("第二十届论坛？", 1),
    ):
        assert lacking(stated(text), [passage], [""]).tolist() == [lacks]


def test_the_context_counts_as_the_passage() -> None:
    asked = stated("What was said in Shenzhen in 2019?")
    found = lacking(asked, [{"words"}] * 3, ["", "Shenzhen", "深圳研讨会 2019-09-21"])
    assert found.dtype == np.float32
    assert found.tolist() == [2, 1, 0]


def test_a_name_of_two_places_is_held_as_either() -> None:
    asked = stated("Tỉnh Hà Nam có gì?")
    texts = ["河南省", "Hà Nam", "湖南省"]
    assert lacking(asked, map(_terms, texts), [""] * 3).tolist() == [0, 0, 1]


def test_nothing_stated_lacks_nothing() -> None:
    assert lacking(stated("Why?"), [{"words"}], [""]).tolist() == [0]
    assert lacking(stated("Why?"), [], []).shape == (0,)


def test_numbers_that_texts_spell_out_are_not_looked_for() -> None:
    assert lacking(stated("Which 3 of the 10 provinces?"), [_terms("three of ten")], [""]).tolist() == [0]
    assert lacking(stated("Which 11 provinces?"), [_terms("eleven")], [""]).tolist() == [1]
