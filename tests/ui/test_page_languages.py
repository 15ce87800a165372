"""Dates, numbers and names of languages as readers of the page's four languages write them."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from ui.page.articles.uploads import megabytes
from ui.page.chat.words import WORDS, counted
from ui.page.filtering.choices import Choice, Choices
from ui.page.filtering.rendering import filter_panel
from ui.page.languages import (
    READER_LANGUAGES,
    direction,
    in_language,
    language_name,
    reader_language,
    shown_date,
    shown_number,
)
from ui.page.panel import ASSETS
from ui.page.proof.rendering import library_contents

LISTED = {"id": "a", "title": "T", "source": "", "date": None, "language": "en"}


@pytest.mark.parametrize(
    ("date", "shown"),
    [
        ("2020-11-24", {"en": "24 November 2020", "zh-Hans": "2020年11月24日", "vi": "24 tháng 11, 2020"}),
        ("2020-11", {"en": "November 2020", "zh-Hant": "2020年11月", "vi": "tháng 11 năm 2020"}),
        ("2020", {"en": "2020", "zh-Hans": "2020年", "zh-Hant": "2020年", "vi": "2020"}),
    ],
)
def test_a_date_is_written_as_its_reader_does_to_its_own_precision(date: str, shown: dict[str, str]) -> None:
    assert {reader: shown_date(date, reader) for reader in shown} == shown


@pytest.mark.parametrize("text", ["2020-02-31", "0000", "last week", "2020-1", "<b>", "２０２０-13"])
def test_what_is_no_date_stays_as_it_is(text: str) -> None:
    assert shown_date(text, "zh-Hans") == text


def test_no_date_is_nothing() -> None:
    assert (shown_date(None, "en"), shown_date("", "vi")) == ("", "")


@pytest.mark.parametrize(
    ("tag", "names"),
    [
        ("en", ["English", "英语", "英文", "Tiếng Anh"]),
        ("vi", ["Vietnamese", "越南语", "越南文", "Tiếng Việt"]),
        ("zh-Hans", ["Simplified Chinese", "简体中文", "簡體中文", "Tiếng Trung giản thể"]),
        ("zh-Hant", ["Traditional Chinese", "繁体中文", "繁體中文", "Tiếng Trung phồn thể"]),
        ("ar", ["Arabic", "阿拉伯语", "阿拉伯文", "Tiếng Ả Rập"]),
        ("und", ["Unknown language", "未知语言", "未知語言", "Ngôn ngữ không xác định"]),
        ("qqz", ["qqz", "qqz", "qqz", "qqz"]),
    ],
)
def test_a_language_has_a_name_in_each_readers_language(tag: str, names: list[str]) -> None:
    assert [language_name(tag, reader) for reader in READER_LANGUAGES] == names


def test_a_tag_with_a_region_that_has_no_name_is_called_by_its_language() -> None:
    assert language_name("fr-SN", "en") == "French"


@pytest.mark.parametrize("tag", ["ar", "he", "fa-IR", "ur", "az-Arab", "AR"])
def test_what_is_written_from_right_to_left(tag: str) -> None:
    assert direction(tag) == "rtl"


@pytest.mark.parametrize("tag", ["en", "zh-Hant", "vi", "ar-Latn", "sd-Deva", "", "und"])
def test_what_is_written_from_left_to_right(tag: str) -> None:
    assert direction(tag) == "ltr"


@pytest.mark.parametrize("sent", [None, 3, ["en"], "fr", "", "zh", "__class__"])
def test_anything_a_browser_sends_that_is_no_language_of_the_page_is_english(sent: Any) -> None:
    assert reader_language(sent) == "en"
    assert in_language({"en": 1, "zh-Hans": 2, "zh-Hant": 3, "vi": 4}, sent) == 1


def test_numbers_have_their_readers_separators() -> None:
    assert [shown_number(12345.5, reader) for reader in ("en", "vi")] == ["12,345.5", "12.345,5"]


def test_every_number_and_date_of_the_page_is_written_by_one_function() -> None:
    for path in (Path(__file__).parents[2] / "ui" / "page").rglob("*.py"):
        grouped = re.findall(r"\{[^{}]*:,[^{}]*\}", path.read_text(encoding="utf-8"))
        assert all("MAX_COMMENT" in one for one in grouped), path  # an error that is told in English
    for path in ASSETS.glob("*.js"):
        script = path.read_text(encoding="utf-8")
        assert not re.search(r"(DateTimeFormat|toLocaleString)\((?!polycite\.locale)", script), path.name


def test_thousands_are_the_readers_in_the_filter_the_map_and_the_list() -> None:
    found = Choices((Choice("vi", 1234), Choice("en", 5)), (), 0, 1239, 1239)
    assert "<small>1.234</small>" in filter_panel(found, language="vi")
    assert "<small>1,234</small>" in filter_panel(found, language="en")
    html = library_contents([SimpleNamespace(**LISTED)] * 1234, language="vi")
    assert "1.234" in html
    assert megabytes(1_500_000, "vi") == "1,5 MB"
    assert counted(WORDS["vi"].articles, 1234, "vi").startswith("1.234")
    scale = {tag: shown_date("2020-11", tag) for tag in READER_LANGUAGES}
    assert scale == {
        "en": "November 2020",
        "zh-Hans": "2020年11月",
        "zh-Hant": "2020年11月",
        "vi": "tháng 11 năm 2020",
    }
    assert shown_date("2020-11-24", "en") == "24 November 2020"
    assert {shown_date("2020", tag) for tag in ("en", "vi")} == {"2020"}
