"""The library keeps what it was given, exactly once, and finds it again."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from corpus.chunking import ChunkSettings
from embeddings.encoders.hashed import HashEncoder
from embeddings.indexing import FileReport, add_paths
from embeddings.lexical import held_terms
from embeddings.library import Library, LibraryDamaged, LibraryError, generations
from embeddings.library.schema import FORMAT
from embeddings.protocols import Vectors

TEXTS = {
    "harbour": "The harbour of Lisbon opened in 1887. It has nine cranes.\n\nShips from Brazil arrive daily.",
    "bridge": "桥梁于一九五七年建成。全长一千六百七十米。",
    "market": "Chợ nổi Cái Răng họp từ sáng sớm. Du khách đến bằng thuyền.",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / f"{name}.x.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def library(tmp_path: Path, folder: Path) -> Library:
    library = Library.create(tmp_path / "library", HashEncoder(), chunking=ChunkSettings(max_tokens=24))
    assert [report.status for report in add(library, folder)] == ["added"] * 3
    return library


def add(library: Library, *paths: Path) -> list[FileReport]:
    return list(add_paths(library, paths))


def found(library: Library, question: str, k: int = 1) -> list[str]:
    query = library.query(question, "en")
    return [passage.text for passage, _ in library.search(query, k)]


def article_id(library: Library, stem: str) -> str:
    return next(identifier for identifier, stems in library.stems().items() if stem in stems)


def test_finds_passages_whose_text_is_a_slice_of_their_article(library: Library) -> None:
    query = library.query("nine cranes in the harbour of Lisbon", "en")
    hits = library.search(query, 10)
    assert "Lisbon" in hits[0][0].text
    assert [score for _, score in hits] == sorted((score for _, score in hits), reverse=True)
    for passage, _ in hits:
        assert library.article(passage.article_id).text[passage.start : passage.end] == passage.text


def test_sentences_of_a_passage_carry_their_vectors(library: Library) -> None:
    query = library.query("cranes", "en")
    passage = library.search(query, 1)[0][0]
    [held] = library.contents([passage])
    text = library.article(passage.article_id).text
    sentences = [text[span.start : span.end] for span in held.sentences]
    assert all(sentence in passage.text for sentence in sentences)
    np.testing.assert_allclose(np.linalg.norm(held.vectors, axis=1), 1, atol=1e-5)
    assert "cranes" in sentences[int((held.vectors @ query).argmax())]


def test_passages_have_the_vectors_and_terms_of_their_texts_until_they_are_removed(library: Library) -> None:
    passages = [passage for passage, _ in library.search(library.query("cranes", "en"), 3)]
    for passage, held in zip(passages, library.contents(passages), strict=True):
        encoded = library.passage_vector(passage.text, passage.language)
        np.testing.assert_allclose(held.vector, encoded, atol=1e-5)
        assert held.terms == held_terms(passage.text)
    library.remove(passages[0].article_id)
    [gone] = library.contents(passages[:1])
    assert (gone.sentences, gone.terms, gone.vectors.shape) == ((), frozenset(), (0, len(gone.vector)))
    assert np.isfinite(gone.vector).all()
    assert library.contents([]) == []


def test_adding_again_costs_nothing_and_changes_nothing(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = library.articles(), library.info().passages
    monkeypatch.setattr("embeddings.indexing.read_file", lambda *_: pytest.fail("read an unchanged file"))
    assert [report.status for report in add(library, folder)] == ["unchanged"] * 3
    assert (library.articles(), library.info().passages) == before


def test_a_touched_file_is_read_but_unchanged(library: Library, folder: Path) -> None:
    passages = library.info().passages
    (folder / "bridge.x.txt").touch()
    assert [report.status for report in add(library, folder)] == ["unchanged"] * 3
    assert library.info().passages == passages


def test_a_changed_file_replaces_its_article(library: Library, folder: Path) -> None:
    (folder / "harbour.x.txt").write_text("The lighthouse of Lisbon was lit in 1901.", encoding="utf-8")
    assert [report.status for report in add(library, folder)] == ["unchanged", "updated", "unchanged"]
    assert len(library.articles()) == 3
    assert not any("cranes" in text for text in found(library, "nine cranes", k=10))
    assert "lighthouse" in found(library, "lighthouse of Lisbon lit")[0]
    assert library.verify() == []


def test_new_metadata_updates_the_article_in_place(library: Library, folder: Path) -> None:
    path = folder / "canal.md"
    for edition in ("First", "Second"):
        body = "The canal was dug by hand over eleven years. Barges still use it."
        front = f"---\ntitle: {edition} canal\nsource: {edition} Press\n---\n"
        path.write_text(f"{front}{body}\n", encoding="utf-8")
        add(library, path)
    records = [record for record in library.articles() if "canal" in record.title]
    assert [(record.title, record.source) for record in records] == [("Second canal", "Second Press")]


def test_the_same_text_in_two_files_is_one_article(library: Library, folder: Path) -> None:
    copy = folder / "nested" / "another name.txt"
    copy.parent.mkdir()
    shutil.copy(folder / "harbour.x.txt", copy)
    add(library, folder)
    assert len(library.articles()) == 3
    copy.write_text("A different text about a windmill in the north.", encoding="utf-8")
    add(library, folder)
    assert len(library.articles()) == 4
    assert "cranes" in found(library, "nine cranes harbour Lisbon")[0]


def test_remove_removes_and_lets_the_file_be_added_again(library: Library, folder: Path) -> None:
    identifier = article_id(library, "harbour")
    assert "Lisbon" in library.remove(identifier[:8]).text
    assert len(library.articles()) == 2
    assert not any("Lisbon" in text for text in found(library, "Lisbon", k=10))
    assert [report.status for report in add(library, folder)] == ["unchanged", "added", "unchanged"]
    assert "Lisbon" in found(library, "Lisbon harbour")[0]


def test_removing_one_article_of_a_file_leaves_its_siblings_in_place(library: Library, folder: Path) -> None:
    path = folder / "pair.jsonl"

    def write(second: str) -> None:
        texts = {"Mill": "The mill grinds rye beside the northern canal.", "Well": second}
        path.write_text(
            "\n".join(json.dumps({"title": k, "text": v}) for k, v in texts.items()), encoding="utf-8"
        )

    write("The well on the square never runs dry.")
    add(library, path)
    mill = next(record.id for record in library.articles() if record.title == "Mill")
    library.remove(mill)
    assert [r.path for r in library.articles() if r.title == "Well"] == [str(path.resolve())]
    write("The well on the square dried up in 1976.")
    add(library, path)
    assert sorted(r.title for r in library.articles() if r.path == str(path.resolve())) == ["Mill", "Well"]
    assert "1976" in found(library, "well on the square 1976")[0]


def test_a_file_under_another_spelling_of_its_path_is_the_same(library: Library, folder: Path) -> None:
    (folder / "harbour.x.txt").write_text("The lighthouse of Lisbon was lit in 1901.", encoding="utf-8")
    reports = add(library, folder / ".." / folder.name / "harbour.x.txt")
    assert [report.status for report in reports] == ["updated"]
    assert len(library.articles()) == 3


def test_unknown_and_ambiguous_ids_are_told_apart(library: Library) -> None:
    with pytest.raises(LibraryError, match="no article"):
        library.article("zzzz")
    with pytest.raises(LibraryError, match="several articles"):
        library.article("")
    for identifier in ("%", "\udcff", "g" * 16):
        with pytest.raises(LibraryError, match="no article"):
            library.article(identifier)


def test_a_second_reader_sees_what_the_first_writes(library: Library, folder: Path) -> None:
    with Library.open(library.directory) as reader:
        assert "Lisbon" in found(reader, "Lisbon harbour")[0]
        (folder / "tower.txt").write_text("The clock tower strikes thirteen on Sundays.", encoding="utf-8")
        add(library, folder)
        library.remove(article_id(library, "harbour"))
        assert "thirteen" in found(reader, "clock tower strikes thirteen")[0]
        assert not any("Lisbon" in text for text in found(reader, "Lisbon", k=10))


def test_an_open_reader_stays_whole_however_often_a_file_changes(library: Library, folder: Path) -> None:
    with Library.open(library.directory) as reader:
        for edition in range(6):
            text = "\n\n".join(f"Edition {edition}, lock {n} of the great canal." for n in range(12))
            (folder / "canal.txt").write_text(text, encoding="utf-8")
            add(library, folder)
            passages = found(reader, "lock of the great canal", k=100)
            assert len(passages) == library.info().passages
            assert f"Edition {edition}" in passages[0]


def test_a_reader_survives_a_generation_deleted_under_it(library: Library) -> None:
    expected = found(library, "Lisbon", k=10)
    with Library.open(library.directory) as reader:
        shutil.rmtree(library.directory / f"gen-{generations.current(library.directory)}")
        assert found(reader, "Lisbon", k=10) == expected


def test_threads_that_add_at_once_take_turns(library: Library, folder: Path) -> None:
    for number in range(8):
        (folder / f"gate{number}.txt").write_text(f"Gate {number} opens at dawn.", encoding="utf-8")
    failures: list[BaseException] = []

    def run() -> None:
        try:
            add(library, folder)
        except BaseException as error:  # noqa: BLE001 - carried to the main thread
            failures.append(error)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(library.articles()) == 11


def test_threads_that_create_at_once_get_one_library(tmp_path: Path) -> None:
    made: list[Library] = []
    threads = [
        threading.Thread(target=lambda: made.append(Library.open_or_create(tmp_path / "new", HashEncoder)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4


def test_searches_while_another_thread_adds(library: Library, folder: Path) -> None:
    failures: list[BaseException] = []

    def search() -> None:
        try:
            for _ in range(40):
                assert "Lisbon" in found(library, "Lisbon harbour 1887")[0]
        except BaseException as error:  # noqa: BLE001 - carried to the main thread
            failures.append(error)

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(10):
        (folder / f"tower{number}.txt").write_text(f"Tower number {number} has a bell.", encoding="utf-8")
        add(library, folder)
    for thread in threads:
        thread.join()
    assert failures == []


class BlindEncoder(HashEncoder):
    """Sees nothing of what a text says: vectors are random, by the hash of the whole."""

    def encode_passages(self, texts: Sequence[str], /) -> Vectors:
        seeds = [int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) for text in texts]
        rows = np.stack([np.random.default_rng(seed).standard_normal(self.dim) for seed in seeds])
        unit: Vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
        return unit


@pytest.mark.parametrize(
    ("question", "language", "words"),
    [
        ("What did Zarnik build?", "en", "Zarnik"),
        ("Zarnik是谁？", "zh-Hans", "Zarnik"),
        ("How many dikes are 186,000 metres long?", "en", "18.6万"),
        ("橋樑多長？", "zh-Hant", "桥梁"),
    ],
)
def test_words_find_what_vectors_miss(tmp_path: Path, question: str, language: str, words: str) -> None:
    texts = [f"Gate number {n} of the old town opens at dawn and closes at dusk." for n in range(30)]
    texts += [f"老城的第{n}座城门清晨打开，黄昏关闭。" for n in range(30)]
    texts += ["The engineer Zarnik raised a lighthouse.", "堤坝总长18.6万米。", "这座桥梁全长一千米。"]
    path = tmp_path / "all.jsonl"
    path.write_text("\n".join(json.dumps({"text": text}) for text in texts), encoding="utf-8")
    with Library.create(tmp_path / "library", BlindEncoder(dim=1024)) as library:
        add(library, path)
        query = library.query(question, language)

        def rank(shared_words_of: str) -> int:
            hits = library.search(query, 100, shared_words_of)
            return next(rank for rank, (passage, _) in enumerate(hits) if words in passage.text)

        assert rank(question) < rank("")
        assert rank(question) < 10


# Encoders


class OtherEncoder(HashEncoder):
    def __init__(self) -> None:
        super().__init__()
        self.revision = "another"


def test_another_encoder_is_refused_with_both_names_and_the_mend(library: Library) -> None:
    with pytest.raises(LibraryError, match=r"'another'.*polycite rebuild") as caught:
        Library.open(library.directory, encoder=OtherEncoder())
    assert HashEncoder().revision in str(caught.value)
    with pytest.raises(LibraryError, match="revision '1-64', and '1-32' is given"):
        Library.open(library.directory, encoder=HashEncoder(dim=32))


class DriftedEncoder(HashEncoder):
    def encode_passages(self, texts: object, /) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        return np.roll(super().encode_passages(texts), 1, axis=1)  # type: ignore[arg-type]


def test_an_encoder_with_other_weights_under_the_same_name_is_refused(library: Library) -> None:
    with pytest.raises(LibraryError, match="no longer gives the vectors"):
        Library.open(library.directory, encoder=DriftedEncoder())


def test_rebuild_changes_the_encoder_and_keeps_the_articles(library: Library) -> None:
    articles = [record.id for record in library.articles()]
    with Library.open(library.directory) as reader:
        found(reader, "Lisbon")
        steps: list[tuple[int, int]] = []
        library.rebuild(HashEncoder(dim=32), progress=lambda *step: steps.append(step))
        assert steps == [(1, 3), (2, 3), (3, 3)]
        with pytest.raises(LibraryError, match="open it again"):
            found(reader, "Lisbon")
    assert [record.id for record in library.articles()] == articles
    assert "Lisbon" in found(library, "Lisbon harbour 1887")[0]
    with Library.open(library.directory, encoder=HashEncoder(dim=32)) as again:
        assert "Lisbon" in found(again, "Lisbon harbour 1887")[0]
        assert again.verify() == []


def test_adding_to_a_library_that_was_rebuilt_meanwhile_is_refused(library: Library, folder: Path) -> None:
    with Library.open(library.directory) as late:
        library.rebuild(HashEncoder(dim=32))
        with pytest.raises(LibraryError, match="rebuilt with another encoder"):
            add(late, folder)
    assert "Lisbon" in found(library, "Lisbon harbour 1887")[0]
    assert library.verify() == []


class ShortSighted(HashEncoder):
    max_tokens = 16


def test_passages_are_never_longer_than_the_encoder_reads(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="reads 16 tokens, and passages of 100 are asked for"):
        Library.create(tmp_path / "refused", ShortSighted(), chunking=ChunkSettings(max_tokens=100))
    path = tmp_path / "long.txt"
    path.write_text("A sentence that goes on " + "and on " * 60 + "until it stops.", encoding="utf-8")
    with Library.create(tmp_path / "library", ShortSighted()) as library:
        add(library, path)
        assert library.chunking.max_tokens == 16
        query = library.query("on and on", "en")
        for passage, _ in library.search(query, 50):
            spans = library.contents([passage])[0].sentences
            assert spans, "a part of a long sentence has a vector of its own"
            article = library.article(passage.article_id)
            assert all(library.encoder.count_tokens(article.text[s.start : s.end]) <= 16 for s in spans)


def test_an_interrupted_rebuild_changes_nothing(library: Library) -> None:
    def interrupt(done: int, articles: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        library.rebuild(HashEncoder(dim=32), progress=interrupt)
    with Library.open(library.directory, encoder=HashEncoder()) as again:
        assert "Lisbon" in found(again, "Lisbon harbour 1887")[0]
        assert again.verify() == []


# Directories that are not what they should be


def test_a_missing_directory_is_named_with_the_mend(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match=r"there is no library there \(make one with: polycite add"):
        Library.open(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


def test_a_foreign_directory_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"jpg")
    with pytest.raises(LibraryError, match="not a Polycite library"):
        Library.open(tmp_path)
    with pytest.raises(LibraryError, match="holds other files"):
        Library.create(tmp_path, HashEncoder())
    assert [path.name for path in tmp_path.iterdir()] == ["holiday.jpg"]


def test_a_folder_of_ones_own_named_like_a_generation_is_left_alone(tmp_path: Path) -> None:
    thesis = tmp_path / "gen-1" / "thesis.txt"
    thesis.parent.mkdir()
    thesis.write_text("mine", encoding="utf-8")
    with pytest.raises(LibraryError, match="holds other files"):
        Library.create(tmp_path, HashEncoder())
    assert thesis.read_text(encoding="utf-8") == "mine"


def test_a_library_is_not_created_over_another(library: Library) -> None:
    with pytest.raises(LibraryError, match="there is a library already"):
        Library.create(library.directory, HashEncoder(), factory="IVF4,Flat")
    assert library.info().index == "by size"


class NotANumber(HashEncoder):
    def encode_passages(self, texts: Sequence[str], /) -> Vectors:
        vectors = super().encode_passages(texts)
        return vectors * np.array([[np.nan if "poison" in text else 1] for text in texts], np.float32)


def test_vectors_that_are_no_numbers_are_refused_at_the_door(tmp_path: Path) -> None:
    path = tmp_path / "bad.txt"
    path.write_text("A sentence with poison in it.", encoding="utf-8")
    with Library.create(tmp_path / "library", NotANumber()) as library:
        with pytest.raises(LibraryError, match="not finite"):
            add(library, path)
        assert library.articles() == []


def test_a_foreign_database_is_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "library.sqlite") as connection:
        connection.execute("CREATE TABLE songs (title)")
    connection.close()
    before = (tmp_path / "library.sqlite").read_bytes()
    with pytest.raises(LibraryError, match="not written by Polycite"):
        Library.open(tmp_path)
    assert (tmp_path / "library.sqlite").read_bytes() == before


@pytest.mark.parametrize(("found", "mend"), [(7, "upgrade Polycite"), (1, "add the files to a new library")])
def test_another_format_is_refused_with_both_numbers(library: Library, found: int, mend: str) -> None:
    library.close()
    connection = sqlite3.connect(library.directory / "library.sqlite")
    connection.execute(f"PRAGMA user_version = {found}")
    connection.close()
    said = f"it has format {found}, and this version of Polycite reads format {FORMAT} ({mend})"
    with pytest.raises(LibraryError, match=re.escape(said)):
        Library.open(library.directory)


def test_a_library_that_lost_its_tables_is_damaged(library: Library) -> None:
    library.close()
    for path in library.directory.glob("library.sqlite*"):
        path.unlink()
    (library.directory / "library.sqlite").touch()
    for attempt in (Library.open, lambda directory: Library.open_or_create(directory, HashEncoder)):
        with pytest.raises(LibraryDamaged, match="lost its tables"):
            attempt(library.directory)


READ = """
import os, sys
from pathlib import Path
from embeddings.encoders.hashed import HashEncoder
from embeddings.library.schema import FORMAT
from embeddings.library import Library, LibraryError
with Library.open(sys.argv[2], encoder=HashEncoder()) as loaded_while_modules_can_be_read:
    loaded_while_modules_can_be_read.search(loaded_while_modules_can_be_read.query("Lisbon", "en"), 1)
    loaded_while_modules_can_be_read.verify()
os.setuid(65534)
assert not os.access(sys.argv[1], os.W_OK)
with Library.open(sys.argv[1], encoder=HashEncoder()) as library:
    print(library.search(library.query("Lisbon harbour 1887", "en"), 1)[0][0].text)
    print(len(library.articles()), library.verify())
    try:
        library.remove(library.articles()[0].id)
    except LibraryError as error:
        print(error)
"""


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become another user to read with")
def test_a_library_that_may_not_be_written_to_can_be_read(library: Library, tmp_path: Path) -> None:
    library.close()
    place = Path(tempfile.mkdtemp())
    place.chmod(0o755)
    try:
        shutil.copytree(library.directory, place / "library")
        command = [sys.executable, "-c", READ, str(place / "library"), str(library.directory)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    finally:
        shutil.rmtree(place)
    assert done.returncode == 0, done.stderr
    assert "Lisbon" in done.stdout
    assert "3 []" in done.stdout
    assert "cannot write to the library" in done.stdout


def test_adding_a_folder_that_holds_the_library_leaves_the_library_out(library: Library) -> None:
    reports = add(library, library.directory.parent)
    assert [report.status for report in reports] == ["unchanged"] * 3


def test_making_a_library_that_was_cut_off_is_finished(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "library.sqlite").close()
    (tmp_path / "library.sqlite").touch()
    with pytest.raises(LibraryError, match="it is empty"):
        Library.open(tmp_path)
    with Library.open_or_create(tmp_path, HashEncoder) as library:
        assert library.articles() == []


def test_a_database_of_noise_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "library.sqlite").write_bytes(b"noise" * 1000)
    with pytest.raises(LibraryDamaged, match=r"library\.sqlite is damaged") as caught:
        Library.open(tmp_path)
    assert caught.value.exit_code == 4


@pytest.mark.parametrize(
    ("harm", "problem"),
    [
        ("UPDATE articles SET text = replace(text, 'nine', 'five')", "its text has changed"),
        ("UPDATE articles SET text = 'short'", "passages lie outside their article"),
        ("UPDATE passages SET vector = zeroblob(256) WHERE row = 1", "vectors have changed"),
        ("UPDATE passages SET start = start + 1", "vectors have changed"),
        ("UPDATE passages SET in_context = x'00'", "vectors have changed"),
        ("UPDATE passages SET alone = in_context", "vectors have changed"),
        ("DELETE FROM passages WHERE row = 1", "vectors have changed"),
        ("UPDATE passages SET sentences = x''", "vectors have changed"),
        ("UPDATE passages SET terms = 'bogus'", "vectors have changed"),
        ("DROP TRIGGER lexical_removed; DELETE FROM passages WHERE row = 1", "index by words is not sound"),
        ("DELETE FROM lexical_data WHERE id > 10", "index by words is not sound"),
        ("UPDATE centroids SET query = x'00000000'", "centroids"),
    ],
)
def test_verify_names_what_is_wrong(library: Library, harm: str, problem: str) -> None:
    assert library.verify() == []
    connection = sqlite3.connect(library.directory / "library.sqlite")
    connection.executescript(harm)
    connection.commit()
    connection.close()
    with Library.open(library.directory) as again:
        assert problem in "\n".join(again.verify())


def test_rebuild_mends_an_index_by_words_that_is_broken(library: Library) -> None:
    connection = sqlite3.connect(library.directory / "library.sqlite")
    connection.execute("DELETE FROM lexical_data WHERE id > 10")
    connection.commit()
    connection.close()
    with Library.open(library.directory) as again:
        again.rebuild()
        assert again.verify() == []
        assert "Lisbon" in again.search(again.query("Lisbon", "en"), 1, "Lisbon")[0][0].text


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE meta SET value = '{' WHERE key = 'encoder'",
        "DELETE FROM meta WHERE key = 'encoder'",
        "UPDATE centroids SET query = x'00'",
        "DROP TABLE centroids",
    ],
)
def test_settings_that_cannot_be_read_are_damage(library: Library, harm: str) -> None:
    connection = sqlite3.connect(library.directory / "library.sqlite")
    connection.execute(harm)
    connection.commit()
    connection.close()
    with pytest.raises(LibraryDamaged):
        Library.open(library.directory)


# Generations


def test_a_library_opens_from_its_generation_without_reading_every_vector(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert generations.current(library.directory) is not None
    with Library.open(library.directory) as again:
        monkeypatch.setattr("embeddings.index.FaissIndex.add", lambda *_: pytest.fail("indexed again"))
        assert "Lisbon" in found(again, "Lisbon harbour 1887")[0]


@pytest.mark.parametrize("file", ["passages-0.faiss", "manifest.json"])
@pytest.mark.parametrize("harm", ["flip", "cut", "remove"])
def test_a_damaged_generation_is_made_again(library: Library, file: str, harm: str) -> None:
    path = library.directory / f"gen-{generations.current(library.directory)}" / file
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    if harm == "remove":
        path.unlink()
    else:
        path.write_bytes(data if harm == "flip" else data[:9])
    expected = found(library, "Lisbon harbour 1887", k=10)
    with Library.open(library.directory) as again:
        assert found(again, "Lisbon harbour 1887", k=10) == expected


def test_every_flipped_byte_of_a_manifest_is_noticed_or_harmless(library: Library) -> None:
    folder = library.directory / f"gen-{generations.current(library.directory)}"
    original = (folder / "manifest.json").read_bytes()
    expected = found(library, "Lisbon harbour 1887", k=10)
    for at in range(0, len(original), max(1, len(original) // 25)):
        (folder / "manifest.json").write_bytes(original[:at] + bytes([original[at] ^ 1]) + original[at + 1 :])
        with Library.open(library.directory) as again:
            assert found(again, "Lisbon harbour 1887", k=10) == expected


def test_a_generation_of_another_library_is_not_used(library: Library, tmp_path: Path) -> None:
    other = Library.create(tmp_path / "other", HashEncoder())
    path = tmp_path / "only.txt"
    path.write_text("An entirely different article about volcanoes.", encoding="utf-8")
    add(other, path)
    for name in ("CURRENT", f"gen-{generations.current(other.directory)}"):
        source, target = other.directory / name, library.directory / name
        if source.is_dir():
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(source, target)
        else:
            shutil.copy(source, target)
    with Library.open(library.directory) as again:
        assert "Lisbon" in found(again, "Lisbon harbour 1887")[0]


def test_an_index_that_needs_training_is_exact_while_there_is_too_little(
    tmp_path: Path, folder: Path
) -> None:
    with Library.create(tmp_path / "ivf", HashEncoder(), factory="IVF64,Flat") as library:
        add(library, folder)
        assert "Lisbon" in found(library, "Lisbon harbour 1887")[0]
    with Library.open(tmp_path / "ivf") as again:
        assert "Lisbon" in found(again, "Lisbon harbour 1887")[0]


def test_manifest_seals_its_files_and_names_the_encoder(library: Library) -> None:
    folder = library.directory / f"gen-{generations.current(library.directory)}"
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    seal = manifest["files"]["passages-0.faiss"]
    assert seal["bytes"] == (folder / "passages-0.faiss").stat().st_size
    assert len(seal["sha256"]) == 64
    assert manifest["coverage"]["encoder"]["name"] == "hash"
    assert manifest["coverage"]["factory"] == "by size"
    assert {part["factory"] for part in manifest["languages"].values()} == {"Flat"}
    assert manifest["coverage"]["count"] == library.info().passages


def test_info_counts(library: Library) -> None:
    info = library.info()
    assert (info.articles, info.dim, info.encoder) == (3, 64, "hash")
    assert info.languages == {"en": 1, "vi": 1, "zh-Hans": 1}
    assert info.bytes > 0
    assert info.changed.endswith("Z")
    json.dumps(info.to_dict())
