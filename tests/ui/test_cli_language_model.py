"""``ask`` with a language model (a scripted one) and after other questions."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

import qa.models.transformers_model
from qa.generation import GenerationError, Message
from ui.cli.running import run

TEXT = "Gansu announced that 75 poor counties were lifted out of poverty. The province lies in the northwest."
QUESTION = "How many poor counties in Gansu were lifted out of poverty?"
SUPPORTED, INVENTED = "75 poor counties were lifted out of poverty [1].", "Then 80 schools were opened [1]."
MODEL = ("--model", "transformers:scripted")

Outcome = tuple[int, str, str]
Polycite = Callable[..., Outcome]


class _Scripted:
    """Stands in for a model that transformers would load: writes the pieces it is given, then may fail."""

    pieces: tuple[str, ...] = ()
    failure: Exception | None = None
    asked: list[Sequence[Message]]
    contexts: list[int | None]

    def __init__(self, model: str, *, context: int | None = None) -> None:
        self.name = f"transformers:{model}"
        self.context = context or 20_000
        self.contexts.append(context)

    def count_tokens(self, text: str, /) -> int:
        return len(text) // 4

    def generate(self, messages: Sequence[Message], /, *, max_tokens: int) -> Iterator[str]:
        self.asked.append(messages)
        yield from self.pieces
        if self.failure:
            raise self.failure


Script = Callable[..., type[_Scripted]]


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Script:
    def write(*pieces: str, failure: Exception | None = None) -> type[_Scripted]:
        body: dict[str, Any] = {"pieces": pieces, "failure": failure, "asked": [], "contexts": []}
        scripted = type("Scripted", (_Scripted,), body)
        monkeypatch.setattr(qa.models.transformers_model, "TransformersModel", scripted)
        return scripted

    return write


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("articles")
    (folder / "gansu.md").write_text(f"---\ntitle: Gansu\nlanguage: en\n---\n{TEXT}\n", encoding="utf-8")
    library = tmp_path_factory.mktemp("written") / "library"
    assert run(["add", str(folder), "--library", str(library), "--encoder", "hash", "--json"]) == 0
    return library


@pytest.fixture
def ask(library: Path, capsys: pytest.CaptureFixture[str]) -> Polycite:
    def invoke(*arguments: str) -> Outcome:
        capsys.readouterr()
        code = run(["ask", *arguments, "--library", str(library)])
        out, err = capsys.readouterr()
        return code, out, err

    return invoke


def test_the_answer_is_the_models_with_its_sources_and_what_they_lack(ask: Polycite, script: Script) -> None:
    model = script(
        "75 poor counties ", "were lifted out of poverty 【1】. ", "Then 80 schools were opened [1]."
    )
    code, out, err = ask(QUESTION, *MODEL, "--context", "3000")
    assert (code, err) == (0, "")
    assert out.startswith(f"{SUPPORTED} {INVENTED}\n\n")
    assert f"\nNot supported by the sources (missing: 80): “{INVENTED}”\n\n[1] Gansu\n" in out
    assert model.contexts == [3000]


def test_json_has_claims_and_answerer(ask: Polycite, script: Script) -> None:
    script(f"{SUPPORTED} {INVENTED}")
    code, out, err = ask(QUESTION, *MODEL, "--json")
    answer = json.loads(out)
    assert (code, err, answer["answerer"]) == (0, "", "transformers:scripted")
    assert [(claim["supported"], claim["missing"]) for claim in answer["claims"]] == [
        (True, []),
        (False, ["80"]),
    ]


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_a_model_that_fails_is_told_on_stderr_and_what_it_wrote_is_withdrawn(
    form: tuple[str, ...], ask: Polycite, script: Script
) -> None:
    script("There were 99 ", "dragons [1]. ", failure=GenerationError("the model", "it is down", "start it"))
    code, out, err = ask(QUESTION, *MODEL, *form)
    assert code in (0, 3)
    assert err == "polycite: Answered without the language model: the model: it is down (start it).\n"
    assert "dragons" not in out


def test_the_environment_names_the_model(
    ask: Polycite, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = script(SUPPORTED)
    monkeypatch.setenv("POLYCITE_MODEL", "transformers:scripted")
    assert ask(QUESTION)[1].startswith(SUPPORTED)
    monkeypatch.setenv("POLYCITE_MODEL", "")
    assert ask(QUESTION, "--json")[0] in (0, 3)
    assert len(model.asked) == 1


@pytest.mark.parametrize("model", ["gpt", "openai:", "transformers:/no/such/model.gguf"])
def test_a_model_that_cannot_be_used_is_an_error_in_one_line(model: str, ask: Polycite) -> None:
    code, out, err = ask(QUESTION, "--model", model)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert err.startswith("polycite: language model ")


def test_a_follow_up_is_asked_after_the_questions_before_it(ask: Polycite) -> None:
    code, out, err = ask("And in Guangxi?", "--after", QUESTION, "--json")
    answer = json.loads(out)
    assert code in (0, 3)
    assert err == ""
    assert answer["question"] == "And in Guangxi?"
    assert answer["resolved"] == QUESTION.replace("Gansu", "Guangxi")
    assert f"Understood as: {answer['resolved']}\n" in ask("And in Guangxi?", "--after", QUESTION)[1]


def test_a_model_is_given_the_conversation(ask: Polycite, script: Script) -> None:
    model = script(SUPPORTED)
    ask("Where does the province lie?", "--after", QUESTION, *MODEL)
    conversation = "\n".join(message.content for message in model.asked[-1])
    assert QUESTION in conversation
    assert "75 poor counties were lifted out of poverty" in conversation


def test_eval_measures_what_the_model_writes(
    library: Path, tmp_path: Path, script: Script, capsys: pytest.CaptureFixture[str]
) -> None:
    script("Seventy-five poor counties, ", "or 75, were lifted out of poverty [1].")
    file = tmp_path / "questions.jsonl"
    line = {"id": "1", "language": "en", "question": QUESTION, "articles": ["gansu"], "answer": "or 75"}
    file.write_text(json.dumps(line), encoding="utf-8")
    assert run(["eval", "questions", str(file), "--library", str(library), *MODEL, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["overall"]["answer_accuracy"] == 1
