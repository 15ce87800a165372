"""The five real pages: what leaves each of them, by line number, and that all else stays to the character."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus.cleaning import Cleaned, clean
from corpus.types import RawArticle

ARTICLES = Path(__file__).parents[2].parent / "shared" / "articles"
pytestmark = pytest.mark.skipif(
    not ARTICLES.is_dir(), reason="the real articles are not here (../shared/articles)"
)


@dataclass(frozen=True, slots=True)
class Expected:
    """``removed``: line number (from 0) to why; ``marker``: a few words of the title, or ``None``."""

    file: str
    removed: dict[int, str]
    paragraphs: int
    marker: str | None
    source: str | None
    date: str | None


PAGES = [
    Expected("asean-china-2022.en.txt", {1: "photo caption", 5: "photo caption"}, 12, None, None, None),
    Expected("iprcc-digital-2022.zh.txt", {0: "byline"}, 11, None, None, None),
    Expected("longnan-2020.zh-Hant.txt", {0: "title"}, 17, "2020全球減貧", "中國網", "2020-11-24"),
    Expected(
        "shenzhen-2019.zh-Hans.txt",
        {
            0: "breadcrumb",
            2: "title",
            4: "comment line",
            6: "repeated title",
            8: "share line",
            10: "repeated paragraph",
            12: "photo caption",
            24: "photo caption",
            36: "editor's signature",
        },
        10,
        "解码",
        "深圳新闻网",
        "2019-09-21",
    ),
    Expected(
        "vietnam-china-2021.vi.txt",
        {
            0: "page header",
            1: "date line",
            2: "page header",
            3: "page header",
            4: "page header",
            6: "title",
            8: "date line",
            12: "photo caption",
            13: "photo caption",
            27: "photo caption",
            28: "photo caption",
        },
        14,
        "Hội thảo trao đổi",
        None,
        "2021-12-09",
    ),
]


def lines_of(file: str) -> list[str]:
    return [line.strip() for line in (ARTICLES / file).read_text("utf-8").split("\n")]


def cleaned(file: str) -> Cleaned:
    return clean(RawArticle((ARTICLES / file).read_text("utf-8")))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.file)
def test_exactly_the_lines_of_the_page_leave(page: Expected) -> None:
    result = cleaned(page.file)
    assert [removed.why for removed in result.removed] == list(page.removed.values())
    if "iprcc" not in page.file:
        lines = lines_of(page.file)
        assert [removed.text for removed in result.removed] == [lines[at] for at in page.removed]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.file)
def test_every_other_line_stays_to_the_character_and_in_order(page: Expected) -> None:
    stays = [line for at, line in enumerate(lines_of(page.file)) if line and at not in page.removed]
    kept = cleaned(page.file).text.split("\n\n")
    assert len(kept) == len(stays) == page.paragraphs
    if "iprcc" not in page.file:
        assert kept == stays


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.file)
def test_title_source_and_date_are_those_of_the_article(page: Expected) -> None:
    result = cleaned(page.file)
    assert (result.source, result.date, result.language) == (page.source, page.date, None)
    assert result.title is None if page.marker is None else page.marker in (result.title or "")


def test_what_repeats_a_paragraph_still_stands_in_it() -> None:
    result = cleaned("shenzhen-2019.zh-Hans.txt")
    repeated = next(removed.text for removed in result.removed if removed.why == "repeated paragraph")
    assert repeated in result.text


def test_the_scrapers_damage_is_undone_character_by_character() -> None:
    """Without its brackets each line keeps its length; what changed is script and nothing else."""
    damaged = lines_of("iprcc-digital-2022.zh.txt")[1:]
    kept = cleaned("iprcc-digital-2022.zh.txt").text.split("\n\n")
    bare = [re.sub(r"\([^()]*\)", "", line) for line in damaged]
    assert [len(line) for line in kept] == [len(line) for line in bare]
    pairs = {(old, new) for a, b in zip(bare, kept, strict=True) for old, new in zip(a, b, strict=True)}
    changed = {old: new for old, new in pairs if old != new}
    assert all(not old.isascii() for old in changed)
    assert {"國": "国", "發": "发", "貧": "贫", "著": "着"}.items() <= changed.items()
    assert changed.keys().isdisjoint("".join(kept))


def test_two_hundred_and_seventy_three_glosses_are_gone() -> None:
    raw = (ARTICLES / "iprcc-digital-2022.zh.txt").read_text("utf-8")
    assert raw.count("(") == 273
    assert "(" not in cleaned("iprcc-digital-2022.zh.txt").text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.file)
def test_cleaning_again_removes_nothing(page: Expected) -> None:
    first = cleaned(page.file)
    again = clean(RawArticle(first.text, title=first.title))
    assert (again.text, again.title, again.removed) == (first.text, first.title, ())
