"""Measures, their bootstrap intervals, and the comparison with a baseline."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import InputError
from qa.evaluation import Baseline, RegressionError, raise_on_regression
from qa.evaluation.measures import Auroc, Gap, Mean, figure, per_question
from qa.evaluation.ranking import average_precision, ndcg, places, recall, reciprocal_rank
from qa.evaluation.sample import RESAMPLES, Sample, interval, intervals, resampled

SCORES = st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), min_size=1, max_size=8)


def _sample(values: Sequence[float | None], ids: str | None = None) -> Sample:
    names = tuple(ids or (str(number) for number in range(len(values))))
    return Sample("questions", names, {"passage@1": Mean(per_question(values))})


@settings(max_examples=60)
@given(SCORES, SCORES)
def test_auroc_is_the_share_of_ordered_pairs(positive: list[float], negative: list[float]) -> None:
    ordered = [(p > n) + (p == n) / 2 for p in positive for n in negative]
    measure = Auroc(
        per_question([*positive, *[None] * len(negative)]), per_question([*[None] * len(positive), *negative])
    )
    assert figure(measure, len(positive) + len(negative)) == pytest.approx(sum(ordered) / len(ordered))


@settings(max_examples=40)
@given(st.data())
def test_a_question_that_counts_twice_is_as_good_as_two_questions(data: st.DataObject) -> None:
    scores = data.draw(st.lists(st.tuples(*[st.floats(0, 1) | st.none()] * 2), min_size=1, max_size=6))
    times = data.draw(st.lists(st.integers(0, 3), min_size=len(scores), max_size=len(scores)))
    repeated = [row for row, number in zip(scores, times, strict=True) for _ in range(number)]
    weights = np.array([times], dtype=np.float64)
    for build in (
        lambda rows: Mean(per_question(a for a, _ in rows), np.array([2.0 + bool(b) for _, b in rows])),
        lambda rows: Auroc(per_question(a for a, _ in rows), per_question(b for _, b in rows)),
    ):
        expected = figure(build(repeated), len(repeated))
        estimate = float(build(scores).estimate(weights)[0])
        assert (None if np.isnan(estimate) else estimate) == (expected and pytest.approx(expected))


def test_what_nothing_defines_is_undefined() -> None:
    nothing, one = per_question([None]), per_question([0.5])
    assert figure(Auroc(nothing, one), 1) is None
    assert figure(Auroc(one, nothing), 1) is None
    assert figure(Mean(nothing), 1) is None
    assert figure(Mean(per_question([])), 0) is None
    assert figure(Gap(Mean(one), Mean(nothing)), 1) is None
    assert intervals({"nothing": Mean(nothing)}, 1) == {"nothing": None}
    assert intervals({"empty": Mean(per_question([]))}, 0) == {"empty": None}


def test_a_mean_may_weigh_its_values_by_what_they_stand_for() -> None:
    assert figure(Mean(per_question([1.0, 0.0, None]), per_question([3, 1, 0])), 3) == 0.75


def test_intervals_are_those_of_the_normal_approximation_where_it_holds() -> None:
    values = np.random.default_rng(1).normal(0.5, 0.2, 400)
    low, high = _sample(values.tolist()).intervals()["passage@1"] or [0, 0]
    error = 1.96 * values.std() / np.sqrt(len(values))
    assert (low, high) == pytest.approx((values.mean() - error, values.mean() + error), abs=0.15 * error)


def test_intervals_are_the_same_every_time_and_hold_the_figure() -> None:
    sample = _sample([1.0] * 7 + [0.0] * 3)
    [low, high] = sample.intervals()["passage@1"] or [0, 0]
    assert sample.intervals() == sample.intervals()
    assert 0.3 < low < 0.7 < high <= 1.0
    assert len(resampled(sample.measures, 10)["passage@1"]) == RESAMPLES


def test_resamples_without_a_figure_are_left_out() -> None:
    assert interval(np.array([np.nan, 1.0, np.nan, 1.0])) == [1.0, 1.0]


def test_a_sample_outlives_json() -> None:
    measures: dict[str, Mean | Auroc] = {
        "passage@1": Mean(per_question([1.0, None])),
        "citation_exactness": Mean(per_question([0.25, 1.0]), per_question([4, 1])),
        "refusal_auroc": Auroc(np.array([[0.5, 0.75], [1, 0]]), np.array([[0.125, np.nan], [0, 0.25]])),
    }
    sample = Sample("questions", ("a", "b"), measures)
    read = Sample.from_dict(json.loads(json.dumps(sample.to_dict(), allow_nan=False)))
    assert read.ids == ("a", "b")
    assert [figure(measure, 2) for measure in read.measures.values()] == [
        figure(measure, 2) for measure in measures.values()
    ]
    assert read.intervals() == sample.intervals()


# Ranking


@settings(max_examples=40)
@given(
    st.lists(st.integers(0, 5), min_size=12, max_size=12),
    st.sets(st.integers(0, 11), min_size=2, max_size=2),
)
def test_ranking_measures_are_those_of_ir_measures(scores: list[int], relevant: set[int]) -> None:
    import ir_measures

    found = places(np.array([scores], np.float32), np.array([sorted(relevant)]))
    order = sorted(range(12), key=lambda candidate: (-scores[candidate], candidate))
    assert sorted(found[0]) == sorted(order.index(candidate) + 1 for candidate in relevant)
    names = ("AP", "RR", "R@3", "nDCG@10")
    truth = ir_measures.calc_aggregate(
        [ir_measures.parse_measure(name) for name in names],
        {"q": {str(candidate): 1 for candidate in relevant}},
        {"q": {str(candidate): -place for place, candidate in enumerate(order)}},
    )
    ours = (average_precision(found), reciprocal_rank(found), recall(found, 3), ndcg(found, 10))
    assert dict(zip(names, (values[0] for values in ours), strict=True)) == pytest.approx(
        {str(name): value for name, value in truth.items()}
    )


# Baseline


def _baseline(folder: Path, sample: Sample, **more: Any) -> Baseline:
    file = folder / "baseline.json"
    file.write_text(json.dumps({"outcomes": sample.to_dict(), **more}), encoding="utf-8")
    return Baseline.read(file)


def test_a_clear_loss_is_a_regression_and_a_slight_one_is_not(tmp_path: Path) -> None:
    baseline = _baseline(tmp_path, _sample([1.0] * 30 + [0.0] * 10))
    slight = baseline.compare(_sample([1.0] * 29 + [0.0] * 11))
    clear = baseline.compare(_sample([1.0] * 20 + [0.0] * 20))
    assert slight["passage@1"]["difference"] == pytest.approx(-1 / 40)
    assert not slight["passage@1"]["worse"]
    raise_on_regression({"baseline": slight}, baseline)
    assert clear["passage@1"]["worse"]
    assert clear["passage@1"]["interval"][1] < 0
    with pytest.raises(RegressionError, match=r"passage@1") as caught:
        raise_on_regression({"baseline": clear}, baseline)
    assert caught.value.exit_code == 1


def test_an_evaluation_differs_from_itself_by_nothing_in_whatever_order(tmp_path: Path) -> None:
    baseline = _baseline(tmp_path, _sample([1.0, 0.0, 0.5], "abc"))
    assert baseline.compare(_sample([0.5, 1.0, 0.0], "cab"))["passage@1"] == {
        "baseline": 0.5,
        "now": 0.5,
        "difference": 0.0,
        "interval": [0.0, 0.0],
        "worse": False,
    }


def test_a_language_bias_is_worse_where_it_grows(tmp_path: Path) -> None:
    def bias(places: float) -> Sample:
        return Sample("q", ("a", "b"), {"language_bias": Mean(per_question([places, places]))})

    baseline = _baseline(tmp_path, bias(5))
    assert baseline.compare(bias(9))["language_bias"]["worse"]
    assert not baseline.compare(bias(1))["language_bias"]["worse"]


def test_other_questions_are_refused_with_both_counts(tmp_path: Path) -> None:
    baseline = _baseline(tmp_path, _sample([1.0, 0.0, 0.5], "abc"))
    with pytest.raises(InputError, match="3 questions, this evaluation 2, and 1 are the same"):
        baseline.compare(_sample([1.0, 0.0], "xb"))
    with pytest.raises(InputError, match="it evaluates questions, not XQuAD-R in en"):
        baseline.expect("XQuAD-R in en", "abc")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"outcomes": 3}',
        '{"outcomes": {"of": "questions", "ids": ["a"], "measures": {"m": {"values": []}}}}',
        '{"outcomes": {"of": "questions", "ids": ["a"], "measures": {"m": {"values": ["x"]}}}}',
        '{"outcomes": {"of": "questions", "ids": ["a"], "measures": {"m": {"positive": [[1], []]}}}}',
        '{"outcomes": {"of": "questions", "ids": 3, "measures": {}}}',
        "[" * 100_000,
    ],
    ids=range(9),
)
def test_a_file_that_is_no_evaluation_is_told(tmp_path: Path, text: str) -> None:
    file = tmp_path / "baseline.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="no evaluation"):
        Baseline.read(file)
    with pytest.raises(InputError, match="No such file"):
        Baseline.read(tmp_path / "none.json")
