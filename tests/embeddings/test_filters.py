"""A filter is checked when it is made, and takes just the articles that it names."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import cycle, product
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from corpus.errors import InputError
from embeddings.encoders.hashed import HashEncoder
from embeddings.indexing import add_paths
from embeddings.library import EVERYTHING, Filter, Library, LibraryError
from embeddings.library.filters import language_tags

DAYS = [f"{y}-{m:02d}-{d:02d}" for y, m, d in product((2020, 2021), (1, 6, 12), (1, 15, 30))]
DATES = [*DAYS, *sorted({day[:7] for day in DAYS}), "2020", "2021", None]
SOURCES = ("Tuổi Trẻ", "Coast Gazette", "")
TEXTS = {
    "en": "Gate number {} of the old town opens at dawn.",
    "zh-Hans": "老城的第{}座城门清晨打开，黄昏关闭。",
    "zh-Hant": "老城的第{}座城門清晨打開，黃昏關閉。",
    "vi": "Cổng thành số {} mở cửa lúc bình minh.",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """One article of each date, its source and language in turn; and a file of its own, ``pier``."""
    folder = tmp_path_factory.mktemp("dated")
    lines = [
        {
            "title": str(date),
            "text": TEXTS[language].format(n),
            "date": date,
            "source": SOURCES[n % 3],
            "language": language,
        }
        for n, (date, language) in enumerate(zip(DATES, cycle(TEXTS), strict=False))
    ]
    (folder / "gates.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    (folder / "pier-2019.en.md").write_text("---\ndate: 2019\n---\nThe pier opens at dawn.", encoding="utf-8")
    with Library.create(tmp_path_factory.mktemp("filters") / "library", HashEncoder()) as library:
        assert all(report.status == "added" for report in add_paths(library, [folder]))
        yield library


def admitted(library: Library, where: Filter) -> set[str]:
    """The ids of the articles that a search finds."""
    hits = library.search(library.query("Which gate opens at dawn?", "en"), 100, "gate", where=where)
    return {passage.article_id for passage, _ in hits}


def with_(library: Library, **fields: str | None) -> set[str]:
    return {
        record.id
        for record in library.articles()
        if all(getattr(record, name) == value for name, value in fields.items())
    }


def days(date: str) -> tuple[str, str]:
    """The first and the last day that a date may mean; there is no 31st in its order, nor a 30th month."""
    return date + "-00-00"[len(date) - 4 :], date + "-99-99"[len(date) - 4 :]


_bounds = st.none() | st.sampled_from([date for date in DATES if date] + ["2019-12-31", "2020-03", "2022"])


@given(since=_bounds, until=_bounds)
@settings(max_examples=60, deadline=None)
def test_a_date_fits_if_its_period_overlaps_the_range(
    library: Library, since: str | None, until: str | None
) -> None:
    first, last = days(since or "0001")[0], days(until or "9999")[1]
    assume((since or until) and first <= last)
    overlapping = {
        record.id
        for record in library.articles()
        if record.date and days(record.date)[1] >= first and days(record.date)[0] <= last
    }
    assert admitted(library, Filter(since=since, until=until)) == overlapping


def test_everything_fits_no_restriction(library: Library) -> None:
    assert admitted(library, EVERYTHING) == admitted(library, Filter(since=None)) == with_(library)


@pytest.mark.parametrize(
    "bound", ["", "yesterday", "2022-13", "2022-02-30", "22", "2022-5", "٢٠٢٢", "0000", "\n"]
)
@pytest.mark.parametrize("side", ["since", "until"])
def test_a_bound_that_is_no_date_is_an_error_in_one_line(side: str, bound: str) -> None:
    with pytest.raises(InputError, match=rf"filter by date, {side}: .* is no date \(write 2022, ") as caught:
        Filter(**{side: bound})  # type: ignore[arg-type]
    assert "\n" not in str(caught.value)


def test_a_range_must_not_end_before_it_begins() -> None:
    Filter(since="2022-05-03", until="2022-05")
    Filter(since="2022-05", until="2022-05-03")
    with pytest.raises(InputError, match="2022-04-30 is before 2022-05"):
        Filter(since="2022-05", until="2022-04-30")


@pytest.mark.parametrize(
    ("asked", "tags"),
    [
        ({"zh"}, {"zh-Hans", "zh-Hant"}),
        ({"ZH-hant"}, {"zh-Hant"}),
        ({"en", "zh-Hans"}, {"en", "zh-Hans"}),
    ],
)
def test_a_language_takes_its_scripts(asked: set[str], tags: set[str], library: Library) -> None:
    expected = set[str]().union(*(with_(library, language=tag) for tag in tags))
    assert admitted(library, Filter(languages=frozenset(asked))) == expected


@pytest.mark.parametrize("asked", ["z", "zh-Hans-CN", "ko", "", "en-"])
def test_a_language_that_is_not_held_is_an_error_that_names_those_that_are(asked: str) -> None:
    with pytest.raises(InputError, match=rf"no article in '{asked}' \(it holds: en, vi, zh-Hans\)"):
        language_tags({"en", asked}, {"vi", "en", "zh-Hans"})


@pytest.mark.parametrize("name", ["Tuổi Trẻ", "TUỔI TRẺ", " Tu\u00f4\u0309i Tre\u0309 "])
def test_a_source_is_known_in_any_case(name: str, library: Library) -> None:
    held = with_(library, source="Tuổi Trẻ")
    assert held
    assert admitted(library, Filter(sources=frozenset({name}))) == held


def test_articles_without_a_source_can_be_asked_for(library: Library) -> None:
    assert admitted(library, Filter(sources=frozenset({""}))) == with_(library, source="")


def test_an_unknown_source_has_no_passages(library: Library) -> None:
    assert admitted(library, Filter(sources=frozenset({"Tuổi", "\udcff", "%"}))) == set()


def test_an_article_is_named_by_id_its_start_or_its_file(library: Library) -> None:
    (pier,) = with_(library, date="2019")
    for name in (pier, pier[:10], "pier-2019"):
        assert admitted(library, Filter(articles=frozenset({name}))) == {pier}
    assert admitted(library, Filter(articles=frozenset({"gates"}))) == with_(library) - {pier}
    assert admitted(library, Filter(articles=frozenset({"gates", pier}))) == with_(library)


@pytest.mark.parametrize("name", ["pier", "zzzz", "", "pier-2019.en.md"])
def test_an_unknown_article_is_an_error_that_names_the_list(name: str, library: Library) -> None:
    with pytest.raises(LibraryError, match="polycite list"):
        admitted(library, Filter(articles=frozenset({name})))


def test_parts_of_a_filter_all_hold(library: Library) -> None:
    where = Filter(languages=frozenset({"zh"}), sources=frozenset({"coast gazette"}), since="2021")
    expected = {
        record.id
        for record in library.articles()
        if record.language.startswith("zh")
        and record.source == "Coast Gazette"
        and (record.date or "") >= "2021"
    }
    assert expected
    assert admitted(library, where) == expected


def test_a_library_without_articles_has_no_language(tmp_path: Path) -> None:
    with Library.create(tmp_path / "library", HashEncoder()) as empty:
        query = empty.query("gate", "en")
        assert empty.search(query, 5, "gate", where=Filter(since="2020")) == []
        with pytest.raises(InputError, match="it holds: none"):
            empty.search(query, 5, where=Filter(languages=frozenset({"en"})))
