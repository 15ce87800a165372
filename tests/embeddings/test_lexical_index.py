"""Asking which passages hold a question's terms, and fusing that with vectors."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings.lexical import TABLES, LexicalIndex, analysed, coverage, fuse

TEXTS = {
    1: "The forum of ASEAN met in Nanning on 21 November 2020.",
    2: "第14届中国－东盟论坛11月21日在南宁举行,ASEAN秘书处参加。",
    3: "Diễn đàn xóa đói giảm nghèo có 186.000 người tham gia.",
    4: "全省18.6萬人脫貧。",
    5: "The weather was fine and the forum was long.",
}


def _terms(text: str) -> set[str]:
    return set(analysed(text).split(" "))


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("CREATE TABLE passages (row INTEGER PRIMARY KEY, terms TEXT NOT NULL)")
    connection.executescript(TABLES)
    rows = [(row, analysed(text)) for row, text in TEXTS.items()]
    connection.executemany("INSERT INTO passages VALUES (?, ?)", rows)
    yield connection
    connection.close()


@pytest.fixture
def index(connection: sqlite3.Connection) -> LexicalIndex:
    return LexicalIndex(lambda query, parameters: connection.execute(query, parameters).fetchall())


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Which ASEAN forum?", [1, 2, 5]),
        ("11月21日", [1, 2]),
        ("186 nghìn", [3, 4]),
        ("脱贫", [4]),
        ("xoa doi giam ngheo", [3]),
        ("What is that?", []),
        ("", []),
        ('" OR * NEAR(x) ASEAN', [1, 2]),
    ],
)
def test_candidates_hold_terms_of_the_question(index: LexicalIndex, question: str, found: list[int]) -> None:
    assert sorted(index.candidates(index.shares(question), 10)) == found


def test_candidates_come_best_first_and_no_more_than_asked(index: LexicalIndex) -> None:
    assert index.candidates(index.shares("ASEAN forum in Nanning"), 1) == [1]


def test_candidates_are_sought_among_those_allowed(
    index: LexicalIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("embeddings.lexical.index._POSTINGS", 2)
    shares = index.shares("ASEAN forum")
    assert sorted(index.candidates(shares, 10)) == [1, 2]
    for few in (5000, 0):
        monkeypatch.setattr("embeddings.lexical.index._FEW", few)
        assert index.candidates(shares, 10, np.array([3, 5])) == [5]
        assert index.candidates(shares, 1, np.array([2, 5])) == [2]
    assert index.candidates(shares, 10, np.array([], np.int64)) == []


def test_rare_terms_say_more(index: LexicalIndex) -> None:
    shares = index.shares("weather forum")
    assert list(shares).index("weather") < list(shares).index("forum")
    assert shares["weather"] > shares["forum"]
    assert shares["weather"] + shares["forum"] == pytest.approx(1)


def test_coverage_is_the_share_of_what_was_asked(index: LexicalIndex) -> None:
    shares = index.shares("ASEAN met")
    scores = coverage(shares, map(_terms, TEXTS.values()))
    assert scores.dtype == np.float32
    assert scores.tolist() == pytest.approx([1, shares["@asean"], 0, 0, 0])


def test_a_word_typed_without_accents_covers_less_than_one_typed_with(index: LexicalIndex) -> None:
    bare, accented = (coverage(index.shares(q), [_terms(TEXTS[3])])[0] for q in ("giam ngheo", "giảm nghèo"))
    assert 0 < bare < accented == 1


def test_removed_passages_are_forgotten(connection: sqlite3.Connection, index: LexicalIndex) -> None:
    connection.execute("DELETE FROM passages WHERE row = 1")
    assert index.candidates(index.shares("met"), 10) == []
    connection.execute("INSERT INTO lexical (lexical, rank) VALUES ('integrity-check', 1)")


def test_a_rolled_back_passage_was_never_there(connection: sqlite3.Connection, index: LexicalIndex) -> None:
    connection.execute("BEGIN")
    connection.execute("INSERT INTO passages VALUES (6, ?)", (analysed("Zanzibar"),))
    assert index.candidates(index.shares("Zanzibar"), 10) == [6]
    connection.execute("ROLLBACK")
    assert index.candidates(index.shares("Zanzibar"), 10) == []


def test_no_passages_no_candidates(connection: sqlite3.Connection, index: LexicalIndex) -> None:
    connection.execute("DELETE FROM passages")
    assert index.candidates(index.shares("ASEAN"), 10) == []


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_a_text_covers_itself(text: str) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE passages (row INTEGER PRIMARY KEY, terms TEXT NOT NULL)")
    connection.executescript(TABLES)
    connection.execute("INSERT INTO passages VALUES (1, ?)", (analysed(f"{text}\n\nNanning"),))
    index = LexicalIndex(lambda query, parameters: connection.execute(query, parameters).fetchall())
    shares = index.shares("Nanning")
    assert index.candidates(shares, 1) == [1]
    of_text = index.shares(text)
    index.candidates(of_text, 1)
    held = [_terms(f"{text}\n\nNanning")]
    assert not of_text or 0 < coverage(of_text, held)[0] <= 1
    connection.close()


_scores = st.lists(st.floats(-1, 2, width=32), min_size=1, max_size=40)


def test_words_change_the_order() -> None:
    fused = fuse(np.array([1.0, 0.9, 0.2], np.float32), np.array([0, 1, 0], np.float32), cosines=2)
    assert np.argsort(-fused).tolist() == [1, 0, 2]


@given(_scores)
@settings(max_examples=60, deadline=None)
def test_fusing_keeps_level_and_spread_of_the_best(scores: list[float]) -> None:
    dense = np.array(scores, np.float32)[None, :].repeat(2, axis=0)
    lexical = np.random.default_rng(len(scores)).random(dense.shape, dtype=np.float32)
    before, after = (np.sort(x, axis=1)[:, -20:] for x in (dense, fuse(dense, lexical, cosines=2)))
    np.testing.assert_allclose(after.mean(axis=1), before.mean(axis=1), atol=1e-3)
    np.testing.assert_allclose(after.std(axis=1), before.std(axis=1), atol=1e-3)


@given(_scores)
@settings(max_examples=30, deadline=None)
def test_without_shared_terms_the_dense_scores_stand(scores: list[float]) -> None:
    dense = np.array(scores, np.float32)
    np.testing.assert_allclose(fuse(dense, np.zeros_like(dense), cosines=1), dense, atol=1e-4)


def test_fusing_nothing_is_nothing() -> None:
    assert fuse(np.empty(0, np.float32), np.empty(0, np.float32), cosines=2).size == 0
