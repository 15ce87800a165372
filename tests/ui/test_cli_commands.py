"""The commands end to end in one process, on a library of three small articles under the hash encoder."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import corpus.samples
import embeddings.library.schema
import ui.cli.serving
import ui.page
from embeddings.encoders import BundledEncoder
from embeddings.library.schema import create
from ui.cli.running import run
from ui.page.context import PageOptions
from ui.page.visitors import Visitors
from ui.settings import default_library

ENGLISH = """---
title: Gansu lifts its last counties
source: Example Daily
date: 2020-11-21
language: en
---
Gansu announced that 75 poor counties were lifted out of poverty. The province lies in the northwest.
"""
CHINESE = """---
title: 中越减贫研讨会
source: 示例日报
date: 2021-12-09
language: zh-Hans
---
中国和越南在河内举行减贫研讨会。两国专家交流了经验。
"""
VIETNAMESE = """---
title: Hội thảo giảm nghèo
date: 2021-12-09
language: vi
---
Hội thảo giảm nghèo được tổ chức tại Hà Nội. Các chuyên gia trao đổi kinh nghiệm.
"""
MAKING = "polycite: making a library of the sample articles (some seconds, this once)\n"
STOPPED = "polycite: stopped\n"
QUESTION = "75 poor counties were lifted out of poverty"
UNANSWERABLE = "Which opera did Mozart compose last?"

Outcome = tuple[int, str, str]
Polycite = Callable[..., Outcome]


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("articles")
    for name, text in (("gansu.en.md", ENGLISH), ("hanoi.zh.md", CHINESE), ("hoi-thao.vi.md", VIETNAMESE)):
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    return folder


@pytest.fixture(scope="module")
def built(articles: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    library = tmp_path_factory.mktemp("built") / "library"
    assert run(["add", str(articles), "--library", str(library), "--encoder", "hash", "--json"]) == 0
    return library


@pytest.fixture
def library(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("POLYCITE_LIBRARY", str(tmp_path / "library"))
    return Path(shutil.copytree(built, tmp_path / "library"))


@pytest.fixture
def polycite(capsys: pytest.CaptureFixture[str]) -> Polycite:
    def invoke(*arguments: str | Path) -> Outcome:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return invoke


@pytest.fixture
def document(polycite: Polycite) -> Callable[..., Any]:
    """The JSON that a command prints, and nothing else on either stream."""

    def invoke(*arguments: str | Path, code: int = 0) -> Any:
        ended, out, err = polycite(*arguments, "--json")
        assert (ended, err) == (code, "")
        return json.loads(out)

    return invoke


Document = Callable[..., Any]


def identifier(document: Document, title: str) -> str:
    return next(str(record["id"]) for record in document("list")["articles"] if title in record["title"])


# add


def test_add_reports_each_file(articles: Path, tmp_path: Path, polycite: Polycite) -> None:
    code, out, err = polycite("add", articles, "--library", tmp_path / "new", "--encoder", "hash")
    *lines, tally = out.splitlines()
    assert (code, err, tally) == (0, "", "3 added, 1 skipped")
    assert [line.split()[0] for line in lines] == ["added", "added", "added", "skipped"]
    assert lines[0].endswith("gansu.en.md (en, 1 passage)")
    assert "photo.png: " in lines[3]


def test_adding_again_changes_nothing(library: Path, articles: Path, document: Document) -> None:
    reports = document("add", articles)["files"]
    assert [report["status"] for report in reports] == ["unchanged", "unchanged", "unchanged", "skipped"]
    assert document("info")["articles"] == 3


def test_a_changed_file_is_updated(library: Path, articles: Path, tmp_path: Path, document: Document) -> None:
    copy = tmp_path / "news.md"
    copy.write_text(ENGLISH, encoding="utf-8")
    document("add", copy)
    copy.write_text(ENGLISH.replace("75", "76"), encoding="utf-8")
    (report,) = document("add", copy)["files"]
    assert report["status"] == "updated"
    assert "76" in document("show", report["articles"][0]["id"])["text"]


def test_a_named_file_that_cannot_be_read_is_a_failure(
    library: Path, articles: Path, tmp_path: Path, document: Document
) -> None:
    reports = document("add", articles / "gansu.en.md", tmp_path / "missing.md", code=1)["files"]
    assert [report["status"] for report in reports] == ["unchanged", "skipped"]
    assert reports[1]["reason"]


def test_an_empty_folder_is_a_failure(library: Path, tmp_path: Path, polycite: Polycite) -> None:
    (tmp_path / "empty").mkdir()
    assert polycite("add", tmp_path / "empty") == (1, "no files found\n", "")


@pytest.fixture
def unreadable(tmp_path: Path) -> Path:
    path = tmp_path / "unreadable.txt"
    path.write_text("Gansu", encoding="utf-8")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read every file")
    return path


def test_an_unreadable_file_does_not_keep_the_others_out(
    library: Path, articles: Path, unreadable: Path, document: Document
) -> None:
    reports = document("add", articles / "gansu.en.md", unreadable, code=1)["files"]
    assert [report["status"] for report in reports] == ["unchanged", "skipped"]
    assert reports[1]["reason"] == "permission denied"


def test_a_library_in_an_unreadable_folder_is_one_line(
    library: Path, articles: Path, unreadable: Path, polycite: Polycite
) -> None:
    library.chmod(0)
    try:
        for command in (["list"], ["add", articles]):
            code, out, err = polycite(*command)
            assert (code, out, err.count("\n")) == (1, "", 1)
            assert f"{library}" in err
            assert ": Permission denied (" in err
    finally:
        library.chmod(0o700)


def test_no_library_is_made_for_nothing(tmp_path: Path, articles: Path, polycite: Polycite) -> None:
    (tmp_path / "empty").mkdir()
    for paths, reason in (
        ([tmp_path / "missing"], f"{tmp_path / 'missing'}: no such file or directory"),
        ([articles / "photo.png", tmp_path / "missing"], "unknown format .png, and 1 more"),
        ([tmp_path / "empty"], "no files found"),
    ):
        code, out, err = polycite("add", *paths, "--library", tmp_path / "new", "--encoder", "hash")
        assert (code, out, err.count("\n")) == (1, "", 1)
        assert reason in err
        assert not (tmp_path / "new").exists()


def test_no_library_is_made_for_an_unreadable_file(
    tmp_path: Path, unreadable: Path, polycite: Polycite
) -> None:
    code, _, err = polycite("add", unreadable, "--library", tmp_path / "new", "--encoder", "hash")
    assert code == 1
    assert "unreadable.txt: permission denied" in err
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    "command",
    [
        ["add", ""],
        ["add", "--library", "", "articles"],
        ["list", "--library", ""],
        ["demo", "--library", ""],
        ["eval", "questions", ""],
        ["eval", "xquad-r", ""],
    ],
)
def test_an_empty_path_is_not_the_current_folder(
    command: list[str], tmp_path: Path, polycite: Polycite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = polycite(*command)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "a path must not be empty" in err
    assert list(tmp_path.iterdir()) == []


def test_another_encoder_is_refused_with_the_command_that_rebuilds(
    library: Path, articles: Path, polycite: Polycite
) -> None:
    code, out, err = polycite("add", articles, "--encoder", "multilingual-e5-small")
    assert (code, out) == (1, "")
    assert "'hash'" in err
    assert "'multilingual-e5-small'" in err
    assert "polycite rebuild --encoder multilingual-e5-small" in err


# list, show, remove


def test_list_holds_every_article(library: Path, polycite: Polycite, document: Document) -> None:
    code, out, err = polycite("list")
    assert (code, err, len(out.splitlines())) == (0, "", 4)
    for line in out.splitlines()[1:]:
        assert polycite("show", line.split()[0])[0] == 0
    assert {record["language"] for record in document("list")["articles"]} == {"en", "zh-Hans", "vi"}
    assert all(record["title"] in out for record in document("list")["articles"])


def test_show_prints_the_article_that_an_id_starts(
    library: Path, polycite: Polycite, document: Document
) -> None:
    full = identifier(document, "中越")
    assert document("show", full)["text"] == "中国和越南在河内举行减贫研讨会。两国专家交流了经验。"
    code, out, err = polycite("show", full[:10])
    assert (code, err) == (0, "")
    assert out.startswith("中越减贫研讨会\n示例日报 · 2021-12-09 · zh-Hans\n")
    assert "两国专家交流了经验。" in out


def test_an_unknown_id_is_an_error(library: Path, polycite: Polycite) -> None:
    for command in ("show", "remove"):
        code, out, err = polycite(command, "zzz")
        assert (code, out, err.count("\n")) == (1, "", 1)
        assert err.startswith("polycite: ")
        assert "zzz" in err


def test_remove_removes(library: Path, polycite: Polycite, document: Document) -> None:
    full = identifier(document, "Hội thảo")
    assert polycite("remove", full) == (0, f"removed {full} Hội thảo giảm nghèo\n", "")
    assert len(document("list")["articles"]) == 2
    other = identifier(document, "Gansu")
    assert document("remove", other) == {"removed": {"id": other, "title": "Gansu lifts its last counties"}}


# search, ask


def test_search_finds_the_passage(library: Path, polycite: Polycite, document: Document) -> None:
    hits = document("search", QUESTION, "-k", "2")["hits"]
    assert [hit["rank"] for hit in hits] == [1, 2]
    assert "75 poor counties" in hits[0]["text"]
    assert set(hits[0]) >= {"score", "passage_id", "article_id", "source", "date", "language", "start", "end"}
    code, out, err = polycite("search", QUESTION)
    assert (code, err) == (0, "")
    assert out.startswith(" 1  Gansu lifts its last counties\n    Example Daily · 2020-11-21 · en\n")


def test_a_library_without_articles_lists_none_and_says_how_to_add_some(
    library: Path, polycite: Polycite, document: Document
) -> None:
    for record in document("list")["articles"]:
        assert polycite("remove", record["id"])[0] == 0
    assert document("list") == {"articles": []}
    nothing = (
        f"polycite: the library {library} holds no articles (run: polycite add PATH --library {library})\n"
    )
    assert polycite("list") == (0, "", nothing)
    for command in ("search", "ask"):
        code, out, err = polycite(command, QUESTION)
        assert (code, out, err.count("\n")) == (1, "", 1)
        assert "polycite add PATH" in err


def test_a_refusal_is_a_result_with_its_own_code(
    library: Path, polycite: Polycite, document: Document
) -> None:
    answer = document("ask", UNANSWERABLE, code=3)
    assert (answer["refused"], answer["citations"]) == (True, [])
    code, out, err = polycite("ask", UNANSWERABLE)
    assert (code, err) == (3, "")
    assert out.startswith("The articles do not say.")


def test_ask_answers_with_a_quote_that_is_exact(
    library: Path, polycite: Polycite, document: Document
) -> None:
    answer = document("ask", QUESTION)
    citation = answer["citations"][0]
    text = document("show", citation["article_id"])["text"]
    assert not answer["refused"]
    assert "75" in citation["quote"]
    assert text[citation["start"] : citation["end"]] == citation["quote"]
    code, out, err = polycite("ask", QUESTION)
    assert (code, err) == (0, "")
    assert out.startswith(answer["answer"])
    assert "[1] Gansu lifts its last counties\n    Example Daily · 2020-11-21 · en\n" in out


@pytest.mark.parametrize("question", ["", " \n", "?!。", "\x00\x1b", "word " * 20_000])
@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_question_that_is_none_is_an_error_in_one_line(
    command: str, question: str, library: Path, polycite: Polycite
) -> None:
    code, out, err = polycite(command, question)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert err.startswith("polycite: ")


# info, verify, rebuild


def test_info_tells_what_the_library_is(library: Path, polycite: Polycite, document: Document) -> None:
    facts = document("info")
    assert (facts["encoder"], facts["articles"], facts["languages"]) == (
        "hash",
        3,
        {"en": 1, "vi": 1, "zh-Hans": 1},
    )
    code, out, err = polycite("info")
    assert (code, err) == (0, "")
    assert ["encoder", "hash"] in [line.split() for line in out.splitlines()]


def test_verify_finds_a_sound_library_sound(library: Path, polycite: Polycite, document: Document) -> None:
    assert document("verify") == {"sound": True, "problems": []}
    assert polycite("verify") == (0, "the library is sound\n", "")


def test_a_damaged_library_has_its_own_code(library: Path, polycite: Polycite) -> None:
    store = library / "library.sqlite"
    store.write_bytes(b"no database" * 1000)
    for command in (["verify"], ["list"], ["ask", "who?"]):
        code, out, err = polycite(*command)
        assert (code, out, err.count("\n")) == (4, "", 1), command
        assert err.startswith("polycite: ")


def test_verify_reports_a_damaged_index(library: Path, polycite: Polycite) -> None:
    for index in library.glob("gen-*/*.faiss"):
        index.write_bytes(index.read_bytes()[:-1] + b"\xff\xff")
    code, out, err = polycite("verify")
    assert (code, err) == (4, "")
    assert "gen-" in out


def test_rebuild_keeps_the_articles(library: Path, polycite: Polycite, document: Document) -> None:
    before = document("list")
    assert polycite("rebuild", "--encoder", "hash") == (0, "rebuilt 3 articles, 3 passages with hash\n", "")
    assert document("list") == before
    assert document("rebuild")["articles"] == 3


@pytest.mark.parametrize(
    "command",
    [
        ["list"],
        ["show", "a"],
        ["remove", "a"],
        ["search", "q"],
        ["ask", "q"],
        ["info"],
        ["verify"],
        ["rebuild"],
    ],
)
def test_a_missing_library_is_an_error_that_says_how_to_make_one(
    command: list[str], tmp_path: Path, polycite: Polycite
) -> None:
    code, out, err = polycite(*command, "--library", tmp_path / "nowhere")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert str(tmp_path / "nowhere") in err
    assert "polycite add" in err


def test_a_foreign_folder_is_not_taken_for_a_library(articles: Path, polycite: Polycite) -> None:
    before = sorted(articles.iterdir())
    for command in (["list"], ["add", str(articles), "--encoder", "hash"]):
        code, out, err = polycite(*command, "--library", articles)
        assert (code, out, err.count("\n")) == (1, "", 1)
    assert sorted(articles.iterdir()) == before


# eval


def test_eval_questions_measures_what_the_design_names(
    library: Path, tmp_path: Path, document: Document
) -> None:
    lines = [
        {"id": "1", "language": "en", "question": QUESTION, "articles": ["gansu"], "answer": "75"},
        {"id": "2", "language": "en", "question": "Quantum lattice?", "articles": [], "answer": None},
    ]
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    results = document("eval", "questions", file)
    assert results["questions"] == 2
    assert results["overall"]["passage@1"] == 1
    assert set(results["overall"]) == {
        *("passage@1", "passage@3", "passage@5", "article@1", "answer_accuracy", "answer_marked"),
        *("answer_span", "citation_exactness", "refusal_auroc", "answered", "refused"),
    }
    assert list(results["pairs"]) == ["en>en"]


def test_eval_questions_as_tables(library: Path, tmp_path: Path, polycite: Polycite) -> None:
    file = tmp_path / "questions.jsonl"
    line = {"id": "1", "language": "en", "question": QUESTION, "articles": ["gansu"], "answer": "75"}
    file.write_text(json.dumps(line), encoding="utf-8")
    code, out, err = polycite("eval", "questions", file)
    assert (code, err) == (0, "")
    assert ["passage@1", "1.000", "1.000", "to", "1.000"] in [row.split() for row in out.splitlines()]


@pytest.mark.parametrize(
    "command",
    [["eval", "questions", "{}/nothing.jsonl"], ["eval", "xquad-r", "{}/nothing", "--encoder", "hash"]],
)
def test_eval_of_a_missing_file_is_an_error(
    command: list[str], library: Path, tmp_path: Path, polycite: Polycite
) -> None:
    code, out, err = polycite(*(part.format(tmp_path) for part in command))
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "nothing" in err


def test_eval_xquad_r_takes_the_languages_that_are_named(tmp_path: Path, document: Document) -> None:
    for language in ("en", "vi"):
        (tmp_path / f"{language}.json").write_text(json.dumps(xquad_r(language)), encoding="utf-8")
    results = document("eval", "xquad-r", tmp_path, "--languages", "en, vi", "--encoder", "hash")
    assert results["languages"] == ["en", "vi"]
    assert set(results["pairs"]) == {"en>en", "en>vi", "vi>en", "vi>vi"}
    assert set(results["ndcg@10"]) == {"en", "vi"}


def xquad_r(language: str) -> dict[str, Any]:
    """Twelve paragraphs of two sentences, with a question on the first of each."""
    paragraphs = []
    for number in range(12):
        first, second = f"{language} fact {number} is {number * 7}.", f"{language} filler {number}."
        asked = {
            "id": str(number),
            "question": f"what is fact {number}",
            "answers": [{"text": str(number), "answer_start": len(language) + 6}],
        }
        paragraphs.append(
            {
                "context": f"{first} {second}",
                "sentence_breaks": [[0, len(first)], [len(first) + 1, len(first) + 1 + len(second)]],
                "qas": [asked],
            }
        )
    return {"data": [{"title": "t", "paragraphs": paragraphs}]}


# demo, serve


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Path, dict[str, Any]]]:
    """What the page was asked to serve, instead of a page that never ends."""
    calls: list[tuple[Path, dict[str, Any]]] = []
    monkeypatch.setattr(ui.page, "serve", lambda library, **settings: calls.append((library, settings)))
    return calls


def test_serve_passes_its_settings_on(
    library: Path, polycite: Polycite, served: list[tuple[Path, dict[str, Any]]]
) -> None:
    assert polycite("serve", "--host", "::1", "--port", "0") == (0, "", STOPPED)
    page = {"host": "::1", "port": 0, "open_browser": False, "model": None, "context": None}
    assert served == [(library, {**page, "visitors": Visitors(), "options": PageOptions()})]
    assert polycite("serve", "--model", "openai:m@http://localhost:1", "--context", "999")[0] == 0
    settings = served[1][1]
    assert (settings["model"], settings["context"]) == ("openai:m@http://localhost:1", 999)


@pytest.mark.model
def test_demo_builds_a_library_of_the_samples_once(
    tmp_path: Path,
    articles: Path,
    polycite: Polycite,
    document: Document,
    served: list[tuple[Path, dict[str, Any]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(corpus.samples, "sample_articles", lambda: articles / "gansu.en.md")
    place = tmp_path / "demo"
    assert polycite("demo", "--library", place) == (0, "", MAKING + STOPPED)
    page = {"host": "127.0.0.1", "port": 7860, "open_browser": False, "model": None, "context": None}
    assert served == [(place, {**page, "visitors": Visitors(), "options": PageOptions()})]
    built = document("info", "--library", place)
    assert (built["articles"], built["encoder"]) == (1, "multilingual-e5-small")
    assert polycite("demo", "--library", place) == (0, "", STOPPED)
    assert document("info", "--library", place)["changed"] == built["changed"]


@pytest.mark.model
def test_the_demos_cache_is_made_anew_when_it_no_longer_fits(
    tmp_path: Path,
    articles: Path,
    polycite: Polycite,
    document: Document,
    served: list[tuple[Path, dict[str, Any]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cache, samples = tmp_path / "cache", tmp_path / "samples"
    monkeypatch.setattr(ui.cli.serving, "demo_cache", lambda: cache)
    monkeypatch.setattr(corpus.samples, "sample_articles", lambda: samples)
    samples.mkdir()
    shutil.copy(articles / "gansu.en.md", samples)
    for change in (
        lambda: None,
        lambda: shutil.copy(articles / "hoi-thao.vi.md", samples),
        lambda: monkeypatch.setattr(BundledEncoder, "revision", "another"),
        lambda: monkeypatch.setattr(embeddings.library.schema, "create", create_with_another_table),
        lambda: (served[-1][0] / "library.sqlite").write_bytes(b"no database" * 1000),
        lambda: (served[-1][0] / "library.sqlite").replace(tmp_path / "away"),
    ):
        change()
        assert polycite("demo") == (0, "", MAKING + STOPPED)
        assert polycite("demo") == (0, "", STOPPED)
        library = served[-1][0]
        assert list(cache.iterdir()) == [library]
        held = {Path(record["path"]).name for record in document("list", "--library", library)["articles"]}
        assert held == {path.name for path in samples.iterdir()}
    assert len({library for library, _ in served}) == 4


def create_with_another_table(connection: sqlite3.Connection) -> None:
    create(connection)
    connection.execute("CREATE TABLE newer (row INTEGER)")


@pytest.mark.model
def test_a_library_that_is_named_for_the_demo_is_never_deleted(
    library: Path, polycite: Polycite, served: list[tuple[Path, dict[str, Any]]]
) -> None:
    store = library / "library.sqlite"
    store.write_bytes(b"no database" * 1000)
    assert polycite("demo", "--library", library)[0] == 4
    assert store.read_bytes() == b"no database" * 1000
    assert served == []


# settings


def test_the_environment_names_the_library(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("POLYCITE_LIBRARY", str(tmp_path))
    assert default_library() == tmp_path


def test_an_empty_name_means_the_users_data_directory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLYCITE_LIBRARY", "")
    assert default_library().is_absolute()
    assert default_library().parts[-2:] == ("polycite", "library")
