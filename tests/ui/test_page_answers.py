"""What the chat says of an answer: claims that nothing supports, the likely answer, how it was understood."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.types import Article, Passage, Span
from qa.restoring import LostCitation
from qa.types import Answer, Citation, Claim, Hit
from ui.page.chat.answers import answer_text
from ui.page.chat.exchanges import Exchange
from ui.page.chat.rendering import section

TEXT = "There are 75 counties [1]. There are 80 schools [1]. Nobody knows why."
FIRST, SECOND, THIRD = Span(0, 26), Span(27, 52), Span(53, 70)
SOURCE = "全省75个县脱贫。另有60所学校。"


def answer(
    *claims: Claim,
    text: str = TEXT,
    language: str = "en",
    likely: Span | None = None,
    notices: tuple[str, ...] = (),
    resolved: str | None = None,
) -> Answer:
    article = Article("a", "Title", SOURCE, "zh-Hans")
    hit = Hit(Passage("a:0", "a", 0, len(SOURCE), SOURCE, "zh-Hans"), article, 1.0, 1)
    quotes = (Citation(1, "a:0", "a", SOURCE[:9], 0, 9, likely), Citation(1, "a:0", "a", SOURCE[9:], 9, 17))
    return Answer(
        "?", language, text, quotes, (hit,), False, 0.5, "test", claims, notices=notices, resolved=resolved
    )


def claim(span: Span, *missing: str, supported: bool = False, cites: bool = True) -> Claim:
    return Claim(span.start, span.end, (1,) if cites else (), supported, missing)


def plain(source: str) -> str:
    return html.unescape(re.sub("<[^>]*>", "", source))


def doubted(source: str) -> list[tuple[str, str]]:
    """Each claim that is marked as doubtful, and the reason given."""
    found = re.findall('<span class="pc-doubted">(.*?)</span> <span class="pc-doubt">(.*?)</span>', source)
    return [(plain(text), plain(reason)) for text, reason in found]


def test_only_claims_that_nothing_supports_are_doubted_and_each_says_why() -> None:
    source = answer_text(
        answer(claim(FIRST, supported=True), claim(SECOND, "80", "schools"), claim(THIRD, cites=False)),
        0,
        "en",
    )
    assert doubted(source) == [
        ("There are 80 schools 1.", "Not supported by the sources (missing: 80, schools)"),
        ("Nobody knows why.", "No source given"),
    ]
    assert source.count("<button") == 2


@pytest.mark.parametrize(
    ("language", "reason"),
    [
        ("zh-Hans", "来源不支持（来源中没有：80、x）"),
        ("zh-Hant", "來源不支持（來源中沒有：80、x）"),
        ("vi", "Các nguồn không xác nhận (không có trong nguồn: 80, x)"),
        ("fr", "Not supported by the sources (missing: 80, x)"),
    ],
)
def test_the_reason_is_in_the_language_of_the_question(language: str, reason: str) -> None:
    source = answer_text(answer(claim(SECOND, "80", "x"), language=language), 0, "en")
    assert [why for _, why in doubted(source)] == [reason]


@given(st.sets(st.sampled_from([FIRST, SECOND, THIRD])))
def test_doubts_change_nothing_of_the_text(spans: set[Span]) -> None:
    claims = [claim(span) for span in sorted(spans, key=lambda span: span.start)]
    source = answer_text(answer(*claims), 0, "vi")
    without_reasons = re.sub(' <span class="pc-doubt">.*?</span>', "", source)
    assert plain(without_reasons) == TEXT.replace("[1]", "1")
    assert len(doubted(source)) == len(spans)


def test_the_likely_answer_is_emphasised_in_the_quote() -> None:
    text = answer_text(answer(text=f"Title: “{SOURCE[:9]}” [1]", likely=Span(2, 6)), 0, "en")
    assert '<span class="pc-quote" lang="zh-Hans" dir="auto">全省<strong>75个县</strong>脱贫。</span>' in text


def test_a_name_that_runs_leftward_keeps_to_itself() -> None:
    article = Article("a", "رحلة <1>", "كانت السفينة.", "ar", "الميناء", "2021")
    hit = Hit(Passage("a:0", "a", 0, 13, article.text, "ar"), article, 1.0, 1)
    text = f"According to “{article.title}” (الميناء, 2021): “{article.text}” [1]"
    quote = Citation(1, "a:0", "a", article.text, 0, 13)
    shown = answer_text(replace(answer(text=text), citations=(quote,), hits=(hit,)), 0, "en")
    assert shown.startswith("According to “<bdi>رحلة &lt;1&gt;</bdi>” (<bdi>الميناء</bdi>, 2021): “<span")
    assert plain(shown) == text.replace("[1]", "1")
    assert "<bdi>" not in answer_text(answer(text="“Title” [1]"), 0, "en")


def test_what_was_quoted_of_an_article_that_is_gone_keeps_its_marker() -> None:
    lost = LostCitation(1, "رحلة", "<b>", None, "ar", "كانت <i>")
    told = replace(answer(text="According to “رحلة” (<b>): “كانت <i>” [1]"), citations=(), hits=())
    shown = answer_text(told, 0, "en", [lost])
    assert 'data-marker="1"' in shown
    assert (
        '<bdi>رحلة</bdi>” (&lt;b&gt;): “<span class="pc-quote" lang="ar" dir="auto">كانت &lt;i&gt;<' in shown
    )
    assert "<button" not in answer_text(told, 0, "en")


def test_a_marker_is_named_in_the_readers_language() -> None:
    assert 'aria-label="Show source 1"' in answer_text(answer(), 0, "en")
    assert 'aria-label="查看來源 1"' in answer_text(answer(), 0, "zh-Hant")


def test_a_follow_up_shows_what_was_understood_and_notices_follow_the_answer() -> None:
    told = answer(resolved="How many in Guangxi?", notices=("Answered without the model: it is down.",))
    source = section(Exchange("And in Guangxi?", told.text, told), 0, "en")
    understood, text, notice = (
        source.index(part) for part in ("Understood as: How many in Guangxi?", "There are 75", "it is down")
    )
    assert understood < text < notice
    assert "Understood as" not in section(Exchange("?", TEXT, answer()), 0, "en")


def test_of_overlapping_quotes_the_first_and_then_the_longest_is_shown_and_a_marker_inside_is_text() -> None:
    source = "One [1] two. One [1] two. Three"
    article = Article("a", "Title", source, "en")
    hit = Hit(Passage("a:0", "a", 0, len(source), source, "en"), article, 1.0, 1)
    quotes = tuple(Citation(1, "a:0", "a", source[:end], 0, end) for end in (3, 12, 25))
    shown = answer_text(
        replace(answer(text=f"{source[:25]} One [1] two. [1]"), citations=quotes, hits=(hit,)), 0, "en"
    )
    assert re.findall(r'<span class="pc-quote"[^>]*>(.*?)</span>', shown) == [source[:25], source[:12]]
    assert shown.count("<button") == 1


def test_many_long_quotes_that_almost_match_everywhere_are_looked_for_once_each() -> None:
    text, source = "a" * 20_000, "a" * 4_100 + "b"
    article = Article("a", "Title", source, "en")
    hit = Hit(Passage("a:0", "a", 0, len(source), source, "en"), article, 1.0, 1)
    quotes = tuple(Citation(1, "a:0", "a", source[at:], at, len(source)) for at in range(50))
    shown = answer_text(replace(answer(text=f"{text} {source}"), citations=quotes, hits=(hit,)), 0, "en")
    assert plain(shown) == f"{text} {source}"
    assert shown.count("pc-quote") == 1
