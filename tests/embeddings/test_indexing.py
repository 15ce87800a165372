"""What adding tells of each file, and files that are known under another name than they are read from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.reading import Limits
from embeddings.encoders.hashed import HashEncoder
from embeddings.indexing import FileReport, add_file, add_paths
from embeddings.library import Library

TEXT = "The harbour of Lisbon opened in 1887. It has nine cranes."


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library.create(tmp_path / "library", HashEncoder())


def write(path: Path, text: str = TEXT, **metadata: str) -> Path:
    front = "".join(f"{key}: {value}\n" for key, value in metadata.items())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\n{front}---\n\n{text}\n" if front else text, encoding="utf-8")
    return path


def add(library: Library, path: Path) -> FileReport:
    (report,) = add_paths(library, [path])
    return report


def test_a_copy_under_another_name_is_already_there_and_renames_nothing(
    library: Library, tmp_path: Path
) -> None:
    assert add(library, write(tmp_path / "harbour.txt")).status == "added"
    report = add(library, write(tmp_path / "harbour (1).txt"))
    assert (report.status, report.articles) == ("unchanged", ())
    assert "already" in report.reason
    assert [record.title for record in library.articles()] == ["harbour"]
    assert add(library, tmp_path / "harbour (1).txt").reason == ""


def test_another_file_that_says_more_of_an_article_updates_it(library: Library, tmp_path: Path) -> None:
    add(library, write(tmp_path / "one.md", title="Harbour", source="Harbour News"))
    report = add(library, write(tmp_path / "two.md", date="2021-05"))
    assert report.status == "updated"
    record = library.articles()[0]
    assert (record.title, record.source, record.date) == ("Harbour", "Harbour News", "2021-05")


def test_a_file_with_one_new_article_among_known_ones_is_added(library: Library, tmp_path: Path) -> None:
    add(library, write(tmp_path / "harbour.txt"))
    lines = [json.dumps({"title": "Harbour", "text": text}) for text in (TEXT, "The mill grinds rye.")]
    report = add(library, write(tmp_path / "both.jsonl", "\n".join(lines)))
    assert (report.status, len(report.articles), len(library.articles())) == ("added", 2, 2)


def test_a_file_is_known_by_another_path_which_need_not_exist(library: Library, tmp_path: Path) -> None:
    known_as, steps = tmp_path / "nowhere" / "harbour.txt", []
    texts = "\n".join(json.dumps({"text": f"Gate number {n} opens at dawn."}) for n in range(20))
    report = add_file(
        library,
        write(tmp_path / "upload.jsonl", texts),
        known_as=known_as,
        progress=lambda done, articles: steps.append((done, articles)),
    )
    assert (report.status, report.path, len(report.articles)) == ("added", known_as, 20)
    assert steps == [(16, 20), (20, 20)]
    assert {record.path for record in library.articles()} == {str(known_as)}
    (tmp_path / "upload.jsonl").touch()
    assert add_file(library, tmp_path / "upload.jsonl", known_as=known_as).status == "unchanged"
    assert library.verify() == []


def test_what_cannot_be_read_is_skipped_and_the_library_left_alone(library: Library, tmp_path: Path) -> None:
    for path, why in ((tmp_path / "missing.txt", "no such file"), (write(tmp_path / "x.md"), "limit")):
        report = add_file(library, path, known_as=tmp_path / path.name, limits=Limits(max_bytes=10))
        assert (report.status, report.path) == ("skipped", tmp_path / path.name)
        assert why in report.reason
    assert library.articles() == []
