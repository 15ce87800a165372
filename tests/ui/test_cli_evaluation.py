"""``eval`` end to end: intervals, ablation, doubled passages, reports and baselines."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ui.cli.running import run

ARTICLES = {
    "gansu.en.md": "Gansu announced that 75 poor counties were lifted out of poverty. It lies far west.",
    "bridge.en.md": "The bridge over the river is 640 metres long. People waited ten years for it.",
    "hanoi.vi.md": "Hội thảo giảm nghèo được tổ chức tại Hà Nội. Các chuyên gia trao đổi kinh nghiệm.",
}
QUESTIONS: list[dict[str, Any]] = [
    {
        "id": "1",
        "question": "75 poor counties were lifted out of poverty?",
        "articles": ["gansu"],
        "answer": "75",
    },
    {
        "id": "2",
        "question": "How long is the bridge over the river?",
        "articles": ["bridge"],
        "answer": "640",
    },
    {"id": "3", "question": "Quantum lattice?", "articles": [], "answer": None},
]
Polycite = Callable[..., tuple[int, str, str]]


@pytest.fixture
def polycite(capsys: pytest.CaptureFixture[str]) -> Polycite:
    def command(*arguments: object) -> tuple[int, str, str]:
        code = run([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder, library = tmp_path_factory.mktemp("articles"), tmp_path_factory.mktemp("evaluated") / "library"
    for name, text in ARTICLES.items():
        (folder / name).write_text(f"---\ntitle: About {name}\n---\n{text}\n", encoding="utf-8")
    assert run(["add", str(folder), "--library", str(library), "--encoder", "hash"]) == 0
    return library


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write(tmp_path / "questions.jsonl", QUESTIONS)


def write(path: Path, questions: list[dict[str, Any]]) -> Path:
    path.write_text("\n".join(json.dumps({"language": "en", **one}) for one in questions), encoding="utf-8")
    return path


def saved(path: Path, document: Any) -> Path:
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def test_json_has_what_the_contract_names_and_more_beside(
    library: Path, file: Path, polycite: Polycite
) -> None:
    code, out, err = polycite("eval", "questions", file, "--library", library, "--json")
    results = json.loads(out)
    assert (code, err) == (0, "")
    assert list(results)[:3] == ["questions", "overall", "pairs"]
    assert set(results) - {"questions", "overall", "pairs"} == {
        *("intervals", "language_gap", "passages", "questions_by_pair", "measured", "outcomes"),
        "noticed",
    }


def test_what_is_asked_for_is_measured(library: Path, file: Path, polycite: Polycite) -> None:
    command = ("eval", "questions", file, "--library", library)
    results = json.loads(polycite(*command, "--json", "--ablation", "--doubled")[1])
    assert list(results["ablation"]) == ["dense", "+centring", "+local", "+lexical", "full"]
    assert {"passage@1", "passage@3", "passage@5", "mean_tokens"} <= set(results["doubled"])
    code, out, _ = polycite(*command, "--ablation")
    assert code == 0
    assert ["ablation", "dense", "+centring", "+local", "+lexical", "full"] in map(
        str.split, out.splitlines()
    )


def test_a_report_is_written_with_everything(
    library: Path, file: Path, tmp_path: Path, polycite: Polycite
) -> None:
    folder = tmp_path / "new" / "report"
    code, out, err = polycite("eval", "questions", file, "--library", library, "--report", folder, "--json")
    assert (code, err) == (0, f"polycite: the report is {folder / 'report.html'}\n")
    printed, stored = json.loads(out), json.loads((folder / "report.json").read_text(encoding="utf-8"))
    assert {name for name in stored if name not in printed} == {"cases"}
    assert {"ablation", "doubled"} < set(printed)
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "passage@1" in page
    assert sorted(path.name for path in folder.iterdir()) == ["report.html", "report.json"]


@pytest.mark.parametrize("place", ["file", "file/below"])
def test_a_report_that_cannot_be_written_is_told_before_the_work(
    place: str, library: Path, file: Path, tmp_path: Path, polycite: Polycite, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setattr("qa.evaluation.evaluate_questions", lambda *_, **__: pytest.fail("it was evaluated"))
    code, out, err = polycite("eval", "questions", file, "--library", library, "--report", tmp_path / place)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "cannot write the report" in err


def test_a_baseline_passes_until_something_is_worse(
    library: Path, file: Path, tmp_path: Path, polycite: Polycite
) -> None:
    command = ("eval", "questions", file, "--library", library)
    earlier = json.loads(polycite(*command, "--json")[1])
    baseline = saved(tmp_path / "baseline.json", earlier)
    code, out, err = polycite(*command, "--baseline", baseline)
    assert (code, err) == (0, "")
    assert ["passage@1", "1.000", "1.000", "+0.000", "+0.000", "to", "+0.000"] in map(
        str.split, out.splitlines()
    )
    wrong = write(tmp_path / "wrong.jsonl", [{**QUESTIONS[0], "answer": "7500"}, *QUESTIONS[1:]])
    hopeless = write(tmp_path / "hopeless.jsonl", [{**one, "answer": "nowhere"} for one in QUESTIONS])
    options = ("--library", library, "--baseline", baseline, "--json")
    assert polycite("eval", "questions", wrong, *options)[0] == 0
    code, out, err = polycite("eval", "questions", hopeless, *options)
    assert (code, err.count("\n")) == (1, 1)
    assert "worse than" in err
    assert "passage@1" in err
    assert json.loads(out)["baseline"]["passage@1"]["worse"]


def test_a_baseline_of_other_questions_is_refused(
    library: Path, file: Path, tmp_path: Path, polycite: Polycite
) -> None:
    earlier = json.loads(polycite("eval", "questions", file, "--library", library, "--json")[1])
    baseline = saved(tmp_path / "baseline.json", earlier)
    fewer = write(tmp_path / "fewer.jsonl", QUESTIONS[:2])
    code, out, err = polycite("eval", "questions", fewer, "--library", library, "--baseline", baseline)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "3 questions, this evaluation 2" in err


@pytest.mark.parametrize("evaluation", ["questions", "xquad-r"])
def test_a_baseline_that_is_none_is_told(
    evaluation: str, library: Path, file: Path, tmp_path: Path, polycite: Polycite
) -> None:
    command = ("eval", evaluation, file if evaluation == "questions" else tmp_path)
    for baseline in (saved(tmp_path / "empty.json", {}), tmp_path / "none.json"):
        code, out, err = polycite(*command, "--baseline", baseline)
        assert (code, out, err.count("\n")) == (1, "", 1)
        assert "polycite eval … --json > FILE" in err


def test_an_id_that_two_questions_have_is_named(library: Path, tmp_path: Path, polycite: Polycite) -> None:
    file = write(tmp_path / "twice.jsonl", [*QUESTIONS, QUESTIONS[1]])
    code, out, err = polycite("eval", "questions", file, "--library", library)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "line 4" in err
    assert "'2'" in err


def test_xquad_r_has_reports_and_baselines_too(tmp_path: Path, polycite: Polycite) -> None:
    for language in ("en", "vi"):
        saved(tmp_path / f"{language}.json", xquad_r(language))
    command = ("eval", "xquad-r", tmp_path, "--languages", "en,vi", "--encoder", "hash")
    baseline = saved(tmp_path / "baseline.json", json.loads(polycite(*command, "--json")[1]))
    code, out, err = polycite(*command, "--baseline", baseline, "--report", tmp_path / "report")
    assert (code, err.count("\n")) == (0, 1)
    assert "+centring" in out
    assert "mrr" in out
    page = (tmp_path / "report" / "report.html").read_text(encoding="utf-8")
    assert "Against the baseline" in page
    assert "vi fact" in page


def xquad_r(language: str) -> dict[str, Any]:
    """Twelve paragraphs of two sentences, with a question on the first of each."""
    paragraphs = []
    for number in range(12):
        first, second = f"{language} fact {number} is {number * 7}.", f"{language} filler {number}."
        answer = {"text": str(number), "answer_start": len(language) + 6}
        paragraphs.append(
            {
                "context": f"{first} {second}",
                "sentence_breaks": [[0, len(first)], [len(first) + 1, len(first) + 1 + len(second)]],
                "qas": [{"id": str(number), "question": f"what is fact {number}", "answers": [answer]}],
            }
        )
    return {"data": [{"title": "t", "paragraphs": paragraphs}]}
