from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import InputError
from embeddings.encoders import HashEncoder
from qa.evaluation import Baseline, evaluate_xquad_r
from qa.evaluation.xquad_r_file import load_translations

SHARED = Path(__file__).parents[2].parent / "shared" / "eval" / "xquad-r"
TOPICS = [
    "apples",
    "bridges",
    "copper",
    "dolphins",
    "engines",
    "forests",
    "glaciers",
    "harbours",
    "islands",
    "jars",
]


def _paragraph(number: int, topic: str, suffix: str) -> dict[str, Any]:
    first, second = f"{topic}{suffix} grow in rows.", f"Their colour{suffix} is {topic}{suffix} red."
    return {
        "context": f"{first} {second}",
        "sentence_breaks": [[0, len(first)], [len(first) + 1, len(first) + 1 + len(second)]],
        "qas": [
            {
                "id": f"q{number}",
                "question": f"Which colour{suffix} is {topic}{suffix}?",
                "answers": [{"answer_start": len(first) + 3, "text": "red"}],
            }
        ],
    }


def _write(folder: Path, language: str, suffix: str, topics: list[str]) -> None:
    paragraphs = [_paragraph(number, topic, suffix) for number, topic in enumerate(topics)]
    data = {"version": "1.1", "data": [{"title": "t", "paragraphs": paragraphs}]}
    (folder / f"{language}.json").write_text(json.dumps(data), encoding="utf-8")


def test_the_report_has_the_measures_of_the_contract(tmp_path: Path) -> None:
    _write(tmp_path, "en", "", TOPICS)
    _write(tmp_path, "vi", "", TOPICS)
    done: list[tuple[int, int]] = []
    report = evaluate_xquad_r(tmp_path, ["en", "vi"], HashEncoder(512), lambda n, of: done.append((n, of)))
    assert json.loads(json.dumps(report, allow_nan=False)) == report
    assert list(report)[:9] == [
        *("languages", "pooled_map", "same_language_mrr", "cross_language_mrr", "ndcg@10", "sentence@1"),
        *("language_bias", "refusal_auroc", "pairs"),
    ]
    assert list(report["pairs"]) == ["en>en", "en>vi", "vi>en", "vi>vi"]
    assert set(report["pairs"]["en>vi"]) == {"mrr", "recall@1", "recall@10"}
    assert done[-1] == (40, 40)


def test_texts_that_are_alike_are_found_and_refused_when_taken_out(tmp_path: Path) -> None:
    _write(tmp_path, "en", "", TOPICS)
    _write(tmp_path, "vi", "", TOPICS)
    report = evaluate_xquad_r(tmp_path, ["en", "vi"], HashEncoder(512))
    assert report["ndcg@10"] == {"en": pytest.approx(1.0), "vi": pytest.approx(1.0)}
    assert report["sentence@1"] == {"en": 1.0, "vi": 1.0}
    assert report["same_language_mrr"] == pytest.approx(1.0)
    assert report["refusal_auroc"] > 0.9


def test_texts_that_share_no_word_are_far_apart_in_the_pool(tmp_path: Path) -> None:
    _write(tmp_path, "en", "", TOPICS)
    _write(tmp_path, "vi", "x", TOPICS)
    report = evaluate_xquad_r(tmp_path, ["en", "vi"], HashEncoder(512))
    assert report["same_language_mrr"] > 0.9
    assert report["cross_language_mrr"] < 0.6
    assert report["language_bias"] > 1
    assert report["pooled_map"] < 0.9


def test_every_measure_has_an_interval_around_it(tmp_path: Path) -> None:
    _write(tmp_path, "en", "", TOPICS)
    _write(tmp_path, "vi", "x", TOPICS)
    report = evaluate_xquad_r(tmp_path, ["en", "vi"], HashEncoder(512))
    assert set(report["intervals"]) == {
        *("pooled_map", "same_language_mrr", "cross_language_mrr", "language_bias", "refusal_auroc"),
        *("ndcg@10.en", "ndcg@10.vi", "sentence@1.en", "sentence@1.vi"),
    }
    for name in ("pooled_map", "cross_language_mrr", "language_bias"):
        low, high = report["intervals"][name]
        assert low < report[name] < high


def test_the_bias_of_a_language_is_signed_and_adds_up_to_nothing(tmp_path: Path) -> None:
    _write(tmp_path, "en", "", TOPICS)
    _write(tmp_path, "vi", "", TOPICS)
    _write(tmp_path, "tr", "x", TOPICS)
    report = evaluate_xquad_r(tmp_path, ["en", "vi", "tr"], HashEncoder(512))
    bias = report["language_bias_by_language"]
    assert sum(bias.values()) == pytest.approx(0)
    assert bias["en"] < bias["tr"] > 0


def test_the_ablation_ends_with_the_default(tmp_path: Path) -> None:
    _write(tmp_path, "en", "", TOPICS)
    _write(tmp_path, "vi", "x", TOPICS)
    report = evaluate_xquad_r(tmp_path, ["en", "vi"], HashEncoder(512), ablation=True)
    assert list(report["ablation"]) == ["dense", "+centring", "+local", "+lexical", "full"]
    assert report["ablation"]["full"]["pooled_map"] == report["pooled_map"]
    assert report["ablation"]["dense"]["pooled_map"] != report["pooled_map"]


def test_cases_begin_with_the_worst_and_name_what_came_first(tmp_path: Path) -> None:
    _write(tmp_path, "en", "", TOPICS)
    _write(tmp_path, "vi", "x", TOPICS)
    cases = evaluate_xquad_r(tmp_path, ["en", "vi"], HashEncoder(512))["cases"]
    assert len(cases) == 20
    worst, best = cases[0], cases[-1]
    assert [expected["language"] for expected in worst["expected"]] == ["en", "vi"]
    assert sum(of["place"] for of in worst["expected"]) > sum(of["place"] for of in best["expected"])
    assert best["place"] == 1
    assert best["found"][0]["answers"]
    assert best["found"][0]["text"] in [of["text"] for of in best["expected"]]


def test_an_evaluation_is_compared_with_one_of_the_same_languages(tmp_path: Path) -> None:
    _write(tmp_path, "en", "", TOPICS)
    _write(tmp_path, "vi", "x", TOPICS)
    file = tmp_path / "baseline.json"
    file.write_text(json.dumps(evaluate_xquad_r(tmp_path, ["en", "vi"], HashEncoder(512))), "utf-8")
    baseline = Baseline.read(file)
    compared = evaluate_xquad_r(tmp_path, ["vi", "en"], HashEncoder(512), baseline=baseline)["baseline"]
    assert len(compared) == 9
    assert not any(of["worse"] for of in compared.values())
    with pytest.raises(InputError, match="it evaluates XQuAD-R in en, vi, not XQuAD-R in en"):
        evaluate_xquad_r(tmp_path, ["en"], HashEncoder(512), baseline=baseline)


def test_one_language_has_neither_bias_nor_cross_language_figures(tmp_path: Path) -> None:
    _write(tmp_path, "en", "", TOPICS[:1])
    report = evaluate_xquad_r(tmp_path, ["en"], HashEncoder())
    assert report["cross_language_mrr"] is None
    assert report["language_bias"] is None
    assert report["pooled_map"] > 0


def test_what_cannot_be_used_is_told(tmp_path: Path) -> None:
    _write(tmp_path, "en", "", TOPICS)
    _write(tmp_path, "vi", "", TOPICS[:3])
    (tmp_path / "de.json").write_text('{"data": [{}]}', encoding="utf-8")
    for languages, why in (
        (["en", "tr"], "No such file"),
        (["en", "de"], "no XQuAD-R file"),
        (["en", "vi"], "different questions"),
        ([], "no language"),
    ):
        with pytest.raises(InputError, match=why):
            load_translations(tmp_path, languages)


@pytest.mark.skipif(not SHARED.exists(), reason="XQuAD-R is not there")
def test_the_data_set_is_read_whole() -> None:
    english, chinese = load_translations(SHARED, ["en", "zh"])
    assert (len(english.paragraphs), len(english.questions)) == (240, 1190)
    assert (len(english.sentences), len(chinese.sentences)) == (1180, 1196)
    assert english.question_ids == chinese.question_ids
    sentence = english.sentences[english.answers[0]]
    assert "308" in sentence
    assert sentence in english.paragraphs[english.paragraph_of[english.answers[0]]]
