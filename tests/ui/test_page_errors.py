"""Errors on the page: in the reader's language where they have words of their own, else as they are."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from corpus.errors import InputError, PolyciteError
from corpus.reading import Limits, read_file
from embeddings.encoders.hashed import HashEncoder
from embeddings.indexing import add_file
from embeddings.library import Filter, Library, LibraryError
from embeddings.library.errors import explained
from qa.questions import clean_question
from ui.page.articles.rendering import outcome
from ui.page.error_words import WORDS, line, sentence
from ui.page.languages import READER_LANGUAGES

ROOT = Path(__file__).parents[2]
SOURCES = [path for folder in ("corpus", "embeddings", "qa", "ui") for path in (ROOT / folder).rglob("*.py")]


def _caught(question: str) -> PolyciteError:
    with pytest.raises(InputError) as caught:
        clean_question(question)
    return caught.value


def test_a_long_question_is_told_in_each_language_with_its_numbers() -> None:
    error = _caught("x" * 2_001)
    assert sentence(error, "en") == "The question is too long: at most 2,000 characters are read."
    assert sentence(error, "zh-Hans") == "问题太长：最多 2,000 个字符。"
    assert sentence(error, "zh-Hant") == "問題太長：最多 2,000 個字元。"
    assert sentence(error, "vi") == "Câu hỏi quá dài: tối đa 2.000 ký tự."
    assert str(error).startswith("question: 2,001 characters")


def test_an_error_without_words_is_told_as_it_is() -> None:
    error = PolyciteError("rating", "it is neither up nor down", "rate the answer again")
    assert sentence(error, "vi") == "Rating: it is neither up nor down (rate the answer again)."


def test_a_file_that_is_not_read_says_why_in_the_readers_language(tmp_path: Path) -> None:
    empty = tmp_path / "a.txt"
    empty.write_text("")
    with Library.create(tmp_path / "library", HashEncoder()) as library:
        report = add_file(library, empty, known_as=empty)
    assert outcome(report, "zh-Hans") == "已跳过：文件是空的"
    assert report.reason == "is empty"


def test_dates_that_are_none_are_quoted() -> None:
    with pytest.raises(InputError) as caught:
        Filter(since="soon")
    assert sentence(caught.value, "zh-Hant") == "「soon」不是日期；請寫成 2022、2022-05 或 2022-05-28。"


def test_a_format_that_is_not_known_comes_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(PolyciteError) as caught:
        read_file(tmp_path / "a.xyz", Limits())
    assert ".docx" in line(caught.value, "vi")


def test_every_code_has_words_and_all_words_a_code() -> None:
    """Of those that are given in the sources."""
    given = {code for path in SOURCES for code in re.findall(r'code="([a-z-]+)"', path.read_text("utf-8"))}
    given |= {"library-missing", "library-unusable"}
    assert given == WORDS.keys()


@pytest.mark.parametrize("other", ["资料库", "資料庫"])
def test_the_library_has_one_name_in_chinese(other: str) -> None:
    assert [path for path in (ROOT / "ui").rglob("*.py") if other in path.read_text("utf-8")] == []


@pytest.mark.parametrize("code", WORDS)
def test_the_words_are_there_in_all_languages_and_say_the_same(code: str) -> None:
    lines = WORDS[code]
    assert lines.keys() == READER_LANGUAGES.keys()
    assert list(lines.values()).count(lines["en"]) == 1
    fields = [sorted(name for _, name, _, _ in Formatter().parse(text) if name) for text in lines.values()]
    assert all(names == fields[0] for names in fields)


def test_what_keeps_the_library_from_working_is_told_without_its_path(tmp_path: Path) -> None:
    with pytest.raises(LibraryError) as caught, explained(tmp_path, "read"):
        raise PermissionError(13, "Permission denied")
    assert str(tmp_path) in str(caught.value)
    assert str(tmp_path) not in sentence(caught.value, "en")
    with pytest.raises(LibraryError) as missing:
        Library.open(tmp_path)
    assert sentence(missing.value, "vi").startswith("Không còn thấy thư viện")
