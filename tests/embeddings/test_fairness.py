"""Similarities say what a text is about, not what language it is in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.language import identify
from embeddings.encoders import BundledEncoder, HashEncoder
from embeddings.fairness import NEIGHBOURS, Centroids, Part, uncrowded
from embeddings.general_lines import GENERAL_LINES
from embeddings.indexing import add_paths
from embeddings.library import Library
from embeddings.protocols import Vectors


class BiasedEncoder(HashEncoder):
    """Keeps each language in its own corner, as multilingual encoders do; digits and names are shared."""

    def _pushed(self, texts: Sequence[str], vectors: Vectors) -> Vectors:
        corners = {"en": 0, "vi": 1, "zh-Hans": 2, "zh-Hant": 3}
        pushed = vectors.copy()
        for row, text in zip(pushed, texts, strict=True):
            row[corners.get(identify(text), 4)] += 2
        unit: Vectors = pushed / np.linalg.norm(pushed, axis=1, keepdims=True)
        return unit

    def encode_queries(self, texts: Sequence[str], /) -> Vectors:
        return self._pushed(texts, super().encode_queries(texts))

    def encode_passages(self, texts: Sequence[str], /) -> Vectors:
        return self._pushed(texts, super().encode_passages(texts))


@pytest.fixture(scope="module")
def centroids() -> Centroids:
    return Centroids.of(BiasedEncoder())


def test_centred_vectors_are_of_unit_length(centroids: Centroids) -> None:
    vectors = BiasedEncoder().encode_passages(["Ships wait outside the harbour.", "Tàu chờ ngoài cảng biển."])
    for language in ("en", "vi", "fr", "zh", "und"):
        centred = centroids.centred_passages(vectors, language)
        assert centred.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(centred, axis=1), 1, atol=1e-5)
        np.testing.assert_allclose(
            np.linalg.norm(centroids.centred_query(vectors[0], language)), 1, atol=1e-5
        )


def test_no_vectors_stay_no_vectors(centroids: Centroids) -> None:
    assert centroids.centred_passages(np.empty((0, 64), np.float32), "en").shape == (0, 64)


def test_parts_of_different_kinds_and_languages_are_centred_each_by_its_own(centroids: Centroids) -> None:
    rows = BiasedEncoder().encode_passages(["A text.", "Another.", "A third."])
    nothing = rows[:0]
    parts: list[Part] = [
        ("sentences", "en", rows[:2]),
        ("passages", "vi", nothing),
        ("passages", "vi", rows),
        ("sentences", "fr", nothing),
    ]
    found = centroids.centred(parts)
    assert [len(part) for part in found] == [2, 0, 3, 0]
    np.testing.assert_allclose(found[2], centroids.centred_passages(rows, "vi"), atol=1e-6)
    expected = rows[:2] - centroids.sentences["en"]
    expected /= np.linalg.norm(expected, axis=1, keepdims=True)
    np.testing.assert_allclose(found[0], expected, atol=1e-5)
    assert centroids.centred([]) == []


def test_a_language_without_lines_takes_the_mean_of_its_kin_or_of_all(centroids: Centroids) -> None:
    vector = BiasedEncoder().encode_passages(["A text."])
    kin = (centroids.passages["zh-Hans"] + centroids.passages["zh-Hant"]) / 2
    everyone = np.mean(list(centroids.passages.values()), axis=0)
    for language, mean in (("zh", kin), ("fr", everyone)):
        expected = vector[0] - mean
        expected /= np.linalg.norm(expected)
        np.testing.assert_allclose(centroids.centred_passages(vector, language)[0], expected, atol=1e-5)


@given(st.lists(st.floats(-1, 1, width=32), min_size=1, max_size=30))
def test_one_language_keeps_its_order_and_differences(scores: list[float]) -> None:
    given = np.array([scores], np.float32)
    fair = uncrowded([given])[0]
    np.testing.assert_allclose(fair - fair.max(), given - given.max(), atol=1e-5)


def test_a_level_that_everything_in_a_language_shares_is_taken_off() -> None:
    spread = np.linspace(0, 0.1, 3 * NEIGHBOURS, dtype=np.float32)[None, :]
    low, high = uncrowded([spread, spread + 0.3])
    assert abs(float(high.max() - low.max())) < 0.3 / NEIGHBOURS


def test_a_lone_passage_is_neither_favoured_nor_held_against_itself() -> None:
    crowd = np.linspace(0.4, 0.5, NEIGHBOURS, dtype=np.float32)[None, :]
    for lone, stands_out in ((0.9, True), (0.45, False), (0.1, False)):
        many, one = uncrowded([crowd, np.array([[lone]], np.float32)])
        assert (float(one.max()) > float(many.max())) == stands_out


def test_what_is_absent_does_not_count() -> None:
    present = np.array([[0.5, 0.4, 0.3]], np.float32)
    with_absent = np.array([[0.5, -np.inf, 0.4, -np.inf, 0.3]], np.float32)
    np.testing.assert_allclose(uncrowded([with_absent])[0][:, ::2], uncrowded([present])[0])
    assert uncrowded([]) == []
    assert uncrowded([np.empty((2, 0), np.float32)])[0].shape == (2, 0)


def test_an_answer_in_another_language_beats_near_misses_in_ones_own(tmp_path: Path) -> None:
    english = [
        f"The ferry of harbour {number} carries passengers across the wide river." for number in range(12)
    ]
    vietnamese = [f"Ngôi làng số {number} trồng lúa và nuôi cá ven sông quê." for number in range(12)]
    vietnamese[3] += " Năm 1887 cảng Lisboa mở cửa với 9 cần cẩu."
    for name, lines in (("en", english), ("vi", vietnamese)):
        for number, line in enumerate(lines):
            (tmp_path / f"{name}{number}.txt").write_text(line, encoding="utf-8")
    with Library.create(tmp_path / "library", BiasedEncoder(dim=512)) as library:
        list(add_paths(library, sorted(tmp_path.glob("*.txt"))))
        question = "Did the harbour of Lisboa open in 1887 with 9 cranes?"
        raw = library.encoder.encode_queries([question])[0]
        texts = english + vietnamese
        nearest = texts[int((library.encoder.encode_passages(texts) @ raw).argmax())]
        assert nearest in english, "without fairness the question drowns in its own language"
        best = library.search(library.query(question, "en"), 1)[0][0]
        assert "1887" in best.text


def test_a_language_put_right_moves_the_article_to_its_index(tmp_path: Path) -> None:
    path = tmp_path / "ferry.md"
    body = "The ferry carries passengers across the wide river every hour of the day."
    with Library.create(tmp_path / "library", HashEncoder()) as library:
        for language in ("fr", "en"):
            path.write_text(f"---\ntitle: The ferry\nlanguage: {language}\n---\n{body}\n", encoding="utf-8")
            list(add_paths(library, [path]))
            passages = [passage for passage, _ in library.search(library.query("ferry", "en"), 10)]
            assert [passage.language for passage in passages] == [language]
        assert library.verify() == []
    with Library.open(tmp_path / "library") as again:
        assert len(again.search(again.query("ferry", "en"), 10)) == 1


@pytest.mark.model
def test_the_bundled_encoder_has_centroids_in_twelve_languages_that_are_its_own() -> None:
    encoder = BundledEncoder()
    shipped, own = Centroids.of(encoder), Centroids.of_general_lines(encoder)
    assert len(shipped.passages) == len(shipped.queries) == 12
    for of_shipped, of_own in ((shipped.queries, own.queries), (shipped.passages, own.passages)):
        common = np.mean([of_shipped[tag] for tag in GENERAL_LINES], axis=0)
        for tag in GENERAL_LINES:
            nearest = max(of_own, key=lambda other: float((of_shipped[tag] - common) @ of_own[other]))
            assert nearest.partition("-")[0] == tag.partition("-")[0]
