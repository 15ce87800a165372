"""The report in HTML and the tables on a terminal, from what an evaluation measured."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from io import StringIO
from typing import Any

import pytest
from rich.console import Console

from ui.rendering import evaluation_tables
from ui.rendering.evaluation import report_page
from ui.rendering.evaluation.cases import SHOWN
from ui.rendering.evaluation.figures import figures, matrices

HOSTILE = '<script>alert("x")</script><img src=x onerror=alert(1)>\' \udcff'
VOID = {"meta", "link", "img", "br", "hr", "input"}


def case(id_: str, **fields: Any) -> dict[str, Any]:
    return {
        "id": id_,
        "language": "vi",
        "question": f"Question {id_}?",
        "expected": [{"name": "longnan-2020", "language": "zh-Hant", "text": "75|七十五", "place": None}],
        "found": [
            {
                "title": "Another article",
                "language": "en",
                "score": 0.25,
                "text": "Beside it.",
                "answers": False,
            }
        ],
        "place": None,
        "faults": ["not found"],
        "answer": "It says so.",
        "confidence": 0.5,
        **fields,
    }


def results(**fields: Any) -> dict[str, Any]:
    return {
        "questions": 3,
        "overall": {"passage@1": 0.5, "refusal_auroc": None},
        "pairs": {"en>zh-Hant": {"passage@1": 0.25, "answer_accuracy": None}, "vi>en": {"passage@1": 1.0}},
        "questions_by_pair": {"en>zh-Hant": 4, "vi>en": 2},
        "language_gap": -0.125,
        "intervals": {"passage@1": [0.375, 0.625], "refusal_auroc": None, "language_gap": [-0.25, 0.125]},
        "passages": {"mean_tokens": 150.5, "max_tokens": 192},
        "measured": {"date": "2026-01-02T03:04:05+00:00", "encoder": "hash", "versions": {"python": "3"}},
        "cases": [],
        **fields,
    }


COMPARED = {"baseline": 0.75, "now": 0.5, "difference": -0.25, "interval": [-0.5, -0.125], "worse": True}


class Outline(HTMLParser):
    """Checks that tags are closed in order, and keeps tags with their attributes, and the text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(page)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def outline(**fields: Any) -> Outline:
    return Outline(report_page(results(**fields)))


def test_a_report_fetches_and_runs_nothing() -> None:
    page = report_page(results(cases=[case("1")]))
    seen = Outline(page)
    assert not {"script", "link", "img", "iframe", "a"} & {tag for tag, _ in seen.tags}
    assert not re.search(r"url\(|@import|https?:", page)
    policies = [attrs["content"] for _, attrs in seen.tags if attrs.get("http-equiv")]
    assert policies == ["default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"]


def test_measures_stand_with_their_intervals_and_bars_where_they_are_shares() -> None:
    seen = outline()
    assert "0.500" in seen.text
    assert "0.375 to 0.625" in seen.text
    bars = [attrs["style"] for tag, attrs in seen.tags if attrs.get("class") == "bar"]
    assert bars == ["--value:50.0%;--low:37.5%;--width:25.0%"]
    assert "-0.250 to 0.125" in seen.text


def test_the_heatmap_has_a_cell_for_each_pair_and_headings_for_both_languages() -> None:
    seen = outline()
    heat = [attrs.get("style") for tag, attrs in seen.tags if "heat" in (attrs.get("class") or "").split()]
    assert heat.count("--heat:0.250") == heat.count("--heat:1.000") == 1
    assert "0.25 (4)" in seen.text
    headings = [attrs["scope"] for tag, attrs in seen.tags if tag == "th"]
    assert set(headings) == {"col", "row"}


def test_texts_of_articles_questions_and_files_are_escaped_and_say_their_language() -> None:
    found = {"title": HOSTILE, "language": HOSTILE, "score": 1.0, "text": HOSTILE, "answers": True}
    expected = [{"name": HOSTILE, "language": HOSTILE, "text": HOSTILE, "place": 2}]
    hostile = case(
        HOSTILE, language=HOSTILE, question=HOSTILE, answer=HOSTILE, found=[found], expected=expected
    )
    measured = {"date": "2026", "encoder": HOSTILE, "library": HOSTILE}
    pairs = {f"{HOSTILE}>{HOSTILE}": {"passage@1": 1.0}}
    seen = outline(cases=[hostile, case("2")], measured=measured, pairs=pairs)
    assert not {"script", "img"} & {tag for tag, _ in seen.tags}
    assert seen.text.count('<script>alert("x")</script>') > 8
    tagged = {(tag, attrs["lang"], attrs.get("dir")) for tag, attrs in seen.tags if "lang" in attrs}
    assert {("strong", "vi", "auto"), ("blockquote", "en", "auto"), ("cite", "en", "auto")} <= tagged


def test_the_worst_come_first_and_the_rest_is_counted() -> None:
    cases = [case("fine", faults=[], place=1), case("late", faults=["not first"], place=4), case("lost")]
    cases += [case(f"more-{number}", faults=["not first"], place=2) for number in range(SHOWN)]
    text = outline(cases=cases).text
    assert text.index("Question lost?") < text.index("Question late?") < text.index("Question more-0?")
    assert "Question fine?" not in text
    assert "2 more are in report.json." in text


def test_answers_to_what_nothing_answers_stand_apart() -> None:
    sure = case("sure", expected=[], faults=["answered"], confidence=0.9)
    unsure = case("unsure", expected=[], faults=["answered"], confidence=0.4)
    text = outline(cases=[unsure, sure, case("refused", expected=[], faults=[])]).text
    assert text.index("Answered though nothing answers") < text.index("Question sure?")
    assert text.index("Question sure?") < text.index("Question unsure?")
    assert "Question refused?" not in text


def test_ablation_passages_and_baseline_are_shown_where_they_were_measured() -> None:
    plain = outline().text
    assert not [name for name in ("Ablation", "Passage length", "Against the baseline") if name in plain]
    doubled = {"passage@1": 0.625, "mean_tokens": 280.25, "max_tokens": 384}
    text = outline(
        ablation={"dense": {"passage@1": 0.125}, "full": {"passage@1": 0.5}},
        doubled=doubled,
        baseline={"passage@1": COMPARED},
    ).text
    assert "0.125" in text
    assert "280.2" in text
    assert "-0.500 to -0.125" in text
    assert "worse" in text


def test_a_report_on_xquad_r_shows_places_and_sentences() -> None:
    sentence = {"name": "", "language": "zh", "text": "答案在这里。", "place": 7}
    of_xquad_r = {
        "languages": ["en", "zh"],
        "questions": 2,
        "pooled_map": 0.5,
        "ndcg@10": {"en": 0.75, "zh": None},
        "language_bias": 12.5,
        "language_bias_by_language": {"en": -3.25, "zh": 3.25},
        "pairs": {"en>zh": {"mrr": 0.5, "recall@1": 0.25}, "en>en": {"mrr": 1.0, "recall@1": 1.0}},
        "intervals": {"pooled_map": [0.25, 0.75], "ndcg@10.en": [0.5, 1.0], "language_bias": [10.0, 15.0]},
        "measured": {"date": "2026", "encoder": "hash"},
        "cases": [case("q", expected=[sentence], place=7, faults=[], answer=None, confidence=None)],
    }
    seen = Outline(report_page(of_xquad_r))
    for shown in ("ndcg@10.en", "0.750", "12.5", "-3.2", "+3.2", "at 7", "答案在这里。"):
        assert shown in seen.text
    assert [figure.value for figure in figures(of_xquad_r)] == [0.5, 0.75, 12.5]
    [matrix] = matrices(of_xquad_r)
    assert (matrix.measure, matrix.rows, matrix.columns) == ("mrr", ("en",), ("en", "zh"))


# Tables


def shown(*, terminal: bool = False, **fields: Any) -> str:
    file = StringIO()
    console = Console(
        file=file, width=80, force_terminal=terminal, color_system="truecolor" if terminal else None
    )
    for table in evaluation_tables(results(**fields)):
        console.print(table)
    return file.getvalue()


def test_tables_stand_in_80_columns_and_say_without_colour_what_they_say_with_it() -> None:
    fields: dict[str, Any] = {
        "ablation": {
            name: {"cross_language_mrr": 0.5} for name in ("dense", "+centring", "+local", "+lexical", "full")
        },
        "doubled": {"passage@1": 0.625, "mean_tokens": 280.25},
        "baseline": {"cross_language_mrr": COMPARED},
    }
    plain, coloured = shown(**fields), shown(terminal=True, **fields)
    assert "\x1b[" not in plain
    assert "48;2;" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain
    lines = [line.split() for line in plain.splitlines()]
    assert ["passage@1", "0.500", "0.375", "to", "0.625"] in lines
    assert ["refusal_auroc", "-", "-"] in lines
    assert ["en", "-", "0.25"] in lines
    assert ["cross_language_mrr", "0.500", "0.500", "0.500", "0.500", "0.500"] in lines
    assert ["mean_tokens", "150.5", "280.2"] in lines
    assert [*("cross_language_mrr", "0.750", "0.500", "-0.250", "-0.500", "to", "-0.125", "worse")] in lines


@pytest.mark.parametrize("missing", ["intervals", "pairs", "passages", "questions_by_pair"])
def test_tables_need_no_more_than_what_was_measured(missing: str) -> None:
    nothing: dict[str, Any] = {missing: {}}
    assert "passage@1" in shown(**nothing)


def test_the_json_of_a_report_makes_the_same_report() -> None:
    measured = results(cases=[case("1")])
    assert report_page(json.loads(json.dumps(measured))) == report_page(measured)
