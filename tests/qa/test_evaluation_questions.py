from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import InputError
from qa.assistant import Assistant
from qa.evaluation import EvalQuestion, evaluate_questions, load_questions
from qa.evaluation.metrics import auroc, mean
from qa.evaluation.questions import Outcome, judge, summarise

RECORD: dict[str, Any] = {
    "id": "1",
    "language": "en",
    "question": "Q?",
    "articles": ["harbour"],
    "answer": "1[07]",
}
SCORES = st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), min_size=1, max_size=8)


def _file(folder: Path, *lines: str) -> Path:
    path = folder / "questions.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_question_file_is_read_in_order(tmp_path: Path) -> None:
    other = {**RECORD, "id": "2", "articles": [], "answer": None}
    first, second = load_questions(_file(tmp_path, json.dumps(RECORD), "", json.dumps(other)))
    assert (first.id, first.articles, first.answer) == ("1", ("harbour",), re.compile("1[07]"))
    assert (second.id, second.articles, second.answer) == ("2", (), None)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("[1]", "no JSON object"),
        (json.dumps({**RECORD, "question": " "}), '"question" is missing or no text'),
        (json.dumps({**RECORD, "id": 3}), '"id" is missing or no text'),
        (json.dumps({**RECORD, "articles": "harbour"}), '"articles" is missing'),
        (json.dumps({**RECORD, "answer": 17}), '"answer" is no text'),
        (json.dumps({**RECORD, "answer": "a" * 1_001}), "at most 1,000 characters"),
        (json.dumps({**RECORD, "answer": "(17"}), "no regular expression"),
        (json.dumps({**RECORD, "answer": "a{99999999999}"}), "no regular expression"),
    ],
    ids=range(10),
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, why: str) -> None:
    with pytest.raises(InputError, match="line 2") as caught:
        load_questions(_file(tmp_path, json.dumps(RECORD), line))
    assert why in str(caught.value)
    assert len(str(caught.value)) < 400


def test_a_file_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        load_questions(tmp_path / "none.jsonl")
    with pytest.raises(InputError, match="no question"):
        load_questions(_file(tmp_path, ""))
    (tmp_path / "latin.jsonl").write_bytes(b"\xe9")
    with pytest.raises(InputError, match="UTF-8"):
        load_questions(tmp_path / "latin.jsonl")


def _question(id_: str, language: str, question: str, article: str, answer: str | None) -> EvalQuestion:
    pattern = re.compile(answer) if answer else None
    return EvalQuestion(id_, language, question, (article,) if article else (), pattern)


def test_an_evaluation_has_the_measures_of_the_contract(assistant: Assistant) -> None:
    questions = [
        _question("1", "en", "How many cranes has the harbour of Westlake?", "harbour", "17"),
        _question("2", "zh-Hans", "茶园有多少名工人？", "tea", "五十二"),
        _question("3", "vi", "Cây cầu mới qua sông dài bao nhiêu mét?", "cau", "wrong"),
        _question("4", "en", "Who won the football tournament of 1986?", "", None),
    ]
    done: list[tuple[int, int]] = []
    report = evaluate_questions(
        assistant, questions, assistant.library.stems(), lambda n, of: done.append((n, of))
    )
    assert json.loads(json.dumps(report, allow_nan=False)) == report
    assert done == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert report["questions"] == 4
    measures = report["overall"]
    assert list(measures) == [
        *("passage@1", "passage@3", "passage@5", "article@1", "answer_accuracy", "citation_exactness"),
        *("refusal_auroc", "answered", "refused"),
    ]
    assert measures["passage@5"] == pytest.approx(2 / 3)
    assert measures["answer_accuracy"] == pytest.approx(2 / 3)
    assert {measures[name] for name in ("citation_exactness", "refusal_auroc", "answered", "refused")} == {
        1.0
    }
    assert list(report["pairs"]) == ["en>en", "vi>vi", "zh-Hans>zh-Hans"]
    assert report["pairs"]["en>en"]["passage@1"] == 1.0
    assert report["pairs"]["vi>vi"]["passage@5"] == 0.0
    assert report["pairs"]["vi>vi"]["refusal_auroc"] is None


def test_an_article_that_the_library_lacks_is_named(assistant: Assistant) -> None:
    with pytest.raises(InputError, match="no article from a file named moon"):
        evaluate_questions(assistant, [_question("1", "en", "Q?", "moon", "1")], assistant.library.stems())


def test_a_passage_must_match_and_come_from_a_named_article(assistant: Assistant) -> None:
    answer = assistant.ask("How many cranes has the harbour of Westlake?")
    named = {answer.hits[0].article.id}
    right = judge(_question("1", "en", "Q?", "harbour", "17"), answer, named, frozenset({"en>en"}))
    assert right.passages[0]
    assert right.correct
    other = judge(_question("1", "en", "Q?", "bees", "17"), answer, {"another"}, frozenset({"en>en"}))
    assert not any(other.passages)
    assert not any(other.articles)
    unmatched = judge(_question("1", "en", "Q?", "harbour", "99"), answer, named, frozenset({"en>en"}))
    assert (any(unmatched.passages), unmatched.articles[0], unmatched.correct) == (False, True, False)


def test_measures_count_ranks_and_leave_the_undefined_undefined() -> None:
    second = Outcome(frozenset({"en>vi"}), (False, True), (True, True), None, (), True, 0.2)
    assert summarise([second]) == {
        "passage@1": 0.0,
        "passage@3": 1.0,
        "passage@5": 1.0,
        "article@1": 1.0,
        "answer_accuracy": None,
        "citation_exactness": None,
        "refusal_auroc": None,
        "answered": 0.0,
        "refused": None,
    }
    assert set(summarise([]).values()) == {None}


@settings(max_examples=60)
@given(SCORES, SCORES)
def test_auroc_is_the_share_of_ordered_pairs(positive: list[float], negative: list[float]) -> None:
    ordered = [(p > n) + (p == n) / 2 for p in positive for n in negative]
    assert auroc(positive, negative) == pytest.approx(sum(ordered) / len(ordered))


def test_auroc_and_mean_of_nothing_are_undefined() -> None:
    assert auroc([], [0.5]) is None
    assert auroc([0.5], []) is None
    assert mean([]) is None
