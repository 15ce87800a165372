"""Markers and plain text, as a language model's words stream through."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Protocol

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qa.checking.answer_text import AnswerText
from qa.checking.markers import MarkerStream, cited

KNOWN = 3


class _Stream(Protocol):
    def feed(self, piece: str) -> str: ...
    def flush(self) -> str: ...


def _through(stream: _Stream, *pieces: str) -> str:
    return "".join(map(stream.feed, pieces)) + stream.flush()


def _marked(text: str) -> str:
    return _through(MarkerStream(KNOWN), text)


def _plain(text: str) -> str:
    return _through(AnswerText(KNOWN), text)


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("So it is [1].", "So it is [1]."),
        ("So it is 【1】。", "So it is [1]。"),
        ("减贫［１］。", "减贫[1]。"),
        ("减贫〔2〕。", "减贫[2]。"),
        ("a [1, 2] b", "a [1][2] b"),
        ("a [1，2；3] b", "a [1][2][3] b"),
        ("a [1、3]", "a [1][3]"),
        ("a [1][2]", "a [1][2]"),
        ("a [1-3]", "a [1][2][3]"),
        ("a [2–3]", "a [2][3]"),
        ("a [^1]", "a [1]"),
        ("a [Source 1], b", "a [1], b"),
        ("a [Sources 1 and 2]", "a [1][2]"),
        ("a [Source: 2]", "a [2]"),
        ("a [Ref. 2]", "a [2]"),
        ("扶贫[来源1]。", "扶贫[1]。"),
        ("扶貧【來源 1、來源 2】。", "扶貧[1][2]。"),
        ("giảm nghèo [nguồn 1].", "giảm nghèo [1]."),
        ("giảm nghèo [Nguồn 1, Nguồn 3].", "giảm nghèo [1][3]."),
        ("giảm nghèo [Tài liệu 2].", "giảm nghèo [2]."),
        ("a 【1†source】", "a [1]"),
        ("a [ 1 ]", "a [1]"),
        ("a [01]", "a [1]"),
    ],
)
def test_markers_take_one_form(written: str, normal: str) -> None:
    assert _marked(written) == normal


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("a [4].", "a."),
        ("a [0] b", "a b"),
        ("a [1, 9]", "a [1]"),
        ("a [9, 2]", "a [2]"),
        ("a [9], [2] b", "a [2] b"),
        ("a [1], [9], and b", "a [1], and b"),
        ("a [2-99999999999]", "a [2][3]"),
        ("a [3-1] b", "a b"),
        ("a [Source 2020].", "a."),
        (f"a [{'9' * 5000}].", "a."),
        ("a [١٢] b", "a b"),
        ("[[9]7]", ""),
        ("[sou[9]rce 7]", ""),
        ("[1[9]]", "[1]"),
    ],
)
def test_markers_of_no_source_go_with_the_space_before_them(written: str, normal: str) -> None:
    assert _marked(written) == normal


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("a [1] [1].", "a [1]."),
        ("a [1][1][2][1]", "a [1][2]"),
        ("a [2], [1], [2].", "a [2][1]."),
        ("a [1] b [1]", "a [1] b [1]"),
        ("a [1]\n[1] b", "a [1]\n[1] b"),
    ],
)
def test_a_run_names_a_source_once(written: str, normal: str) -> None:
    assert _marked(written) == normal


@pytest.mark.parametrize(
    "text",
    [
        "he [sic] said",
        "in [2020] and [2019-2021]",
        "of [10,000] people",
        "[1.5]",
        "[5%]",
        "[x]",
        "[]",
        "[1",
        "1]",
        "[so",
        "[2020-11-21]",
        "a [1\n]",
        "[seven 1]",
        "  spaces , and  commas , ",
    ],
)
def test_other_brackets_are_text(text: str) -> None:
    assert _marked(text) == text


def test_text_that_can_be_no_marker_is_not_held_back() -> None:
    stream = MarkerStream(KNOWN)
    assert stream.feed("Gansu") == "Gansu"
    assert stream.feed(" [so") == ""
    assert stream.feed("me") == " [some"
    assert stream.feed(" [1") == ""
    assert stream.feed("]") == " [1]"


_WRITTEN = st.lists(
    st.sampled_from(
        [*"[]【】［］1290７,;、 -–^†\n.a中:", "source ", "nguồn", "来源", "[1]", "[9]", "[2][1]"]
    ),
    max_size=24,
).map("".join)
_HOSTILE = st.lists(
    st.sampled_from(
        [
            *"[]【】()<>!/:.19 \nax…‹",
            "http",
            "://",
            "www.",
            "data:",
            "<b>",
            "[9]",
            "](",
            "e.com/",
            "source",
            "javascript:",
        ]
    ),
    max_size=24,
).map("".join)


def _cuts(text: str, ends: list[int]) -> list[str]:
    places = sorted({end % (len(text) + 1) for end in ends} | {0, len(text)})
    return [text[start:end] for start, end in pairwise(places)]


@pytest.mark.parametrize("stream", [MarkerStream, AnswerText])
@given(_WRITTEN | _HOSTILE | st.text(max_size=30), st.lists(st.integers(0, 200), max_size=8))
@settings(max_examples=250, deadline=None)
@example("http:/[9]/x.y <[9]img>", [3, 7, 9])
def test_how_text_is_cut_makes_no_difference(
    stream: Callable[[int], _Stream], text: str, ends: list[int]
) -> None:
    assert _through(stream(KNOWN), *_cuts(text, ends)) == _through(stream(KNOWN), text)


@pytest.mark.parametrize("clean", [_marked, _plain])
@given(_WRITTEN | _HOSTILE)
@settings(max_examples=400, deadline=None)
def test_a_second_pass_changes_nothing_and_no_unknown_marker_is_left(
    clean: Callable[[str], str], text: str
) -> None:
    once = clean(text)
    assert clean(once) == once
    assert all(number <= KNOWN or 1000 <= number < 3000 for number in cited(once))
    assert "[0]" not in once


@given(_HOSTILE)
@settings(max_examples=400, deadline=None)
@example("<[9]img src=x>")
@example("http:/[9]/x.y")
@example("[x]【9】(evil.html)")
@example("<i<b>mg src=x>")
@example("data:1/http")
def test_no_tag_link_or_image_can_be_put_together(text: str) -> None:
    plain = _plain(text)
    assert "<" not in plain
    assert not re.search(r"//\w|\b(?:www\.\w|javascript:\w|data:\w*[,;/]\w)", plain, re.IGNORECASE)
    assert not re.search(r"\]\([^\n]*\)", plain)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("See [the report](https://evil.example/a?b=c) now", "See [the report] now"),
        ("![pixel](https://evil.example/p.png) x", "![pixel] x"),
        ("a [1](https://evil.example) b", "a [1] b"),
        ('<img src="https://evil.example/x" onerror=alert(1)>text', "text"),
        ("<script>alert(1)</script>", "alert(1)"),
        ("<https://evil.example/>", ""),
        ("go to https://evil.example/a.", "go to …."),
        ("去https://evil.example/a看看", "去…看看"),
        ("www.evil.example/x[1].", "…[1]."),
        ("evil.example/x?q=secret", "…"),
        ("data:text/html;base64,AAAA", "…"),
        ("[1]: http://evil.example", "[1]: …"),
        ("3 < 4, 5 > 4", "3 ‹ 4, 5 > 4"),
        ("ig\u200bnore\U000e0041 \u202ethis", "ignore this"),
        ("60 km/h, and/or 3/4, U.S./China; note: this", "60 km/h, and/or 3/4, U.S./China; note: this"),
        ("2020[1](21/11/2020)", "2020[1] (21/11/2020)"),
        ("an open <tag", "an open ‹tag"),
        ("Wow! [sic]", "Wow! [sic]"),
    ],
)
def test_an_answer_is_plain_text(written: str, plain: str) -> None:
    assert _plain(written) == plain


def test_endless_text_is_cut_in_linear_time_and_held_no_longer_than_a_tag() -> None:
    stream = AnswerText(KNOWN)
    assert len(stream.feed("<a" + " b" * 5_000)) > 8_000
    assert _plain("[" * 20_000 + "](" * 5_000).startswith("[")
    assert _plain("[1," * 10_000).startswith("[1,")
