"""Terminal text: wrapped to the width, and harmless whatever the articles hold."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console, RenderableType

from corpus.types import Article, Passage
from embeddings.indexing import FileReport
from embeddings.library import ArticleRecord
from qa.types import Answer, Citation, Hit
from ui.rendering import (
    Wrapper,
    article_page,
    articles_table,
    facts_table,
    file_lines,
    hit_list,
    one_line,
    printable,
    source_list,
    tally,
    wrap,
)

HOSTILE = "\x1b]0;owned\x07\x1b[31mred\x9b2J\u202egnp\x08\r"
TEXTS = st.text(
    st.sampled_from("ab 甘肃。，“”（）…é\n-") | st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"))
)


def shown(renderable: RenderableType, width: int = 60) -> str:
    console = Console(file=io.StringIO(), width=width, markup=False, emoji=False, highlight=False)
    console.print(renderable, soft_wrap=True)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def article(title: str = "75 counties", text: str = "甘肃省75个贫困县全部脱贫。It was announced.") -> Article:
    return Article("a1b2", title, text, "zh-Hans", "Xinhua", "2020-11-21", "https://example.org/75")


def hit(of: Article, rank: int = 1) -> Hit:
    return Hit(Passage(f"{of.id}:0-14", of.id, 0, 14, of.text[:14], of.language), of, 0.75, rank)


def answer(text: str, *quotes: tuple[int, int, int]) -> Answer:
    of = article()
    citations = tuple(
        Citation(marker, f"{of.id}:0-14", of.id, of.text[start:end], start, end)
        for marker, start, end in quotes
    )
    return Answer("?", "en", text, citations, (hit(of),), False, 0.9, "extractive")


@settings(deadline=None)
@given(TEXTS, st.integers(4, 40))
def test_wrapping_keeps_every_character_but_spaces(text: str, width: int) -> None:
    assert "".join(wrap(text, width).split()) == "".join(text.split())


@settings(deadline=None)
@given(TEXTS, st.integers(12, 40))
def test_no_line_is_wider_than_asked(text: str, width: int) -> None:
    assert all(cell_len(line) <= width for line in wrap(text, width, indent="  ").split("\n"))


@settings(deadline=None)
@given(TEXTS, st.integers(4, 40), st.lists(st.integers(1, 5), min_size=1))
def test_how_a_text_arrives_does_not_change_how_it_is_wrapped(
    text: str, width: int, sizes: list[int]
) -> None:
    wrapper, out, at = Wrapper(width), "", 0
    for size in sizes:
        out += wrapper.feed(text[at : at + size])
        at += size
    assert out + wrapper.feed(text[at:]) + wrapper.flush() == wrap(text, width)


def test_lines_break_at_spaces_and_between_chinese_characters_but_not_before_a_full_stop() -> None:
    assert wrap("one two three", 8) == "one two\nthree"
    assert wrap("甘肃省全部脱贫。", 14) == "甘肃省全部脱\n贫。"


def test_text_is_not_wrapped_without_a_width() -> None:
    assert wrap("甘肃 " * 500, None, indent="    ") == "    " + ("甘肃 " * 500).rstrip()


def test_a_word_is_shown_as_soon_as_it_has_ended() -> None:
    wrapper = Wrapper(40)
    assert [wrapper.feed(piece) for piece in ("In 20", "20, seventy", "-five")] == ["In", " 2020,", ""]


@settings(deadline=None)
@given(st.text())
def test_printable_text_holds_no_control_character_but_line_feeds(text: str) -> None:
    assert not any(c != "\n" and not c.isprintable() and ord(c) < 0xA0 for c in printable(text))
    assert not set(printable(text)) & set(
        "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
    )


def test_one_line_is_one_line() -> None:
    assert one_line("a\r\nb\tc\u2028d\x1b[2J") == "a b c d␛[2J"


@pytest.mark.parametrize(
    "renderable",
    [
        hit_list([hit(article(HOSTILE, HOSTILE * 2))], 60),
        article_page(article(HOSTILE, HOSTILE), 60),
        file_lines(FileReport(Path(HOSTILE), "skipped", notes=(HOSTILE,), reason=HOSTILE)),
        facts_table({HOSTILE: HOSTILE}),
        articles_table([ArticleRecord(HOSTILE, HOSTILE, "en", HOSTILE, HOSTILE, None, 9, 1, HOSTILE)], 60),
    ],
)
def test_nothing_that_is_shown_commands_the_terminal(renderable: RenderableType) -> None:
    assert not set(shown(renderable)) & {"\x1b", "\x07", "\x08", "\r", "\x9b", "\u202e"}


def test_markup_in_a_title_is_only_text() -> None:
    assert "[bold]x[/bold]" in shown(hit_list([hit(article("[bold]x[/bold] :smile:"))], None))


def test_a_hit_shows_where_it_is_from_and_its_passage() -> None:
    text = shown(hit_list([hit(article())], 60))
    for part in (
        "75 counties",
        "Xinhua · 2020-11-21 · zh-Hans",
        "a1b2:0-14",
        "0.750",
        "甘肃省75个贫困县全部脱贫",
    ):
        assert part in text


def test_sources_show_each_article_once_and_only_the_quotes_the_answer_lacks() -> None:
    text = shown(source_list(answer("Gansu: “甘肃省75个贫困县全部脱贫。” [1]", (1, 0, 14), (2, 14, 31)), 60))
    assert text.startswith("[1][2] 75 counties\n    Xinhua · 2020-11-21 · zh-Hans\n")
    assert "脱贫" not in text
    assert "“It was announced.”" in text


def test_an_answer_without_citations_has_no_sources() -> None:
    assert not source_list(answer("The articles do not say."), 60)


def test_an_article_is_shown_under_its_origin() -> None:
    assert shown(article_page(article(), None)).split("\n")[:5] == [
        "75 counties",
        "Xinhua · 2020-11-21 · zh-Hans",
        "a1b2",
        "https://example.org/75",
        "",
    ]


def test_the_table_of_articles_has_a_row_for_each() -> None:
    record = ArticleRecord("a1b2", "Gansu", "zh-Hans", "Xinhua", None, None, 300, 2, "/x/gansu.md")
    header, row = shown(articles_table([record], 100), 100).splitlines()
    assert header.split() == ["id", "language", "date", "source", "title", "passages"]
    assert row.split() == ["a1b2", "zh-Hans", "Xinhua", "Gansu", "2"]


@pytest.mark.parametrize(
    ("width", "names"),
    [
        (40, ["id", "language", "title"]),
        (80, ["id", "language", "date", "title"]),
        (120, ["id", "language", "date", "source", "title", "passages"]),
    ],
)
def test_on_a_narrow_terminal_an_article_keeps_its_line_and_its_id(width: int, names: list[str]) -> None:
    long = "甘肃省75个贫困县全部脱贫 " * 12
    records = [
        ArticleRecord(f"{n}bcdef0123456789", long, "zh-Hans", long, "2020-11-21", None, 300, 2, "/x.md")
        for n in "ab"
    ]
    header, *rows = shown(articles_table(records, width), width).splitlines()
    assert header.split() == names
    assert [row.split()[:2] for row in rows] == [["abcdef01", "zh-Hans"], ["bbcdef01", "zh-Hans"]]
    assert all("…" in row and cell_len(row) <= width for row in rows)


def test_ids_are_shown_as_far_as_they_differ() -> None:
    ids = ("0123456789aa", "0123456789ab", "ffffffffffff")
    records = [ArticleRecord(one, "t", "en", "", None, None, 1, 1, "t.md") for one in ids]
    assert [row.split()[0] for row in shown(articles_table(records[1:], 60)).splitlines()[1:]] == [
        "01234567",
        "ffffffff",
    ]
    assert [row.split()[0] for row in shown(articles_table(records, 60)).splitlines()[1:]] == list(ids)


def test_facts_within_facts_stand_indented_below_their_name() -> None:
    lines = shown(facts_table({"dim": 64, "versions": {"python": "3.11"}})).splitlines()
    assert [line.rstrip() for line in lines] == ["dim       64", "versions", "  python  3.11"]


def test_a_report_tells_what_came_of_a_file() -> None:
    record = ArticleRecord("a1b2", "Gansu", "zh-Hans", "", None, None, 300, 2, "gansu.md")
    added = FileReport(Path("gansu.md"), "added", (record,), notes=("line 3: no text",))
    skipped = FileReport(Path("x.png"), "skipped", reason="no known format")
    assert (
        shown(file_lines(added)) == "added      gansu.md (zh-Hans, 2 passages)\n           line 3: no text\n"
    )
    assert shown(file_lines(skipped)) == "skipped    x.png: no known format\n"


def test_the_tally_counts_each_outcome() -> None:
    assert tally(["skipped", "added", "added"]).plain == "2 added, 1 skipped"
    assert tally([]).plain == "no files found"
