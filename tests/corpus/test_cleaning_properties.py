"""What holds for any text: cleaning never fails, never invents, never loses a character, and ends."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.cleaning import Cleaned, clean
from corpus.types import RawArticle

FRAGMENTS = st.sampled_from(
    [
        "Home > News",
        "当前位置：小村网首页>新闻>",
        "Share",
        "3条评论",
        "SECTION ONE",
        "Water tower for three villages",
        "新水塔的地点",
        "Friday, March 6, 2020, 10:00:00",
        "2020年3月5日",
        "By Ann Miller",
        "文︱张三 李四",
        "The council met on Monday in the school.",
        "They said: The council met on Monday in the school. Then they left.",
        "The hill above the school. Photo: Ann Miller",
        "Ngọn đồi phía sau trường. (Ảnh: An)",
        "会议现场。",
        "村委会星期一开会，讨论新水塔的地点，并听取了工程师的意见，会议持续了三个小时。",
        "Related articles",
        "[编辑：张三]",
        "- item",
        "",
    ]
)
PAGES = st.lists(FRAGMENTS | st.text(max_size=60), max_size=14).flatmap(
    lambda lines: st.sampled_from(["\n", "\n\n"]).map(lambda between: between.join(lines))
)
KNOWN = st.none() | st.sampled_from(["Water tower for three villages", "Share"]) | st.text(max_size=20)


def characters(text: str) -> Counter[str]:
    return Counter("".join(text.split()))


def again(result: Cleaned) -> Cleaned:
    return clean(RawArticle(result.text, title=result.title))


@settings(max_examples=250, deadline=None)
@given(PAGES, KNOWN)
def test_every_character_is_in_the_text_or_among_the_removed(text: str, title: str | None) -> None:
    result = clean(RawArticle(text, title=title))
    removed = "".join(line.text for line in result.removed)
    assert characters(result.text + removed) == characters(text)


@settings(max_examples=250, deadline=None)
@given(PAGES, KNOWN)
def test_the_body_keeps_the_order_of_its_paragraphs(text: str, title: str | None) -> None:
    rest = iter("".join(text.split()))
    assert all(character in rest for character in "".join(clean(RawArticle(text, title=title)).text.split()))


@settings(max_examples=250, deadline=None)
@given(PAGES, KNOWN)
def test_cleaning_again_with_the_title_removes_nothing(text: str, title: str | None) -> None:
    result = clean(RawArticle(text, title=title))
    second = again(result)
    assert (second.text, second.title, second.removed) == (result.text, result.title, ())


@settings(max_examples=250, deadline=None)
@given(PAGES, KNOWN)
def test_paragraphs_are_trimmed_and_parted_by_one_blank_line(text: str, title: str | None) -> None:
    result = clean(RawArticle(text, title=title))
    paragraphs = result.text.split("\n\n")
    assert paragraphs == [""] or all(
        line and line == line.strip() and "\n" not in line for line in paragraphs
    )


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="國学(（)）guónǐ,。 \n", max_size=200))
def test_repair_never_fails_and_only_ever_shortens(text: str) -> None:
    assert len(clean(RawArticle(text)).text) <= 2 * len(text)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60), st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
def test_any_metadata_is_taken(text: str, source: str, date: str, url: str) -> None:
    result = clean(RawArticle(text, source=source, date=date, url=url, language=date))
    assert result.source is None or result.source.strip()
    assert result.date is None or len(result.date) in {4, 7, 10}
