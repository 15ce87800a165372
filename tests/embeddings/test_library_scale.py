"""Above a size a language's index is approximate: chosen, checked, extended, and still found through."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from embeddings.encoders.hashed import HashEncoder
from embeddings.index import FaissIndex
from embeddings.indexing import add_paths
from embeddings.library import Filter, Library, building, generations
from embeddings.library.generations import Part
from embeddings.nearest import Neighbours
from embeddings.scoring import DENSE

WORDS = {
    "en": ["harbour", "crane", "ship", "pier", "lighthouse", "gate", "market", "bridge", "dawn", "river"],
    "vi": ["cảng", "cần", "cẩu", "tàu", "bến", "hải", "đăng", "cổng", "chợ", "cầu", "bình", "minh", "sông"],
}
LIMIT = 60


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few random passages have no clusters, so less is asked of their lists."""
    monkeypatch.setattr(building, "EXACT_UP_TO", LIMIT)
    monkeypatch.setattr(building, "LEAST_RECALL", 0.6)
    monkeypatch.setattr("embeddings.index._SMALL", 8)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """100 passages in English, 20 in Vietnamese."""
    with Library.create(tmp_path / "library", HashEncoder()) as library:
        add(library, tmp_path, 0, 100, "en")
        add(library, tmp_path, 0, 20, "vi")
        yield library


def add(library: Library, folder: Path, first: int, count: int, language: str) -> None:
    """Articles of a sentence each, in a file of their own."""
    source = random.Random(f"{first} {language}")
    lines = [
        {"text": " ".join(source.choices(WORDS[language], k=8)) + f" {number}.", "language": language}
        | {"title": f"{language} {number}", "date": f"{1900 + number}"}
        for number in range(first, first + count)
    ]
    path = folder / f"{language}-{first}.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert [report.status for report in add_paths(library, [path])] == ["added"]


def published(library: Library) -> dict[str, Part]:
    generation = generations.open_current(library.directory)
    assert generation is not None
    return generation.languages


def ranked(library: Library, question: str = "crane of the harbour", k: int = 20, **where: Any) -> list[str]:
    query = library.query(question, "en", centred=False)
    return [hit.text for hit, _ in library.search(query, k, where=Filter(**where), scoring=DENSE)]


def test_the_kind_goes_by_the_number_of_passages(library: Library) -> None:
    parts = published(library)
    assert parts["en"].factory == "IVF20,SQ8"
    assert parts["vi"].factory == "Flat"
    assert (parts["en"].rows, parts["vi"].rows) == (100, 20)
    assert building.LEAST_RECALL <= parts["en"].recall <= 1 == parts["vi"].recall
    info = library.info()
    assert info.index == "by size"
    assert info.indexes["en"] == {"kind": "IVF20,SQ8", "passages": 100, "recall@10": parts["en"].recall}
    assert library.verify() == []


def test_it_finds_what_an_exact_index_finds(library: Library, tmp_path: Path) -> None:
    with Library.create(tmp_path / "exact", HashEncoder(), factory="Flat") as exact:
        add(exact, tmp_path, 0, 100, "en")
        add(exact, tmp_path, 0, 20, "vi")
        assert {part.factory for part in published(exact).values()} == {"Flat"}
        wanted = ranked(exact)
        everything = set(ranked(exact, k=1000))
    assert len(set(ranked(library)) & set(wanted)) >= 19
    assert set(ranked(library, k=1000)) == everything


@pytest.mark.parametrize("years", [1, 5, 30])
def test_a_filter_finds_all_that_it_allows(library: Library, years: int) -> None:
    found = ranked(library, k=1000, since="1950", until=str(1950 + years - 1), languages=frozenset({"en"}))
    assert len(found) == years
    assert {int(text.rstrip(".").split()[-1]) for text in found} == set(range(50, 50 + years))


def test_where_too_little_is_found_it_stays_exact_and_says_so(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "LEAST_RECALL", 1.01)
    add(library, tmp_path, 100, 120, "en")
    part = published(library)["en"]
    assert (part.factory, part.recall) == ("Flat", 1)
    assert library.info().indexes["en"]["note"].startswith("IVF30,SQ8 finds only")
    monkeypatch.setattr(Neighbours, "recall", lambda *_: pytest.fail("tried again"))
    add(library, tmp_path, 220, 40, "en")
    assert published(library)["en"].note == part.note
    assert published(library)["en"].rows == 260


def test_an_index_looks_at_more_of_itself_until_it_finds_enough() -> None:
    rows = np.random.default_rng(0).normal(size=(2000, 16)).astype(np.float32)
    index = FaissIndex(16, "IVF64,Flat")
    index.add(np.arange(2000), rows)
    known = Neighbours.of(rows[:50] + np.float32(0.5)).beside(np.arange(2000), rows)
    index.effort = 1
    before = known.recall(index)
    reached = building._recall_reached(index, known)
    assert before < reached == known.recall(index)
    assert reached >= building.LEAST_RECALL or index.effort == index.greatest_effort
    assert index.effort > 1


def test_a_little_more_is_searched_but_not_published(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = generations.current(library.directory)
    monkeypatch.setattr(building.Builder, "write", lambda *_: pytest.fail("published"))
    add(library, tmp_path, 300, 5, "en")
    library.remove(library.articles()[0].id)
    for opened in (library, Library.open(library.directory)):
        assert len(ranked(opened, k=1000)) == 124
        assert "304." in " ".join(ranked(opened, k=1000))
    assert generations.current(library.directory) == number


def test_more_extends_the_index_without_training_it_again(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, number = published(library), generations.current(library.directory)
    inode = (library.directory / f"gen-{number}" / before["vi"].file).stat().st_ino
    monkeypatch.setattr(building.Builder, "_trained", lambda *_: pytest.fail("trained again"))
    library.remove(library.articles()[0].id)
    add(library, tmp_path, 300, 50, "en")
    after = published(library)
    assert (after["en"].rows, after["en"].made_of) == (149, 100)
    assert after["en"].factory == before["en"].factory
    assert len(ranked(library, k=1000)) == 169
    folder = library.directory / f"gen-{generations.current(library.directory)}"
    assert folder.name != f"gen-{number}"
    assert (folder / after["vi"].file).stat().st_ino == inode


def test_twice_as_many_are_indexed_anew(library: Library, tmp_path: Path) -> None:
    add(library, tmp_path, 300, 150, "en")
    assert published(library)["en"].factory == "IVF32,SQ8"
    assert published(library)["en"].made_of == 250


def test_what_was_removed_leaves_the_files(library: Library) -> None:
    for record in library.articles()[:30]:
        library.remove(record.id)
    part = published(library)["en"]
    folder = library.directory / f"gen-{generations.current(library.directory)}"
    assert FaissIndex.load(folder / part.file).removed <= 0.2 * part.rows
    assert len(ranked(library, k=1000)) == 90
    for record in library.articles()[:30]:
        library.remove(record.id)
    assert published(library)["en"].factory == "Flat"
    assert len(ranked(library, k=1000)) == 60


def test_a_language_that_is_gone_leaves_no_file(library: Library, tmp_path: Path) -> None:
    for record in library.articles():
        if record.language == "vi":
            library.remove(record.id)
    add(library, tmp_path, 300, 20, "en")
    assert set(published(library)) == {"en"}
    assert library.verify() == []


def test_a_kind_that_cannot_be_trained_is_told(tmp_path: Path) -> None:
    with Library.create(tmp_path / "ivf", HashEncoder(), factory="IVF64,Flat") as library:
        add(library, tmp_path, 0, 10, "en")
        assert library.info().indexes["en"]["kind"] == "Flat"
        assert "too few to train" in library.info().indexes["en"]["note"]
        add(library, tmp_path, 100, 200, "en")
        assert published(library)["en"].factory in ("IVF64,Flat", "Flat")
        assert published(library)["en"].rows == 210


def test_many_at_once_are_indexed_from_the_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is added does not pass through memory on its way into a generation."""
    monkeypatch.setattr("embeddings.overlay.OverlaidIndex.add", lambda *_: pytest.fail("held in memory"))
    with Library.create(tmp_path / "new", HashEncoder()) as library:
        add(library, tmp_path, 0, 100, "en")
        assert len(ranked(library, k=1000)) == 100
