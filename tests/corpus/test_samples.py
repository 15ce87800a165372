"""The sample articles and questions are complete, consistent and answerable as they claim."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TypedDict

import pytest
import yaml

from corpus.samples import sample_articles, sample_questions

LANGUAGES = {
    "asean-china-2022": "en",
    "iprcc-digital-2022": "zh-Hans",
    "longnan-2020": "zh-Hant",
    "shenzhen-2019": "zh-Hans",
    "vietnam-china-2021": "vi",
}
QUESTION_LANGUAGES = ("en", "zh-Hans", "zh-Hant", "vi")
LETTERS_OF = {
    "en": re.compile(r"[a-zA-Z]"),
    "vi": re.compile(r"[ăđơưạảấầếềểệịọộớờợụứừữ]", re.IGNORECASE),
    "zh-Hans": re.compile(r"[国与会发这个经来说数]"),
    "zh-Hant": re.compile(r"[國與會發這個經來說數]"),
}
HAN = re.compile(r"[\u4e00-\u9fff]")


class SampleQuestion(TypedDict):
    id: str
    language: str
    question: str
    articles: list[str]
    answer: str | None


def stem(path: Path) -> str:
    return path.name.split(".")[0]


def parts(path: Path) -> tuple[dict[str, object], str]:
    """The front matter and the text."""
    _, front, content = path.read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(front), content.strip()


def read_questions() -> list[SampleQuestion]:
    return [json.loads(line) for line in sample_questions().read_text(encoding="utf-8").splitlines()]


ARTICLES = {stem(path): path for path in sorted(sample_articles().iterdir())}
QUESTIONS = read_questions()
ANSWERABLE = [question for question in QUESTIONS if question["answer"] is not None]
UNANSWERABLE = [question for question in QUESTIONS if question["answer"] is None]
every_article = pytest.mark.parametrize("path", ARTICLES.values(), ids=list(ARTICLES))


def scripts_in(text: str) -> set[str]:
    """The languages whose own letters or characters occur in the text."""
    return {language for language, letters in LETTERS_OF.items() if letters.search(text)}


def test_the_folder_holds_the_five_articles_and_nothing_else() -> None:
    assert {name: path.suffixes for name, path in ARTICLES.items()} == {
        name: [f".{language}", ".md"] for name, language in LANGUAGES.items()
    }


@every_article
def test_front_matter_is_complete(path: Path) -> None:
    front, _ = parts(path)
    assert set(front) == {"title", "source", "date", "language"}
    assert all(isinstance(value, str) and value.strip() for value in front.values())
    assert front["language"] == LANGUAGES[stem(path)]
    assert "retold" in str(front["source"])
    assert re.fullmatch(r"\d{4}|\d{4}-\d\d-\d\d", str(front["date"]))
    assert date.fromisoformat(f"{front['date']}-01-01"[:10]).year == int(stem(path)[-4:])


@every_article
def test_the_text_is_in_the_script_of_its_language_tag(path: Path) -> None:
    front, content = parts(path)
    language = LANGUAGES[stem(path)]
    body = f"{front['title']}\n{content}"
    others = {"en"} if language == "vi" else set()
    assert scripts_in(body) == {language} | others
    assert bool(HAN.search(body)) == language.startswith("zh")


@every_article
def test_the_text_is_plain_nfc_paragraphs_without_markup(path: Path) -> None:
    _, content = parts(path)
    assert not re.search(r"[<>]|&\w+;|https?:|^[#*|-]|\t| $", content, re.MULTILINE)
    assert unicodedata.is_normalized("NFC", content)
    assert len(content.split("\n\n")) >= 6
    assert "\n" not in content.replace("\n\n", "")


def test_every_line_has_exactly_the_keys_of_the_format() -> None:
    assert {frozenset(question) for question in QUESTIONS} == {frozenset(SampleQuestion.__annotations__)}


def test_ids_and_questions_are_unique() -> None:
    assert len({question["id"] for question in QUESTIONS}) == len(QUESTIONS)
    assert len({question["question"] for question in QUESTIONS}) == len(QUESTIONS)


def test_there_are_enough_questions_of_each_kind() -> None:
    near = [question for question in UNANSWERABLE if question["id"].startswith("none-near-")]
    assert len(QUESTIONS) >= 60
    assert len(UNANSWERABLE) >= 16
    assert 2 * len(near) >= len(UNANSWERABLE)
    asked = Counter(article for question in ANSWERABLE for article in question["articles"])
    assert asked.keys() == LANGUAGES.keys()
    assert min(asked.values()) >= 4 * len(QUESTION_LANGUAGES)


def test_each_fact_is_asked_in_all_four_languages_with_the_same_answer() -> None:
    facts: dict[str, list[SampleQuestion]] = {}
    for question in QUESTIONS:
        fact, _, language = question["id"].partition(".")
        assert language == question["language"]
        facts.setdefault(fact, []).append(question)
    for asked in facts.values():
        assert [question["language"] for question in asked] == list(QUESTION_LANGUAGES)
        assert len({(question["answer"], *question["articles"]) for question in asked}) == 1


@pytest.mark.parametrize("question", QUESTIONS, ids=[question["id"] for question in QUESTIONS])
def test_a_question_is_in_the_script_of_its_language_tag(question: SampleQuestion) -> None:
    text, language = question["question"], question["language"]
    assert bool(HAN.search(text)) == language.startswith("zh")
    assert text.endswith("？" if language.startswith("zh") else "?")
    if language.startswith("zh"):
        other = "zh-Hant" if language == "zh-Hans" else "zh-Hans"
        assert not LETTERS_OF[other].search(text)
    else:
        assert bool(LETTERS_OF["vi"].search(text)) == (language == "vi")


@pytest.mark.parametrize("question", ANSWERABLE, ids=[question["id"] for question in ANSWERABLE])
def test_the_answer_is_in_the_named_articles_and_in_no_other(question: SampleQuestion) -> None:
    answer = re.compile(str(question["answer"]))
    bodies = {name: parts(path)[1] for name, path in ARTICLES.items()}
    assert [name for name, body in bodies.items() if answer.search(body)] == question["articles"]
    assert not answer.search(question["question"])


def test_unanswerable_questions_name_no_article() -> None:
    assert [question["articles"] for question in UNANSWERABLE] == [[]] * len(UNANSWERABLE)


@pytest.mark.parametrize(
    ("fact", "forms"),
    [
        ("attendance", ["about 150 people", "约150人", "一百五十人"]),
        ("team-members", ["563,000", "563.000 người", "56.3万", "56.3萬"]),
        (
            "database",
            ["China-ASEAN Poverty Reduction Experts Database", "减贫专家库", "cơ sở dữ liệu chuyên gia"],
        ),
        ("provinces", ["nine provinces", "9個省份", "九个省", "chín tỉnh", "9 tỉnh"]),
        ("announcer", ["Hu Jintao", "胡錦濤", "Hồ Cẩm Đào"]),
        ("side-event", ["Digital Village Seminar", "數位鄉村研討會", "Hội thảo nông thôn số"]),
        ("entries", ["nearly 500", "近500篇", "gần 500"]),
        ("earlier-city", ["Rome", "罗马", "Roma", "Rô-ma"]),
        ("rural-share", ["two-thirds", "Two thirds", "三分之二", "hai phần ba"]),
        ("fruit", ["durian", "榴莲", "sầu riêng"]),
        ("posted-staff", ["3,400", "3.400", "3400", "三千四百"]),
        ("lifted", ["1.16 million", "116萬", "1,16 triệu"]),
        ("workers", ["2 million", "200萬", "2 triệu"]),
        ("outlets", ["20家媒体", "20 mainstream media outlets", "20 cơ quan báo chí"]),
        ("farmers", ["100 million", "1亿", "100 triệu"]),
        ("vietnam-provinces", ["Dien Bien", "奠边", "老街"]),
    ],
)
def test_a_regex_takes_the_answer_as_other_languages_write_it(fact: str, forms: list[str]) -> None:
    answer = next(question["answer"] for question in ANSWERABLE if question["id"] == f"{fact}.en")
    assert [form for form in forms if not re.search(str(answer), form)] == []


@pytest.mark.parametrize(
    ("fact", "wrong"),
    [
        ("attendance", "1500"),
        ("entries", "25000"),
        ("provinces", "19个省"),
        ("posted-staff", "13400"),
        ("outlets", "120家"),
        ("farmers", "301亿"),
    ],
)
def test_a_regex_refuses_a_number_that_only_contains_the_answer(fact: str, wrong: str) -> None:
    answer = next(question["answer"] for question in ANSWERABLE if question["id"] == f"{fact}.en")
    assert not re.search(str(answer), wrong)
