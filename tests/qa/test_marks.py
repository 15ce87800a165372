"""Which answers are marked in the sentences that hold them: 96 questions on the sample articles.

``marks.jsonl`` is a question file as ``polycite eval questions`` takes: persons, organisations, places and
numbers, each asked for in four scripts. No mark is better than a wrong one.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from corpus.samples import sample_articles
from corpus.sentences import split_sentences
from qa.answering.asking import asks
from qa.answering.fit import likely_answer

FILE = Path(__file__).with_name("marks.jsonl")


def _sentence(stem: str, pattern: str) -> str:
    text = next(sample_articles().glob(f"{stem}.*")).read_text("utf-8").split("---\n", 2)[2]
    sentences = (text[span.start : span.end] for span in split_sentences(text))
    return next(filter(re.compile(pattern).search, sentences))


def test_what_is_marked_answers() -> None:
    wrong, unmarked = [], []
    lines = FILE.read_text("utf-8").splitlines()
    for line in map(json.loads, lines):
        sentence = _sentence(line["articles"][0], line["answer"])
        span = likely_answer(line["question"], asks(line["question"]), sentence)
        matches = [match.span() for match in re.finditer(line["answer"], sentence)]
        if span is None:
            unmarked.append(line["id"])
        elif not any(start < span.end and span.start < end for start, end in matches):
            wrong.append((line["id"], sentence[span.start : span.end]))
    assert len(wrong) <= 0.05 * len(lines), wrong
    assert len(unmarked) <= 0.2 * len(lines), unmarked


@pytest.mark.parametrize(
    ("question", "sentence", "marked"),
    [
        (
            "Which company's foundation paid?",
            "The alliance thanked the Lotus Foundation.",
            "Lotus Foundation",
        ),
        ("Which newspaper leads the alliance?", "山乡媒体联盟由湖畔日报牵头。", "湖畔日报"),
        ("Which bank paid?", "费用由东湖基金会承担。", None),
        ("Who is the mayor?", "大使王建华为大桥剪彩。", None),
        ("哪位主席提出了期望？", "到了2015年，王建华主席又提出期望。", "王建华"),
        ("Which Vietnamese province took part?", "Yunnan and Guizhou took part.", None),
        ("Besides the secretaries, how many doctors came?", "300 secretaries came.", None),
        ("On which day was it held?", "The aim is to end hunger by 2030.", None),
        ("哪个机构主办了论坛？", "在论坛上，东湖中心副主任李明回答了提问。", None),
    ],
)
def test_a_name_is_marked_only_for_what_it_is_called(
    question: str, sentence: str, marked: str | None
) -> None:
    span = likely_answer(question, asks(question), sentence)
    assert (span and sentence[span.start : span.end]) == marked
