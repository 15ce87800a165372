"""Languages and scripts: short texts, mixed scripts, and the bars on XQuAD-R where the data is present."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.language import chinese_script, identify, identify_question
from corpus.scripts import main_script, script

SHARED = Path(__file__).parents[2].parent / "shared"
LIBRARY = ("en", "vi", "zh-Hans", "zh-Hant")

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="needs the shared evaluation data")


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("How many villages were there?", "en"),
        ("Có bao nhiêu hộ nghèo?", "vi"),
        ("co bao nhieu ho ngheo o Viet Nam", "vi"),
        ("有多少个贫困县？", "zh-Hans"),
        ("有多少個貧困縣？", "zh-Hant"),
        ("東京はどこですか", "ja"),
        ("한국의 수도는 어디입니까?", "ko"),
        ("Πόσα χωριά;", "el"),
        ("มีกี่หมู่บ้าน", "th"),
        ("कितने गाँव थे?", "hi"),
        ("كم عدد القرى؟", "ar"),
        ("Сколько там деревень?", "ru"),
        ("Скільки там було сіл і хто це рахував?", "uk"),
        ("Wie viele Dörfer gab es dort?", "de"),
        ("¿Cuántas aldeas había?", "es"),
        ("Combien de villages y avait-il ?", "fr"),
    ],
)
def test_a_short_question_is_recognised_whatever_the_library_holds(text: str, tag: str) -> None:
    assert identify(text) == tag
    assert identify_question(text, LIBRARY) == tag


@pytest.mark.parametrize("text", ["", " \n", "?!", "2021", "3,5 %", "📈🇻🇳", "\u0301"])
def test_a_text_without_letters_is_undetermined(text: str) -> None:
    assert identify(text) == "und"
    assert identify_question(text, LIBRARY) == "und"


@pytest.mark.parametrize("text", ["x", "poverty", "UNDP", "Nanning?", "ASEAN 2022"])
def test_a_name_or_a_single_word_counts_as_english(text: str) -> None:
    assert identify_question(text, LIBRARY) == "en"


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("What is 一带一路?", "en"),
        ("Who founded 中国国际扶贫中心?", "en"),
        ("NFL 是什么?", "zh-Hans"),
        ("Apple Inc. 的 CEO Tim Cook 是谁？", "zh-Hans"),
        ("machine learning 是什麼？", "zh-Hant"),
        ("COVID-19 疫苗接种", "zh-Hans"),
        ("Что такое machine learning?", "ru"),
        ("我爱の寿司店很好吃", "zh-Hans"),
    ],
)
def test_names_and_terms_of_another_script_do_not_decide(text: str, tag: str) -> None:
    assert identify_question(text, LIBRARY) == tag


def test_foreign_names_do_not_flip_an_article() -> None:
    chinese = "本次会议由中国和联合国开发计划署(United Nations Development Programme)在南宁举行。" * 20
    english = "The forum, known as 减贫论坛 (社会发展与减贫论坛), was held in Nanning by the ministry. " * 20
    assert identify(chinese) == "zh-Hans"
    assert identify(english) == "en"


def test_expected_languages_win_unless_the_evidence_is_decisive() -> None:
    assert identify_question("Que?", ["pt-BR"]) == "pt"
    assert identify_question("Quantos municípios já saíram da pobreza?", LIBRARY) == "pt"


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("台灣", "zh-Hant"),
        ("后台", "zh-Hans"),
        ("減貧", "zh-Hant"),
        ("扶贫", "zh-Hans"),
        ("「你好」", "zh-Hant"),
        ("你好", "zh-Hans"),
        ("", "zh-Hans"),
    ],
)
def test_the_script_of_chinese(text: str, tag: str) -> None:
    assert chinese_script(text) == tag


def test_chinese_without_distinct_characters_takes_the_script_of_the_library() -> None:
    assert identify_question("你好", ["zh-Hant", "en"]) == "zh-Hant"
    assert identify_question("你好", LIBRARY) == "zh-Hans"
    assert identify_question("你好", []) == "zh-Hans"


def test_scripts_of_characters() -> None:
    assert [script(c) for c in "aé中ｱーΩ1,"] == ["LATIN", "LATIN", "CJK", "KANA", "KANA", "GREEK", None, None]
    assert main_script("Ω and alpha") == "LATIN"


@given(st.text(st.characters(), max_size=60))
@settings(max_examples=100)
def test_any_text_has_a_tag(text: str) -> None:
    """Lone surrogates included."""
    assert identify_question(text, LIBRARY) in {identify(text), "en", "zh-Hant", "zh-Hans"}


@needs_shared
def test_every_development_question_is_recognised_with_its_script() -> None:
    lines = (SHARED / "eval" / "articles-dev.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line) for line in lines]
    wrong = [q["id"] for q in questions if identify_question(q["question"], LIBRARY) != q["language"]]
    assert wrong == []


@needs_shared
def test_xquad_r_questions_are_recognised_in_each_of_eleven_languages() -> None:
    files = sorted((SHARED / "eval" / "xquad-r").glob("*.json"))
    languages = [file.stem for file in files]
    for file in files:
        articles = json.loads(file.read_text(encoding="utf-8"))["data"]
        asked = [qa["question"] for article in articles for p in article["paragraphs"] for qa in p["qas"]][
            ::4
        ]
        right = [identify_question(text, languages).split("-")[0] == file.stem for text in asked]
        assert sum(right) / len(right) >= 0.99, file.stem
