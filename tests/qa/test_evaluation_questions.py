from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus.chunking import ChunkSettings
from corpus.errors import InputError
from corpus.types import Span
from embeddings.encoders import HashEncoder
from embeddings.indexing import add_paths
from embeddings.library import Library
from qa.assistant import Assistant
from qa.evaluation import (
    Baseline,
    EvalQuestion,
    ablate,
    evaluate_doubled,
    evaluate_questions,
    load_questions,
)
from qa.evaluation.judging import Matches, Outcome, judge, language_gap
from qa.evaluation.measures import figure
from qa.evaluation.questions import summarise
from qa.types import Claim

RECORD: dict[str, Any] = {
    "id": "1",
    "language": "en",
    "question": "Q?",
    "articles": ["harbour"],
    "answer": "1[07]",
}
QUESTIONS = [
    ("1", "en", "How many cranes has the harbour of Westlake?", "harbour", "17"),
    ("2", "zh-Hans", "茶园有多少名工人？", "tea", "五十二"),
    ("3", "vi", "Cây cầu mới qua sông dài bao nhiêu mét?", "cau", "wrong"),
    ("4", "en", "Who won the football tournament of 1986?", "", None),
]


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
        (json.dumps({**RECORD, "question": "Another?"}), "has the id '1'"),
        (json.dumps({**RECORD, "id": "2", "reviewed": "no"}), '"reviewed" is neither true nor false'),
    ],
    ids=range(12),
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, why: str) -> None:
    with pytest.raises(InputError, match="line 2") as caught:
        load_questions(_file(tmp_path, json.dumps(RECORD), line))
    assert why in str(caught.value)
    assert len(str(caught.value)) < 400


def test_ratings_count_once_they_are_reviewed(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    waiting = {**RECORD, "articles": None, "reviewed": False}
    path = _file(tmp_path, *map(json.dumps, (waiting, {**RECORD, "reviewed": True}, waiting)))
    assert [(question.id, question.articles) for question in load_questions(path)] == [("1", ("harbour",))]
    assert caplog.messages == [f"{path}: nobody has reviewed 2 of its questions; they are left out"]
    with pytest.raises(InputError, match="nobody has reviewed its ratings"):
        load_questions(_file(tmp_path, json.dumps(waiting)))


def test_of_a_readers_ratings_with_one_id_the_last_counts(tmp_path: Path) -> None:
    rated = {**RECORD, "rating": "up", "reviewed": True}
    path = _file(tmp_path, json.dumps(rated), json.dumps({**rated, "articles": ["pier"]}))
    assert [question.articles for question in load_questions(path)] == [("pier",)]


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
    questions = [_question(*fields) for fields in QUESTIONS]
    done: list[tuple[int, int]] = []
    report = evaluate_questions(
        assistant, questions, assistant.library.stems(), lambda n, of: done.append((n, of))
    )
    assert json.loads(json.dumps(report, allow_nan=False)) == report
    assert done == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert report["questions"] == 4
    measures = report["overall"]
    assert list(measures) == [
        *("passage@1", "passage@3", "passage@5", "article@1", "answer_accuracy", "answer_marked"),
        *("answer_span", "citation_exactness", "refusal_auroc", "answered", "refused"),
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


def test_an_evaluation_tells_what_is_behind_its_figures(assistant: Assistant) -> None:
    questions = [_question(*fields) for fields in QUESTIONS]
    report = evaluate_questions(assistant, questions, assistant.library.stems())
    assert set(report["intervals"]) == {*report["overall"], "language_gap"}
    assert all(low <= high for low, high in filter(None, report["intervals"].values()))
    assert report["intervals"]["passage@5"][0] < 2 / 3 < report["intervals"]["passage@5"][1]
    assert report["language_gap"] is None
    assert report["questions_by_pair"] == {"en>en": 1, "vi>vi": 1, "zh-Hans>zh-Hans": 1}
    assert 8 < report["passages"]["mean_tokens"] <= report["passages"]["max_tokens"] == 192
    assert report["measured"]["encoder"] == assistant.library.encoder.name
    assert report["outcomes"]["ids"] == ["1", "2", "3", "4"]
    assert report["outcomes"]["measures"]["passage@1"]["values"][3] is None


def test_cases_show_what_was_expected_found_and_answered(assistant: Assistant) -> None:
    questions = [_question(*fields) for fields in QUESTIONS]
    right, _, wrong, refused = evaluate_questions(assistant, questions, assistant.library.stems())["cases"]
    assert (right["place"], right["faults"]) == (1, [])
    assert right["expected"] == [{"name": "harbour", "language": "en", "text": "17", "place": None}]
    assert right["found"][0]["answers"]
    assert right["found"][0]["title"] == "The harbour of Westlake"
    assert "17 cranes" in right["answer"]
    assert (wrong["place"], wrong["faults"]) == (None, ["not found", "wrong answer"])
    assert (refused["expected"], refused["faults"]) == ([], [])


def test_an_evaluation_against_itself_shows_no_difference(assistant: Assistant, tmp_path: Path) -> None:
    questions = [_question(*fields) for fields in QUESTIONS]
    stems = assistant.library.stems()
    file = tmp_path / "baseline.json"
    file.write_text(json.dumps(evaluate_questions(assistant, questions, stems)), encoding="utf-8")
    baseline = Baseline.read(file)
    differences = evaluate_questions(assistant, questions, stems, baseline=baseline)["baseline"]
    assert {of["difference"] for of in differences.values()} == {0.0}
    assert not any(of["worse"] for of in differences.values())
    with pytest.raises(InputError, match="4 questions, this evaluation 3"):
        evaluate_questions(assistant, questions[:3], stems, baseline=baseline)


def test_the_ablation_goes_from_dense_to_the_default(assistant: Assistant) -> None:
    questions, library = [_question(*fields) for fields in QUESTIONS], assistant.library
    done: list[tuple[int, int]] = []
    parts = ablate(library, questions, library.stems(), lambda n, of: done.append((n, of)))
    assert list(parts) == ["dense", "+centring", "+local", "+lexical", "full"]
    assert done[-1] == (4, 4)
    usual = evaluate_questions(assistant, questions, library.stems())["overall"]
    assert parts["full"] == {name: usual[name] for name in parts["full"]}


def test_the_passages_of_a_doubled_library_are_longer(tmp_path: Path) -> None:
    article = tmp_path / "hills.md"
    article.write_text("".join(f"Hill {n} has {n * 3} trees on its slope.\n" for n in range(60)), "utf-8")
    with Library.create(
        tmp_path / "library", HashEncoder(), chunking=ChunkSettings(max_tokens=24)
    ) as library:
        assert [report.status for report in add_paths(library, [article])] == ["added"]
        questions = [_question("1", "en", "How many trees has hill 40?", "hills", "120")]
        before = library.info()
        doubled = evaluate_doubled(library, questions, library.stems())
        assert library.info() == before
    assert (doubled["max_tokens"], doubled["passage@5"]) == (48, 1.0)
    assert 24 < doubled["mean_tokens"] <= 48


def test_a_written_answer_counts_by_its_text(assistant: Assistant) -> None:
    answer = assistant.ask("How many cranes has the harbour of Westlake?")
    question = _question("1", "en", "Q?", "harbour", "seventeen")
    written = replace(answer, text="It has seventeen.", claims=(Claim(0, 17, (1,), supported=True),))
    assert judge(question, written, set(), frozenset()).correct
    assert not judge(question, replace(written, claims=()), set(), frozenset()).correct


def test_the_language_gap_is_between_questions_within_and_across_languages() -> None:
    def outcome(found: bool, *pairs: str) -> Outcome:
        return Outcome(frozenset(pairs), Matches((found,), (found,)), None, (), False, 1.0)

    outcomes = [
        *(outcome(True, "en>en"), outcome(True, "zh-Hans>zh-Hant"), outcome(True, "en>vi", "en>en")),
        *(outcome(True, "en>vi"), outcome(False, "vi>zh-Hans"), outcome(True)),
    ]
    assert figure(language_gap(outcomes), len(outcomes)) == 0.5


def test_an_article_that_the_library_lacks_is_named(assistant: Assistant) -> None:
    with pytest.raises(InputError, match="no article from a file named moon"):
        evaluate_questions(assistant, [_question("1", "en", "Q?", "moon", "1")], assistant.library.stems())


def test_a_passage_must_match_and_come_from_a_named_article(assistant: Assistant) -> None:
    answer = assistant.ask("How many cranes has the harbour of Westlake?")
    named = {answer.hits[0].article.id}
    right = judge(_question("1", "en", "Q?", "harbour", "17"), answer, named, frozenset({"en>en"}))
    assert right.matches.passages[0]
    assert right.correct
    other = judge(_question("1", "en", "Q?", "bees", "17"), answer, {"another"}, frozenset({"en>en"}))
    assert not any(other.matches.passages)
    assert not any(other.matches.articles)
    unmatched = judge(_question("1", "en", "Q?", "harbour", "99"), answer, named, frozenset({"en>en"}))
    assert (unmatched.matches.place, unmatched.matches.articles[0], unmatched.correct) == (None, True, False)


def test_a_mark_counts_where_it_overlaps_what_is_expected(assistant: Assistant) -> None:
    question = _question(*QUESTIONS[0])
    answer = assistant.ask(question.question)
    first = answer.citations[0]
    assert first.answer is not None

    def marked(mark: Span | None, pattern: str | None = "17") -> tuple[bool | None, bool | None]:
        cited = replace(answer, citations=(replace(first, answer=mark), *answer.citations[1:]))
        outcome = judge(
            replace(question, answer=re.compile(pattern) if pattern else None), cited, (), frozenset()
        )
        return outcome.marked, outcome.span

    assert marked(first.answer) == (True, True)
    assert marked(Span(first.start, first.start + 1)) == (True, False)
    assert marked(None) == (False, None)
    assert marked(first.answer, None) == (None, None)
    refused = judge(question, replace(answer, refused=True, citations=()), (), frozenset())
    assert (refused.marked, refused.span) == (None, None)


def test_measures_count_ranks_and_leave_the_undefined_undefined() -> None:
    matches = Matches((False, True), (True, True))
    second = Outcome(frozenset({"en>vi"}), matches, None, (), True, 0.2)
    assert summarise([second]) == {
        "passage@1": 0.0,
        "passage@3": 1.0,
        "passage@5": 1.0,
        "article@1": 1.0,
        "answer_accuracy": None,
        "answer_marked": None,
        "answer_span": None,
        "citation_exactness": None,
        "refusal_auroc": None,
        "answered": 0.0,
        "refused": None,
    }
    assert set(summarise([]).values()) == {None}
