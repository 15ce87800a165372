"""A copied citation: nothing in an article can break out of the format that it is copied in."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.types import Article
from ui.rendering.citations import bibtex, markdown, plain, web_address

ARTICLE = Article(
    "4f7c9da740e86ccd",
    "疫情之下談減貧",
    "全省75個貧困縣至此悉數脫貧。",
    "zh-Hant",
    "新華社",
    "2020-11-24",
    "https://example.org/a?b=1",
)
HOSTILE = st.text(alphabet="\\{}[]()<>*_`#&%$~^|!@\"'\n\r\t\x00\ud800 a1-+=.:/“中", max_size=40)
ARTICLES = st.builds(Article, st.just("0f"), HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)


def test_plain_text_is_one_line_with_what_is_known() -> None:
    assert plain(ARTICLE, ["全省75個\n貧困縣"]) == (
        "疫情之下談減貧. 新華社, 2020-11-24. https://example.org/a?b=1 “全省75個 貧困縣”"
    )
    assert plain(Article("0f", "What now?", "", "en")) == "What now?"


def test_markdown_quotes_and_links() -> None:
    assert markdown(ARTICLE, ["一。\n\n二。"]) == (
        "> 一。\n>\n> 二。\n\n— [疫情之下談減貧](<https://example.org/a?b=1>), 新華社, 2020-11-24"
    )


def test_bibtex_of_an_article_with_an_address() -> None:
    assert bibtex(ARTICLE, ["全省75個貧困縣"]) == (
        "@online{polycite-4f7c9da740e86ccd,\n"
        "  title        = {{疫情之下談減貧}},\n"
        "  organization = {{新華社}},\n"
        "  date         = {2020-11-24},\n"
        "  url          = {https://example.org/a?b=1},\n"
        "  langid       = {chinese-traditional},\n"
        "  note         = {“全省75個貧困縣”},\n"
        "}\n"
    )


def test_bibtex_of_an_article_without_one_leaves_out_what_is_unknown() -> None:
    bare = Article("0f", "T", "text", "tlh", date="last week", url="javascript:alert(1)")
    assert bibtex(bare) == "@misc{polycite-0f,\n  title        = {{T}},\n}\n"


def test_the_key_stays_whatever_is_known_of_the_article() -> None:
    renamed = replace(ARTICLE, title="Other", source="Other", date=None, url=None)
    assert (
        re.findall(r"\{(polycite-\w+),", bibtex(ARTICLE) + bibtex(renamed))
        == ["polycite-4f7c9da740e86ccd"] * 2
    )


def test_tex_reads_every_special_character_as_itself() -> None:
    title = re.search(r"title += \{\{(.*)\}\}", bibtex(replace(ARTICLE, title="50% & #1_a $x {b} \\c ~d ^e")))
    assert title
    assert title[1] == (
        r"50\% \& \#1\_a \$x \textbraceleft{}b\textbraceright{} \textbackslash{}c"
        r" \textasciitilde{}d \textasciicircum{}e"
    )


@given(ARTICLES, st.lists(HOSTILE, max_size=2))
def test_braces_balance_and_every_field_stays_on_its_line(article: Article, quotes: list[str]) -> None:
    entry = bibtex(article, quotes)
    lines = entry.split("\n")
    assert lines[0] == "@misc{polycite-0f,"
    assert lines[-2:] == ["}", ""]
    for line in lines[1:-2]:
        assert re.fullmatch(r"  [a-z]+ += \{.*\},", line)
        depth = 0
        for brace in re.findall(r"[{}]", line):
            depth += 1 if brace == "{" else -1
            assert depth >= 0
        assert depth == 0


@given(ARTICLES, st.lists(HOSTILE, max_size=2))
def test_no_markdown_survives_unescaped(article: Article, quotes: list[str]) -> None:
    *quoted, attribution = markdown(article, quotes).split("\n\n— ")
    assert len(quoted) <= 1
    lines = [line.removeprefix(">").removeprefix(" ") for part in quoted for line in part.split("\n")]
    for line in [*lines, attribution]:
        assert not re.search(r"(?<!\\)(\\\\)*[`*_\[\]<>&#|~$@]", line)
        assert not re.match(r"\s|[-+=]|\d+[.)]", line)


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//x",
        "https://",
        "http://[",
    ],
)
def test_what_is_no_address_on_the_web_is_no_link(url: str | None) -> None:
    assert web_address(url) == ""


def test_an_address_cannot_end_the_link_that_holds_it() -> None:
    evil = "https://example.org/a b>{x}\n\"'><script>"
    assert web_address(evil) == "https://example.org/a%20b%3E%7Bx%7D%22'%3E%3Cscript%3E"
    assert web_address(" HTTPS://example.org/\ta") == "https://example.org/a"
    assert web_address("https://example.org/%E4%B8%AD?q=中") == "https://example.org/%E4%B8%AD?q=%E4%B8%AD"
