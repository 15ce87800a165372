"""Articles of many files encoded together while others are read and stored: the same library, in order."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.reading import Document, Limits, read_file
from corpus.types import Span
from embeddings.encoders import BundledEncoder
from embeddings.encoders.hashed import HashEncoder
from embeddings.indexing import Progress, add_paths
from embeddings.library import FileState, Library, LibraryError
from embeddings.protocols import Encoder, Vectors
from embeddings.reading_ahead import ahead

WINDOWS = pytest.mark.parametrize("passages", [1, 5, 10_000])


class Listening(HashEncoder):
    """Remembers the texts that it encoded as passages with spans, a list a call."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[list[str]] = []

    def encode_spans(
        self, texts: Sequence[str], spans: Sequence[Sequence[Span]], /
    ) -> tuple[Vectors, list[Vectors]]:
        self.calls.append(list(texts))
        return super().encode_spans(texts, spans)

    @property
    def encoded(self) -> list[str]:
        return [text for texts in self.calls for text in texts]


def story(number: int, sentences: int = 3) -> str:
    lines = [f"Gate {number} of the canal has {part} locks. It opens at dawn." for part in range(sentences)]
    return "\n\n".join(lines)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    for number in range(12):
        (folder / f"gate{number:02}.txt").write_text(story(number, 1 + 4 * number), encoding="utf-8")
    lines = [json.dumps({"title": f"Line {n}", "text": story(100 + n)}) for n in range(40)]
    (folder / "many.jsonl").write_text("\n".join([*lines, json.dumps({"text": story(3, 13)})]), "utf-8")
    (folder / "gate04-broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    (folder / "gate07-empty.txt").write_bytes(b"")
    return folder


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    return lambda passages: monkeypatch.setattr("embeddings.indexing._PASSAGES_AT_ONCE", passages)


def rows(library: Library) -> tuple[list[Any], Vectors]:
    """Everything stored of the passages but vectors, and these: passages, titles, sentences of both kinds."""
    query = (
        "SELECT a.id, a.title, p.start, p.end, p.terms, p.sentences, p.vector, a.title_vector, "
        "p.in_context, p.alone FROM passages p JOIN articles a ON a.id = p.article ORDER BY 1, 3, 4"
    )
    found = library._store._rows(query)
    vectors = [np.frombuffer(blob, "<f4") for row in found for blob in row[6:8]]
    halves = [np.frombuffer(blob, "<f2").astype(np.float32) for row in found for blob in row[8:]]
    return [row[:6] for row in found], np.concatenate([*vectors, *halves]).reshape(-1, library.encoder.dim)


def one_by_one(directory: Path, encoder: Encoder, folder: Path) -> Library:
    library = Library.create(directory, encoder)
    for path in sorted(folder.glob("*.[tj]*")):
        if path.stat().st_size == 0:
            continue
        document = read_file(path)
        ids = [article.id for article in document.articles]
        held = library.held(ids)
        new = [library.indexed(article) for article in document.articles if article.id not in held]
        file = FileState(path, document.size, document.mtime_ns, document.sha256)
        with library.writing():
            library.put(file, new, [], ids)
    return library


def assert_same(library: Library, other: Library, cosine: float) -> None:
    (stored, vectors), (expected, of_expected) = rows(library), rows(other)
    assert stored == expected
    lengths = np.linalg.norm(vectors, axis=1) * np.linalg.norm(of_expected, axis=1)
    assert ((vectors * of_expected).sum(axis=1) / lengths).min() >= cosine
    assert library.verify() == []


@WINDOWS
def test_the_library_is_that_of_one_article_at_a_time(
    tmp_path: Path, folder: Path, at_once: Callable[[int], None], passages: int
) -> None:
    at_once(passages)
    library = Library.create(tmp_path / "library", HashEncoder())
    list(add_paths(library, [folder]))
    assert_same(library, one_by_one(tmp_path / "other", HashEncoder(), folder), 0.99999)


@pytest.mark.model
def test_the_bundled_encoder_gives_the_vectors_of_one_article_at_a_time(tmp_path: Path, folder: Path) -> None:
    encoder = BundledEncoder()
    encoder.encode_spans(["Both are encoded by the bulk engine alone."], [[]])
    encoder.encode_passages([story(0, 200)])
    library = Library.create(tmp_path / "library", encoder)
    list(add_paths(library, [folder]))
    assert_same(library, one_by_one(tmp_path / "other", encoder, folder), 0.9999)


@WINDOWS
def test_reports_come_in_order_with_what_was_skipped_among_them(
    tmp_path: Path, folder: Path, at_once: Callable[[int], None], passages: int
) -> None:
    at_once(passages)
    with Library.create(tmp_path / "library", HashEncoder()) as library:
        reports = list(add_paths(library, [folder]))
        assert [report.path for report in reports] == sorted(folder.iterdir())
        skipped = [report.path.stem for report in reports if report.status == "skipped"]
        assert skipped == ["gate04-broken", "gate07-empty"]
        assert {report.status for report in add_paths(library, [folder])} == {"unchanged", "skipped"}


def test_articles_of_many_files_are_encoded_in_one_call_and_once(tmp_path: Path, folder: Path) -> None:
    (folder / "gate02-copy.txt").write_text(story(2, 9), encoding="utf-8")
    with Library.create(tmp_path / "library", encoder := Listening()) as library:
        encoder.calls.clear()
        list(add_paths(library, [folder]))
        assert len(encoder.encoded) == len(set(encoder.encoded)) == library.info().passages
        assert len(encoder.calls) <= 3


def test_reading_goes_no_more_than_two_windows_ahead(
    tmp_path: Path, folder: Path, at_once: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once(1)
    read: list[Path] = []

    def reading(path: Path, limits: Limits) -> Document:
        read.append(path)
        return read_file(path, limits)

    monkeypatch.setattr("embeddings.indexing.read_file", reading)
    with Library.create(tmp_path / "library", HashEncoder()) as library:
        for done, _ in enumerate(add_paths(library, [folder / f"gate{n:02}.txt" for n in range(12)]), 1):
            assert done <= len(read) <= done + 3


@WINDOWS
def test_left_early_it_goes_on_where_it_stopped(
    tmp_path: Path, folder: Path, at_once: Callable[[int], None], passages: int
) -> None:
    at_once(passages)
    library = Library.create(tmp_path / "library", encoder := Listening())
    reports = add_paths(library, [folder])
    done = [next(reports).path for _ in range(3)]
    reports.close()  # type: ignore[attr-defined]
    assert {str(path) for path in done} <= {record.path for record in library.articles()}
    stored = library.info().passages
    encoder.calls.clear()
    again = list(add_paths(library, [folder]))
    assert [report.status for report in again[:3]] == ["unchanged"] * 3
    assert len(encoder.encoded) == library.info().passages - stored
    assert_same(library, one_by_one(tmp_path / "other", HashEncoder(), folder), 0.99999)


def test_an_article_that_moves_to_a_file_read_ahead_stays(tmp_path: Path) -> None:
    """When the second file is read the library still holds the article; when it is stored, no more."""
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    first.write_text(story(1), encoding="utf-8")
    with Library.create(tmp_path / "library", HashEncoder()) as library:
        list(add_paths(library, [first]))
        first.write_text(story(2), encoding="utf-8")
        second.write_text(story(1), encoding="utf-8")
        statuses = [report.status for report in add_paths(library, [first, second])]
        assert statuses == ["updated", "added"]
        assert [record.path for record in library.articles()] == [str(first), str(second)]
        assert library.verify() == []


class Failing(HashEncoder):
    """Fails where a text speaks of gate 9."""

    def encode_spans(
        self, texts: Sequence[str], spans: Sequence[Sequence[Span]], /
    ) -> tuple[Vectors, list[Vectors]]:
        vectors, found = super().encode_spans(texts, spans)
        return np.where([["Gate 9 " in text] for text in texts], np.nan, vectors).astype(np.float32), found


def test_what_was_stored_before_a_failure_is_kept_and_reported(
    tmp_path: Path, folder: Path, at_once: Callable[[int], None]
) -> None:
    at_once(1)
    with Library.create(tmp_path / "library", Failing()) as library:
        reports = (report.path.stem for report in add_paths(library, [folder]))
        names = [next(reports) for _ in range(4)]
        with pytest.raises(LibraryError, match="not finite"):
            names.extend(reports)
        assert names[:3] == ["gate00", "gate01", "gate02"]
        assert len(library.articles()) >= 8
        assert library.verify() == []


@WINDOWS
def test_what_another_program_reads_meanwhile_is_whole(
    tmp_path: Path, folder: Path, at_once: Callable[[int], None], passages: int
) -> None:
    at_once(passages)
    with (
        Library.create(tmp_path / "library", HashEncoder()) as library,
        Library.open(tmp_path / "library") as reader,
    ):
        for report in add_paths(library, [folder]):
            records = reader.articles()
            assert {article.id for article in report.articles} <= {record.id for record in records}
            assert all(record.passages for record in records)
            found = reader.search(reader.query("which gate has locks", "en"), 5)
            assert all(passage.article_id in {r.id for r in reader.articles()} for passage, _ in found)


def test_progress_tells_passages_and_bytes_done_and_left(
    tmp_path: Path, folder: Path, at_once: Callable[[int], None]
) -> None:
    at_once(5)
    steps: list[Progress] = []
    with Library.create(tmp_path / "library", HashEncoder()) as library:
        list(add_paths(library, [folder], progress=steps.append))
        passages = library.info().passages
        files = sorted(folder.iterdir())
        sizes = [path.stat().st_size for path in files]
        assert steps[0] == Progress(0, len(files), files[0], 0, 0, sum(sizes))
        assert [step.passages for step in steps] == sorted(step.passages for step in steps)
        assert [step.bytes_left for step in steps] == sorted((s.bytes_left for s in steps), reverse=True)
        assert (steps[-1].done_files, steps[-1].passages, steps[-1].bytes_left) == (len(files), passages, 0)
        (parts,) = (path for path in files if path.suffix == ".jsonl")
        inside = [step for step in steps if step.path == parts and 0 < step.bytes_left < sizes[-1]]
        assert len(inside) == 2
        steps.clear()
        list(add_paths(library, [folder], progress=steps.append))
        assert (steps[-1].passages, steps[-1].bytes_done, steps[-1].bytes_left) == (0, 0, 0)


class TestAhead:
    def test_one_item_is_made_while_another_is_in_use(self) -> None:
        made: list[int] = []

        def numbers() -> Iterator[int]:
            for number in range(5):
                made.append(number)
                yield number

        for number in ahead(numbers()):
            assert len(made) <= number + 2
        assert made == list(range(5))

    def test_an_error_comes_in_its_place(self) -> None:
        def numbers() -> Iterator[int]:
            yield 1
            raise ValueError("no second")

        items = ahead(numbers())
        assert next(items) == 1
        with pytest.raises(ValueError, match="no second"):
            next(items)

    def test_closed_early_it_makes_no_more(self) -> None:
        numbers = iter(range(100))
        items = ahead(numbers)
        assert next(items) == 0
        items.close()
        assert next(numbers) == 2
