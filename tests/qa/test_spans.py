"""Which spans of a sentence may answer, and which of them likely does."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.samples import sample_articles, sample_questions
from corpus.sentences import split_sentences
from qa.answering.asking import asks
from qa.answering.fit import UNDECIDED, fits, likely_answer
from qa.answering.kinds import Kind
from qa.answering.spans import candidate_spans


def _candidates(sentence: str, kind: Kind) -> list[str]:
    return [
        sentence[candidate.span.start : candidate.span.end] for candidate in candidate_spans(sentence, kind)
    ]


def _likely(question: str, sentence: str) -> str | None:
    span = likely_answer(question, asks(question), sentence)
    return sentence[span.start : span.end] if span else None


@pytest.mark.parametrize(
    ("sentence", "spans"),
    [
        ("The 16 boats carried 1,250 people and two cows.", ["16", "1,250", "two"]),
        ("全县75个村、3400名教师", ["75个", "3400名"]),
        ("工程耗资三百亿元，用了12年", ["三百亿元", "12年"]),
        ("基金撥款US$30bn，占5%", ["US$30bn", "5%"]),
        ("Có 1,5 triệu hộ và ba mươi hai trường", ["1,5 triệu", "ba mươi hai"]),
        ("Three quarters of the 20 km road", ["Three quarters", "20 km"]),
        ("三分之二的人", ["三分之二"]),
        ("On 3 May 2020 at 12:30 the 4th of 9 Covid-19 wards closed", ["9"]),
        ("第十六届会议在2020年举行，十八大以来", []),
        ("In 1999 some 2000 people came", ["2000"]),
        ("１２座桥", ["１２座"]),
    ],
)
def test_quantities_come_with_their_units(sentence: str, spans: list[str]) -> None:
    assert _candidates(sentence, Kind.NUMBER) == spans


@pytest.mark.parametrize(
    ("sentence", "value", "unit", "kind"),
    [
        ("75 poor counties", 75, "counties", Kind.NUMBER),
        ("75個貧困縣", 75, "counties", Kind.NUMBER),
        ("bảy mươi lăm huyện nghèo", 75, "counties", Kind.NUMBER),
        ("1.16 million people", 1_160_000, "people", Kind.NUMBER),
        ("116万人", 1_160_000, "people", Kind.NUMBER),
        ("1,16 triệu người", 1_160_000, "people", Kind.NUMBER),
        ("$5 million", 5_000_000, "money", Kind.MONEY),
        ("500万美元", 5_000_000, "money", Kind.MONEY),
        ("5 triệu đô la", 5_000_000, "money", Kind.MONEY),
        ("half a dozen", 50, "", Kind.PERCENTAGE),
        ("20 years", 20, "years", Kind.DURATION),
    ],
)
def test_quantities_compare_across_languages(sentence: str, value: int, unit: str, kind: Kind) -> None:
    candidate = candidate_spans(sentence, Kind.NUMBER)[0]
    assert (candidate.value, candidate.unit, candidate.kind) == (Decimal(value), unit, kind)


@pytest.mark.parametrize(
    ("sentence", "spans", "value"),
    [
        ("It opened on 3 May 2020.", ["3 May 2020"], (2020, 5, 3)),
        ("It opened in May 2020.", ["May 2020"], (2020, 5, None)),
        ("它于2020年5月3日开放。", ["2020年5月3日"], (2020, 5, 3)),
        ("它於二〇二〇年開放。", ["二〇二〇年"], (2020, None, None)),
        ("Khai trương ngày 3 tháng 5 năm 2020.", ["ngày 3 tháng 5 năm 2020"], (2020, 5, 3)),
        ("Khai trương tháng 5/2020.", ["tháng 5/2020"], (2020, 5, None)),
    ],
)
def test_dates_are_found_at_any_precision(
    sentence: str, spans: list[str], value: tuple[int | None, ...]
) -> None:
    assert _candidates(sentence, Kind.DATE) == spans
    assert candidate_spans(sentence, Kind.DATE)[0].value == value


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        (
            "How many teachers did Lakeside train?",
            "Lakeside built 12 schools and trained 300 teachers.",
            "300",
        ),
        ("How many teachers were trained?", "湖畔镇建了12所学校，培训了300名教师。", "300名"),
        ("培训了多少名教师？", "Thị trấn đã xây 12 trường và đào tạo 300 giáo viên.", "300"),
        ("Có bao nhiêu trường được xây?", "湖畔鎮建了12所學校，培訓了300名教師。", "12所"),
        (
            "How many of the 8 wells in Lakeside are dry?",
            "Of the 8 wells in Lakeside, 5 are dry.",
            "5",
        ),
        (
            "What percentage of homes in the 12 towns has light?",
            "In the 12 towns 85% of 4,000 homes have light.",
            "85%",
        ),
        ("有多大比例的人住在山里？", "Hai phần ba trong số 600 người sống trên núi.", "Hai phần ba"),
        (
            "How much did the tram cost?",
            "The 14 km tram, finished after 6 years, cost 3 billion yuan.",
            "3 billion yuan",
        ),
        ("电车花了多少钱？", "Tuyến xe điện dài 14 km tốn 3 tỷ đồng.", "3 tỷ đồng"),
        ("How long did the works last?", "The 14 km line took 6 years and 900 workers.", "6 years"),
        ("工程用了多久？", "這條14公里的線路用了6年。", "6年"),
        ("When did the ferry sink in 1987?", "The ferry sank on 6 March 1987.", "6 March 1987"),
        ("渡轮是哪一天沉没的？", "Chiếc phà chìm ngày 6 tháng 3 năm 1987.", "ngày 6 tháng 3 năm 1987"),
        ("In which year was the school founded?", "这所学校9月开学，创办于1921年。", "1921年"),
        (
            "Who runs the museum?",
            "The museum in Westlake is run by its director, Helen Marsh.",
            "Helen Marsh",
        ),
        ("Which ambassador spoke?", "大使王建华在会上说，两国关系很好。", "王建华"),
        ("谁是市长？", "Thị trưởng Trần Văn Hải khai mạc phiên họp.", "Trần Văn Hải"),
        ("市长叫什么名字？", "市長陳美玲說，港口明年擴建。", "陳美玲"),
        ("Ai là giám đốc?", "Giám đốc trung tâm, bà Lê Thị Hoa, cảm ơn mọi người.", "Lê Thị Hoa"),
        ("Who spoke for the fund?", "该基金的安娜·科瓦奇说，收成很好。", "安娜·科瓦奇"),
        ("Where did the delegates meet?", "The delegates met in Lisbon on Monday.", "Lisbon"),
        ("Where was the meeting held?", "会议在昆明举行。", "昆明"),
        ("会议在哪个城市举行？", "Hội nghị diễn ra ở thành phố Huế.", "Huế"),
        ("Hội nghị diễn ra ở đâu?", "The meeting took place in Kunming.", "Kunming"),
        ("Which province has the most tea?", "Tỉnh Phú Thọ trồng nhiều chè nhất.", "Tỉnh Phú Thọ"),
        (
            "Which company built the ferry?",
            "The ferry was built by Northern Yards Company.",
            "Northern Yards Company",
        ),
        ("Which fund paid?", "费用由东湖基金会承担。", "东湖基金会"),
        (
            "Which project brings light to the hills?",
            "“山里的灯”给山区带来了电。",
            "“山里的灯”",
        ),
    ],
)
def test_the_likely_answer(question: str, sentence: str, answer: str) -> None:
    assert _likely(question, sentence) == answer


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How many wells are dry?", "The wells of Lakeside are dry."),
        ("How many of the 8 wells are dry?", "The 8 wells are dry."),
        ("When did the 2020 forum end?", "2020年的论坛已经结束。"),
        ("How many people came?", "The 3rd flood reached 5 counties."),
        ("Why did the price fall?", "The price fell by 5% in May 2020."),
        ("What percentage of people came?", "Some 500 people came."),
        ("Where in China was it?", "它在中国。"),
    ],
)
def test_nothing_is_marked_where_nothing_fits(question: str, sentence: str) -> None:
    assert _likely(question, sentence) is None


@pytest.mark.parametrize(
    ("question", "better", "worse"),
    [
        ("How many villages were flooded?", "The flood reached 30 villages.", "The flood came in 1998."),
        ("How many villages were flooded?", "洪水淹了30个村。", "The flood killed 30 people."),
        ("被淹的有多少个村？", "Lũ tràn vào 30 thôn.", "Lũ tràn vào nhiều thôn."),
        ("When was the flood?", "Lũ về ngày 5 tháng 8.", "Lũ tràn vào 30 thôn."),
        ("In which year was the flood?", "The flood came in 1998.", "The flood came on 5 August."),
        ("Which mayor opened it?", "市长陈美玲为大桥剪彩。", "大使王建华为大桥剪彩。"),
        ("Which province is it in?", "它在云南省。", "它在缅甸。"),
        ("What percentage was lost?", "5% was lost.", "Some 500 were lost."),
    ],
)
def test_a_sentence_that_holds_what_is_asked_fits_better(question: str, better: str, worse: str) -> None:
    asked = asks(question)
    assert fits(question, asked, better) > fits(question, asked, worse)


def test_the_fit_is_open_where_the_answer_has_no_form() -> None:
    assert fits("Why?", asks("Why did it rain?"), "It rained in 1998.") == UNDECIDED


def _answerable() -> Iterator[tuple[str, str, str]]:
    for line in sample_questions().read_text("utf-8").splitlines():
        entry = json.loads(line)
        if entry["answer"]:
            for stem in entry["articles"]:
                text = next(sample_articles().glob(f"{stem}.*")).read_text("utf-8").split("---\n", 2)[2]
                sentences = (text[span.start : span.end] for span in split_sentences(text))
                yield (
                    entry["question"],
                    entry["answer"],
                    next(filter(re.compile(entry["answer"]).search, sentences)),
                )


def test_the_answers_of_the_sample_questions_are_marked() -> None:
    right = marked = total = 0
    for question, pattern, sentence in _answerable():
        span = likely_answer(question, asks(question), sentence)
        matches = [match.span() for match in re.finditer(pattern, sentence)]
        total += 1
        marked += span is not None
        right += span is not None and any(start < span.end and span.start < end for start, end in matches)
    assert right / total >= 0.84
    assert right / marked >= 0.9


@given(st.text(max_size=120), st.sampled_from(Kind))
@settings(max_examples=150, deadline=None)
def test_candidates_lie_in_any_sentence_in_order_and_apart(sentence: str, kind: Kind) -> None:
    end = 0
    for candidate in candidate_spans(sentence, kind):
        assert end <= candidate.span.start < candidate.span.end <= len(sentence)
        assert 0 < candidate.sure <= 1
        end = candidate.span.end


@given(st.sampled_from(["How many people?", "谁？", "Ở đâu?", "When was it?"]), st.text(max_size=120))
@settings(max_examples=100, deadline=None)
def test_a_sentence_fits_between_not_at_all_and_fully(question: str, sentence: str) -> None:
    assert 0 <= fits(question, asks(question), sentence) <= 1


@pytest.mark.parametrize(
    "piece", ["1,", "A b ", "A ", "三分之", "·", "在中", "“", "1 năm ", "nghìn ", "Mr. A, "]
)
def test_long_sentences_are_read(piece: str) -> None:
    sentence = piece * 1500
    for question in ("How many?", "Who?", "Where?", "When was it?", "Which company?", "Which project?"):
        asked = asks(question)
        assert 0 <= fits(question, asked, sentence) <= 1


@pytest.mark.parametrize(
    ("sentence", "marked"),
    [
        ("該省宣布僅剩的8個深度貧困縣退出名單，全省75個貧困縣至此悉數脫貧。", "75個"),
        ("仅剩的8个贫困县退出名单，全省75个贫困县至此脱贫。", "75个"),
        ("全省最后8个贫困县退出名单，至此，省内75个贫困县脱贫。", "75个"),
        ("The last 8 poor counties left the list, so that all 75 counties are out of poverty.", "75"),
        ("8 huyện nghèo còn lại đã thoát nghèo, như vậy tất cả 75 huyện nghèo đã thoát nghèo.", "75"),
    ],
)
def test_the_whole_answers_rather_than_the_rest(sentence: str, marked: str) -> None:
    question = "How many poor counties in Gansu were lifted out of poverty?"
    span = likely_answer(question, asks(question), sentence)
    assert span is not None
    assert sentence[span.start : span.end].startswith(marked)
