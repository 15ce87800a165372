"""What a passage scores: alike for every depth and filter; and what each part of the scoring adds."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from embeddings.encoders.hashed import HashEncoder
from embeddings.indexing import add_paths
from embeddings.library import Filter, Library
from embeddings.protocols import Vectors
from embeddings.scoring import (
    DENSE,
    FULL,
    Scoring,
    fair_scores,
    fair_scores_of_more,
    in_agreement,
    passage_scores,
)

WORDS = {
    "en": ["harbour", "crane", "ship", "pier", "lighthouse", "gate", "market", "bridge", "dawn", "river"],
    "vi": ["cảng", "cần", "cẩu", "tàu", "bến", "hải", "đăng", "cổng", "chợ", "cầu", "bình", "minh", "sông"],
    "zh-Hans": ["港口", "起重机", "轮船", "码头", "灯塔", "城门", "市场", "桥梁", "黎明", "河流"],
}
QUESTION = "Which pier has the crane of 1904 beside the harbour?"
PARTS = [field.name for field in fields(Scoring)]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """More passages a language than are looked at for a question, each an article of three sentences."""
    source = random.Random(1904)
    lines = []
    for language, words in WORDS.items():
        for number in range(50):
            sentences = [" ".join(source.choices(words, k=5)) for _ in range(3)]
            end = "。" if language == "zh-Hans" else ". "
            text = end.join(sentences) + f" {1880 + number}{end}"
            if number == 24:
                text += f"Crane Harbour Pier Lisboa Porto Faro 1904{end}"
            lines.append({"title": f"{language} {number}", "text": text, "language": language})
    file = tmp_path_factory.mktemp("articles") / "all.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    with Library.create(tmp_path_factory.mktemp("search") / "library", HashEncoder(256)) as library:
        assert [report.status for report in add_paths(library, [file])] == ["added"]
        yield library


def scores(
    library: Library,
    k: int = 1000,
    question: str = QUESTION,
    scoring: Scoring = FULL,
    **where: frozenset[str],
) -> dict[str, float]:
    """The score of each passage that a search finds, by article, best first."""
    query = library.query(QUESTION, "en", centred=scoring.centring)
    hits = library.search(query, k, question, where=Filter(**where), scoring=scoring)  # type: ignore[arg-type]
    assert [score for _, score in hits] == sorted((score for _, score in hits), reverse=True)
    return {passage.article_id: score for passage, score in hits}


@pytest.mark.parametrize("part", [None, *PARTS])
def test_a_filter_changes_no_score_and_finds_what_ranks_last(library: Library, part: str | None) -> None:
    scoring = replace(FULL, **{part: False}) if part else FULL
    everywhere = scores(library, scoring=scoring)
    assert len(everywhere) == 150
    source = random.Random(part)
    for size in (1, 3, 40, 149):
        chosen = frozenset(source.sample(sorted(everywhere), size))
        found = scores(library, scoring=scoring, articles=chosen)
        assert found.keys() == chosen
        assert found == pytest.approx({id_: everywhere[id_] for id_ in chosen}, abs=1e-5)


def test_a_filter_by_language_takes_the_best_of_it(library: Library) -> None:
    of_language = {record.id for record in library.articles() if record.language == "vi"}
    best = [id_ for id_ in scores(library) if id_ in of_language]
    assert list(scores(library, 7, languages=frozenset({"vi"}))) == best[:7]


def test_a_score_does_not_depend_on_how_many_are_asked_for(library: Library) -> None:
    everything = scores(library)
    for k in (1, 20, 21, 60):
        found = scores(library, k)
        assert len(found) == min(k, 150)
        assert found == pytest.approx({id_: everything[id_] for id_ in found}, abs=1e-5)


def test_without_any_part_it_is_plain_dense_search(library: Library) -> None:
    cosines = {}
    query = HashEncoder(256).encode_queries([QUESTION])[0]
    for record in library.articles():
        text = library.article(record.id).text
        cosines[record.id] = float(HashEncoder(256).encode_passages([text])[0] @ query)
    best = dict(sorted(cosines.items(), key=lambda item: -item[1])[:20])
    found = scores(library, 20, scoring=DENSE)
    assert sorted(found.values()) == pytest.approx(sorted(best.values()), abs=1e-5)
    assert found == pytest.approx({id_: cosines[id_] for id_ in found}, abs=1e-5)


@pytest.mark.parametrize("part", PARTS)
def test_each_part_counts_unless_it_is_left_out(library: Library, part: str) -> None:
    without = replace(FULL, **{part: False})
    assert scores(library, scoring=without) != pytest.approx(scores(library), abs=1e-5)
    assert scores(library, scoring=DENSE) != pytest.approx(
        scores(library, scoring=replace(DENSE, **{part: True})), abs=1e-5
    )


def test_leaving_words_out_is_asking_none(library: Library) -> None:
    assert scores(library, scoring=replace(FULL, words=False)) == pytest.approx(
        scores(library, question=""), abs=1e-5
    )


# Scores as arrays

_evidence = st.integers(0, 30).flatmap(
    lambda n: arrays(np.float32, (5, n), elements=st.floats(0, 1, width=16).map(np.float32))
)
_scoring = st.builds(Scoring, *[st.booleans()] * len(PARTS))


@given(st.lists(st.tuples(_evidence, _evidence), max_size=3), _scoring)
@settings(max_examples=60, deadline=None)
def test_each_of_more_scores_as_if_it_alone_were_a_candidate_too(
    languages: list[tuple[Vectors, Vectors]], scoring: Scoring
) -> None:
    usual, more = [of for of, _ in languages], [others for _, others in languages]
    found = fair_scores_of_more(usual, more, scoring)
    assert [len(of) for of in found] == [others.shape[1] for others in more]
    for place, others in enumerate(more):
        for number, one in enumerate(others.T[:, :, None]):
            beside = [np.hstack([of, one]) if place == at else of for at, of in enumerate(usual)]
            alone = fair_scores(beside, scoring)[place][-1]
            assert found[place].dtype == np.float32
            assert found[place][number] == pytest.approx(alone, abs=1e-4)


def _four(evidence: Vectors) -> tuple[Vectors, Vectors, Vectors, Vectors]:
    return evidence[0], evidence[1], evidence[2], evidence[3]


@given(_evidence, _scoring)
@settings(max_examples=40, deadline=None)
def test_many_questions_score_as_each_alone(evidence: Vectors, scoring: Scoring) -> None:
    alone = passage_scores(*_four(evidence), scoring)
    many = passage_scores(*_four(np.stack([evidence, evidence[:, ::-1]], axis=1)), scoring)
    np.testing.assert_allclose(many, np.stack([alone, alone[::-1]]), atol=1e-5)


def test_what_is_left_out_is_not_read() -> None:
    nothing = np.full(4, np.nan, np.float32)
    passages = np.array([0.1, 0.4, 0.2, 0.3], np.float32)
    assert passage_scores(passages, nothing, nothing, nothing, DENSE).tolist() == passages.tolist()


@given(arrays(np.float32, 12, elements=st.floats(-1, 1, width=16)), st.floats(1, 2, width=16))
@settings(max_examples=40, deadline=None)
def test_agreement_moves_up_to_the_best_and_never_past(scores: Vectors, best: float) -> None:
    cosines = np.linspace(-1, 1, 12, dtype=np.float32)
    moved = in_agreement(scores, cosines, np.float32(best))
    assert (moved >= scores).all()
    assert (moved <= best).all()
    np.testing.assert_array_equal(moved[cosines <= 0.4], scores[cosines <= 0.4])
