"""Which questions lean on the one before, and what they come to: 217 exchanges in four scripts.

``follow_ups.jsonl`` holds them: a ``follow_up`` comes to ``resolved``, or to what has all that it ``holds``
and nothing that it ``lacks``; any other question stands alone.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from qa.conversation import resolve
from qa.types import Turn

FILE = Path(__file__).with_name("follow_ups.jsonl")
EXCHANGES: list[dict[str, Any]] = list(map(json.loads, FILE.read_text("utf-8").splitlines()))


def _resolved(exchange: dict[str, Any]) -> str:
    turns = [Turn(asked, "An answer.") for asked in exchange["asked"]]
    return resolve(exchange["question"], exchange["language"], turns)


def _exchanges(*, follow_up: bool) -> list[Any]:
    kind = (exchange for exchange in EXCHANGES if exchange["follow_up"] is follow_up)
    return [pytest.param(exchange, id=exchange["id"]) for exchange in kind]


@pytest.mark.parametrize("exchange", _exchanges(follow_up=True))
def test_a_follow_up_takes_what_it_leaves_out_from_the_question_before(exchange: dict[str, Any]) -> None:
    resolved = _resolved(exchange)
    assert resolved != exchange["question"]
    assert resolved == exchange.get("resolved", resolved)
    assert all(part in resolved for part in exchange.get("holds", ()))
    assert not any(part in resolved for part in exchange.get("lacks", ()))


@pytest.mark.parametrize("exchange", _exchanges(follow_up=False))
def test_a_question_that_names_what_it_asks_about_stands_alone(exchange: dict[str, Any]) -> None:
    assert _resolved(exchange) == exchange["question"]


@pytest.mark.parametrize(
    ("asked", "question", "leans"),
    [
        ("Where was the forum in Nanning held?", "Was this conference held online?", True),
        ("Who is the governor of Gansu?", "Was this conference held online?", False),
        ("南宁的论坛在哪里举行？", "这次会议是线上举行的吗？", True),
        ("甘肃省省长是谁？", "这次会议是线上举行的吗？", False),
        ("Diễn đàn ở Nam Ninh diễn ra khi nào?", "Hội nghị này có trực tuyến không?", True),
        ("Tỉnh trưởng Cam Túc là ai?", "Hội nghị này có trực tuyến không?", False),
        ("How many people live in Gansu?", "Who governs this province?", True),
        ("Who wrote the opera?", "Who governs this province?", False),
    ],
)
def test_this_points_to_what_the_question_before_speaks_of(asked: str, question: str, leans: bool) -> None:
    exchange = {"asked": [asked], "language": _language(question), "question": question}
    assert (_resolved(exchange) != question) is leans


def _language(question: str) -> str:
    if question.isascii():
        return "en"
    return "zh-Hans" if "这" in question else "vi"
