from __future__ import annotations

import json
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import InputError
from corpus.types import Span
from qa.assistant import Assistant
from qa.evaluation import evaluate_questions, load_questions
from qa.evaluation import feedback as of_readers
from qa.evaluation.feedback import Feedback, append_feedback
from qa.types import Answer

QUESTION = "How many cranes has the harbour of Westlake?"
TIME = datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC)
GOOD = Feedback("f1", "up", "Exactly.", TIME)
BAD = Feedback("f2", "down", "", TIME)


@pytest.fixture
def answer(assistant: Assistant) -> Answer:
    return assistant.ask(QUESTION)


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_good_answer_is_a_question_with_what_answered_it(assistant: Assistant, answer: Answer) -> None:
    answer = replace(answer, citations=answer.citations[:1])
    assert GOOD.record(answer, assistant.library.stems()) == {
        "id": "f1",
        "language": "en",
        "question": QUESTION,
        "articles": ["harbour"],
        "answer": "17",
        "reviewed": False,
        "review": 'check "articles" and "answer", then set "reviewed" to true',
        "rating": "up",
        "comment": "Exactly.",
        "time": "2026-01-02T03:04:05+00:00",
        "answerer": "extractive",
        "answered": answer.text,
    }


def test_a_bad_answer_says_what_the_reviewer_has_to_fill_in(assistant: Assistant, answer: Answer) -> None:
    asked = replace(answer, question="And its cranes?", resolved=QUESTION)
    record = BAD.record(asked, assistant.library.stems())
    assert (record["question"], record["articles"], record["answer"]) == (QUESTION, None, None)
    assert record["review"].startswith('list the "articles" that answer')


def test_a_long_answer_is_cut(answer: Answer) -> None:
    record = BAD.record(replace(answer, text="a" * 6_000, resolved="q" * 6_000), {})
    assert (len(record["answered"]), len(record["question"])) == (5_000, 5_000)


def test_an_answer_is_one_of_its_quotes(answer: Answer) -> None:
    first = answer.citations[0]
    whole = replace(first, answer=None)
    start = first.start + first.quote.index("opened")
    other = replace(first, answer=Span(start, start + 6))
    assert GOOD.record(replace(answer, citations=(first, other, first)), {})["answer"] == "17|opened"
    escaped = GOOD.record(replace(answer, citations=(whole,)), {})["answer"]
    assert escaped.endswith(r"1904\.")
    long = replace(whole, quote="a" * 1_001)
    assert GOOD.record(replace(answer, citations=(long,)), {})["answer"] is None
    assert GOOD.record(replace(answer, citations=(first, long)), {})["answer"] == "17"


def test_a_reviewed_rating_is_evaluated(assistant: Assistant, answer: Answer, tmp_path: Path) -> None:
    path = tmp_path / "feedback.jsonl"
    stems = assistant.library.stems()
    for feedback in (GOOD, BAD):
        append_feedback(path, feedback.record(answer, stems))
    with pytest.raises(InputError, match="nobody has reviewed its ratings"):
        load_questions(path)
    good, bad = _lines(path)
    path.write_text("\n".join(map(json.dumps, ({**good, "reviewed": True}, bad))), encoding="utf-8")
    report = evaluate_questions(assistant, load_questions(path), stems)
    assert (report["questions"], report["overall"]["answer_accuracy"]) == (1, 1.0)
    path.write_text(json.dumps({**bad, "reviewed": True}), encoding="utf-8")
    with pytest.raises(InputError, match='"articles" is missing'):
        load_questions(path)


def test_lines_are_added_whole_whoever_else_writes(tmp_path: Path) -> None:
    path = tmp_path / "feedback.jsonl"
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: append_feedback(path, {"n": n, "text": "字" * 5_000}), range(40)))
    assert sorted(line["n"] for line in _lines(path)) == list(range(40))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.write_bytes(path.read_bytes().rstrip(b"\n"))  # as an editor may leave it
    append_feedback(path, {"n": 40, "stem": "\udcff"})
    assert _lines(path)[-1] == {"n": 40, "stem": "\udcff"}


def test_a_file_that_cannot_be_written_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "feedback.jsonl"
    with pytest.raises(InputError, match="cannot write the rating to /dev/null") as caught:
        append_feedback(Path("/dev/null/feedback.jsonl"), {})
    assert "\n" not in str(caught.value)
    monkeypatch.setattr(of_readers, "MAX_BYTES", 20)
    append_feedback(path, {"n": 1})
    with pytest.raises(InputError, match="beyond 20 bytes"):
        append_feedback(path, {"n": "another one"})
    assert _lines(path) == [{"n": 1}]
