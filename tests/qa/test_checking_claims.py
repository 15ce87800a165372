"""Sentences of a streamed answer, each with its markers."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qa.checking.claims import Sentence, SentenceStream


def _sentences(*pieces: str) -> list[Sentence]:
    stream = SentenceStream()
    return [sentence for piece in pieces for sentence in stream.feed(piece)] + stream.flush()


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("One [1]. Two [2][3].", [("One [1].", (1,)), ("Two [2][3].", (2, 3))]),
        ("In 2020. [1] Then more.", [("In 2020. [1]", (1,)), ("Then more.", ())]),
        ("In 2020.[1][2] Then.", [("In 2020.[1][2]", (1, 2)), ("Then.", ())]),
        ("七十五个县[1]。后来呢。[2] 完", [("七十五个县[1]。", (1,)), ("后来呢。[2]", (2,)), ("完", ())]),
        ("他说「好。」[1]走了", [("他说「好。」[1]", (1,)), ("走了", ())]),
        ("Có 75 huyện [1].\n[2] Ông Vũ nói.", [("Có 75 huyện [1].", (1,)), ("[2] Ông Vũ nói.", (2,))]),
        ("So:\n- a [1]\n- b [2]", [("So:", ()), ("- a [1]", (1,)), ("- b [2]", (2,))]),
        ("Dr. Li of the U.S. team [1]. End", [("Dr. Li of the U.S. team [1].", (1,)), ("End", ())]),
        ("a [1] b [1] c [2].", [("a [1] b [1] c [2].", (1, 2))]),
        ("", []),
        (" \n ", []),
    ],
)  # fmt: skip
def test_sentences_carry_the_markers_that_follow_them(
    answer: str, expected: list[tuple[str, tuple[int, ...]]]
) -> None:
    assert [(sentence.text, sentence.markers) for sentence in _sentences(answer)] == expected


def test_a_sentence_closes_when_the_next_has_begun() -> None:
    stream = SentenceStream()
    assert stream.feed("Gansu has 75 counties.") == []
    assert stream.feed(" [1] ") == []
    assert stream.feed("The next ") == [Sentence(0, 26, "Gansu has 75 counties. [1]")]
    assert stream.flush() == [Sentence(27, 35, "The next")]


@pytest.mark.parametrize(
    ("text", "citing"),
    [
        ("It has 17 cranes.", "It has 17 cranes [3]."),
        ("It has 17 cranes", "It has 17 cranes [3]"),
        ("It has 17 cranes?!", "It has 17 cranes [3]?!"),
        ("“It has 17.”", "“It has 17.” [3]"),
        ("有十七台。", "有十七台[3]。"),
        ("共17。", "共17[3]。"),
        ("有十七台", "有十七台[3]"),
        ("「有十七台。」", "「有十七台。」[3]"),
        ("มีสิบเจ็ด", "มีสิบเจ็ด[3]"),
    ],
)
def test_a_marker_is_put_where_the_language_puts_it(text: str, citing: str) -> None:
    sentence = Sentence(5, 5 + len(text), text).citing(3)
    assert (sentence.start, sentence.text) == (5, citing)
    assert sentence.end - sentence.start == len(citing)
    assert (sentence.markers, sentence.statement) == ((3,), Sentence(0, len(text), text).statement)


@pytest.mark.parametrize(
    ("text", "citing"),
    [
        ("It has 17 cranes [1].", "It has 17 cranes [3]."),
        ("It has 17 cranes. [1][2]", "It has 17 cranes [3]."),
        ("“It has 17 [1].” [2]", "“It has 17 [1].” [3]"),
        ("有十七台[12]。", "有十七台[3]。"),
        ("17 cranes [1] in 1904 [2].", "17 cranes [1] in 1904 [3]."),
        ("It opened [2020].", "It opened [2020] [3]."),
    ],
)
def test_markers_at_the_end_give_way_to_another(text: str, citing: str) -> None:
    assert Sentence(0, len(text), text).citing(3).text == citing


def test_a_line_end_closes_a_sentence() -> None:
    assert SentenceStream().feed("甘肃有75个县[1]\n") == [Sentence(0, 10, "甘肃有75个县[1]")]


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        ("Gansu has 75 counties [1][2].", "Gansu has 75 counties."),
        ("- It opened in 1904 [1].", "It opened in 1904."),
        ("According to the sources:", ""),
        ("根据资料：", ""),
        ("Theo các nguồn:", ""),
        ("**Sources**:", ""),
        ("How many?", ""),
        ("几个？[1]", ""),
        ("## Answer", ""),
        ("[1].", ""),
        ("…", ""),
    ],
)
def test_what_claims_nothing_has_no_statement(text: str, statement: str) -> None:
    assert Sentence(0, len(text), text).statement == statement


_ANSWERS = st.lists(
    st.sampled_from(
        [
            *'aB .。！?\n"”」[]】；:1_(',
            *("[1]", " [2]", "[2020]", " [2020]", "[sic]", ". ", "Mr. ", "U.S. ", "The ", "iPod", "他说"),
            *("ไทย ", "ไทย" * 45, "\u2028"),
        ]
    ),
    max_size=30,
).map("".join)


@given(_ANSWERS, st.lists(st.integers(0, 200), max_size=8))
@example("It ended. [2020] Then more.", [])
@example("好。[2020] 后来", [])
@example("好。[sic]后来", [])
@example("In the U.S. The", [])
@settings(max_examples=400, deadline=None)
def test_how_an_answer_is_cut_makes_no_difference(answer: str, ends: list[int]) -> None:
    places = sorted({end % (len(answer) + 1) for end in ends} | {0, len(answer)})
    pieces = [answer[start:end] for start, end in pairwise(places)]
    assert _sentences(*pieces) == _sentences(*answer) == _sentences(answer)


@given(_ANSWERS)
@settings(max_examples=200, deadline=None)
def test_sentences_are_slices_in_order_and_miss_no_word(answer: str) -> None:
    end = 0
    for sentence in _sentences(answer):
        assert sentence.text == answer[sentence.start : sentence.end] == sentence.text.strip()
        assert not answer[end : sentence.start].strip()
        end = sentence.end
    assert not answer[end:].strip()
