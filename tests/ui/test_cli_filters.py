"""``search`` and ``ask`` held to some articles, and reordered."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import qa.reranking
from ui.cli.running import run

ARTICLES = {
    "gansu.en.md": ("Example Daily", "2020-11-21", "Gansu lifted 75 poor counties out of poverty."),
    "bees.en.md": ("City Paper", "2021-06", "The library keeps four hives of bees on its roof."),
    "hanoi.zh.md": ("示例日报", "2021-12-09", "中国和越南在河内举行减贫研讨会，两国专家交流了经验。"),
    "gangkou.zh.md": ("示例日報", "2022", "這座港口有十七臺起重機，每週有九個國家的船隻來訪。"),
    "hoi-thao.vi.md": ("", "", "Hội thảo giảm nghèo được tổ chức tại Hà Nội."),
}
QUESTION = "75 poor counties were lifted out of poverty"

Outcome = tuple[int, str, str]
Polycite = Callable[..., Outcome]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("articles")
    for name, (source, date, text) in ARTICLES.items():
        fields = f"title: {name}\nsource: {source}\n" + (f"date: {date}\n" if date else "")
        (folder / name).write_text(f"---\n{fields}---\n{text}\n", encoding="utf-8")
    library = tmp_path_factory.mktemp("filters") / "library"
    assert run(["add", str(folder), "--library", str(library), "--encoder", "hash", "--json"]) == 0
    return library


@pytest.fixture
def polycite(library: Path, capsys: pytest.CaptureFixture[str]) -> Polycite:
    def invoke(command: str, *options: str) -> Outcome:
        capsys.readouterr()
        code = run([command, QUESTION, "--library", str(library), *options])
        out, err = capsys.readouterr()
        return code, out, err

    return invoke


@pytest.mark.parametrize(
    ("options", "titles"),
    [
        (["--language", "zh"], {"hanoi.zh.md", "gangkou.zh.md"}),
        (["--language", "zh-Hant", "--language", "vi"], {"gangkou.zh.md", "hoi-thao.vi.md"}),
        (["--source", "city paper", "--source", "示例日报"], {"bees.en.md", "hanoi.zh.md", "gangkou.zh.md"}),
        (["--since", "2021-06-15"], {"bees.en.md", "hanoi.zh.md", "gangkou.zh.md"}),
        (["--until", "2021-06"], {"gansu.en.md", "bees.en.md"}),
        (["--since", "2021", "--until", "2021", "--language", "en"], {"bees.en.md"}),
        (["--article", "gansu", "--article", "hanoi"], {"gansu.en.md", "hanoi.zh.md"}),
        ([], set(ARTICLES)),
    ],
)
def test_search_finds_what_the_filter_allows(
    options: list[str], titles: set[str], polycite: Polycite
) -> None:
    code, out, err = polycite("search", "-k", "9", "--json", *options)
    assert (code, err) == (0, "")
    assert {hit["title"] for hit in json.loads(out)["hits"]} == titles
    code, out, _ = polycite("ask", "--json", *options)
    answer = json.loads(out)
    assert {hit["title"] for hit in answer["hits"]} == titles
    assert code == (0 if "gansu.en.md" in titles else 3)


@pytest.mark.parametrize("options", [["--source", "nobody"], ["--since", "2031"], ["--source", "\udcff"]])
def test_a_filter_that_nothing_fits_finds_nothing(options: list[str], polycite: Polycite) -> None:
    code, out, err = polycite("search", *options)
    assert (code, out, err.count("\n")) == (3, "", 1)
    assert "No article fits the filter" in err
    assert polycite("ask", *options) == (3, "The articles do not say.\n", err)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--language", "ko"], "no article in 'ko' (it holds: en, vi, zh-Hans, zh-Hant)"),
        (["--since", "last week"], "'last week' is no date (write 2022, 2022-05 or 2022-05-28)"),
        (["--since", "2022", "--until", "2021"], "2021 is before 2022"),
        (["--article", "nothing"], "see: polycite list"),
        (["--rerank", "/no/such/model"], "cannot rerank with /no/such/model: there is no such folder"),
        (["--rerank", ""], "cannot rerank with"),
    ],
)
@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_filter_that_makes_no_sense_is_an_error_in_one_line(
    command: str, options: list[str], says: str, polycite: Polycite
) -> None:
    code, out, err = polycite(command, *options)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert says in err


class _Longest:
    """A cross-encoder by which the longest passage is the best."""

    def predict(self, pairs: list[tuple[str, str]], **_: Any) -> list[int]:
        return [len(passage) for _, passage in pairs]


def test_a_reranker_decides_the_order(polycite: Polycite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(qa.reranking, "_load", lambda name: {"longest": _Longest()}[name])
    code, out, err = polycite("search", "-k", "9", "--json", "--rerank", "longest")
    assert (code, err) == (0, "")
    hits = json.loads(out)["hits"]
    lengths = [len(hit["text"]) for hit in hits]
    assert lengths == sorted(lengths, reverse=True)
    assert [hit["rank"] for hit in hits] == [1, 2, 3, 4, 5]
    code, out, err = polycite("ask", "--json", "--rerank", "longest")
    assert (code, err) == (0, "")
    assert json.loads(out)["hits"][0]["text"] == hits[0]["text"]
