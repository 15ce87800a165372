"""Passages: slices of the article, within the budget, nothing lost, in any text."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.chunking import ChunkSettings, chunk
from corpus.errors import InputError
from corpus.fitting import split_to_fit
from corpus.sentences import split_sentences
from corpus.types import Article, Passage, Span

FAMILY = "👨\u200d👩\u200d👧\u200d👦"


def count_words(text: str) -> int:
    """Chinese characters and words one token each, as a cheap stand-in for an encoder's tokenizer."""
    return len(re.findall(r"[\u2e80-\u9fff]|[^\s\u2e80-\u9fff]+", text))


def count_characters(text: str) -> int:
    return len(text)


def count_bytes(text: str) -> int:
    """Not additive: counts the white space between sentences too, and 2 for the ends."""
    return len(text.encode()) // 2 + 2


def article(text: str) -> Article:
    return Article("a1", "Title", text, "vi")


def cut(text: str, max_tokens: int, overlap: int = 1, count: Callable[[str], int] = count_words) -> list[str]:
    passages = chunk(article(text), count, ChunkSettings(max_tokens, overlap))
    return [passage.text for passage in passages]


def sentences(*lengths: int) -> list[str]:
    return [" ".join([f"W{number}"] * length) + "." for number, length in enumerate(lengths)]


def test_a_passage_knows_where_it_lies() -> None:
    text = "\n Một. Hai.\n\nBa."
    assert chunk(article(text), count_words, ChunkSettings()) == [
        Passage("a1:2-16", "a1", 2, 16, "Một. Hai.\n\nBa.", "vi")
    ]


@pytest.mark.parametrize("text", ["", " \n\u3000\n"])
def test_an_empty_article_has_no_passage(text: str) -> None:
    assert cut(text, 10) == []


def test_sentences_are_packed_whole_with_the_last_one_repeated() -> None:
    one, two, three, four, five = sentences(3, 3, 3, 3, 3)
    text = " ".join((one, two, three, four, five))
    assert cut(text, 9) == [" ".join((one, two, three)), " ".join((three, four, five))]
    assert cut(text, 9, overlap=0) == [" ".join((one, two, three)), " ".join((four, five))]


def test_overlap_stops_at_half_a_passage() -> None:
    text = " ".join(sentences(2, 7, 7, 2))
    assert cut(text, 10, overlap=3) == [
        " ".join(sentences(2, 7)),
        *cut(" ".join(sentences(0, 0, 7, 2)[2:]), 10),
    ]


def test_a_well_filled_passage_ends_with_its_paragraph() -> None:
    one, two, three, four, five, six = sentences(4, 3, 3, 3, 3, 3)
    text = f"{one} {two}\n\n{three} {four} {five} {six}"
    assert cut(text, 10, overlap=0)[0] == f"{one} {two}"


def test_a_heading_stays_with_the_text_below_it() -> None:
    body = "One two three four five six. One two three four five six."
    text = f"{body}\n\nWhat the mills made\n\n{body}\n\n{body}"
    for budget in range(16, 40):
        passages = cut(text, budget, overlap=0)
        assert not any(passage.endswith("What the mills made") for passage in passages), budget


def test_a_short_paragraph_is_not_left_alone() -> None:
    one, two, three = sentences(2, 5, 8)
    assert cut(f"{one}\n\n{two}\n\n{three}", 10, overlap=0) == [f"{one}\n\n{two}", three]


def test_the_last_two_passages_share_what_is_left() -> None:
    lengths = [len(passage.split()) for passage in cut(" ".join(sentences(*[2] * 11)), 20, overlap=0)]
    assert lengths == [10, 12]


def test_a_sentence_over_the_budget_is_cut_at_clauses_then_spaces_then_characters() -> None:
    assert cut("a b c, d e f g, h i j k l m.", 8) == ["a b c, d e f g,", "h i j k l m."]
    assert cut("一二三四五，六七八九十一二三四。", 10) == ["一二三四五，", "六七八九十一二三四。"]
    assert cut("a b c d e f g h i j", 8) == ["a b c d e f g h", "i j"]
    assert cut("x" * 20, 8, count=count_characters) == ["x" * 8, "x" * 8, "x" * 4]


@pytest.mark.parametrize("cluster", [FAMILY, "e\u0301\u0323", "🇻🇳", "👍🏽", "하", "नि", "\u1112\u1161\u11ab"])
def test_a_grapheme_cluster_stays_whole(cluster: str) -> None:
    pieces = cut(cluster * 30, 16, count=count_characters)
    assert len(pieces) > 1 or len(cluster) == 1
    assert all(piece == cluster * (len(piece) // len(cluster)) for piece in pieces)


def test_a_cluster_over_the_budget_is_cut_all_the_same() -> None:
    pieces = cut("e" + "\u0301" * 99, 16, count=count_characters)
    assert all(len(piece) <= 16 for piece in pieces)
    assert "".join(pieces) == "e" + "\u0301" * 99


@pytest.mark.parametrize(("tokens", "overlap"), [(7, 1), (192, -1)])
def test_settings_out_of_range_are_refused(tokens: int, overlap: int) -> None:
    with pytest.raises(InputError):
        ChunkSettings(tokens, overlap)


@pytest.mark.parametrize(
    "text", ["汉" * 60_000, "word " * 12_000, "One sentence here. " * 3_000, "A. " * 20_000]
)
def test_what_is_counted_grows_linearly_with_the_text(text: str) -> None:
    counted = 0

    def count(part: str) -> int:
        nonlocal counted
        counted += len(part)
        return len(part) // 3 + 1

    passages = chunk(article(text), count, ChunkSettings())
    assert counted < 6 * len(text)
    assert sum(len(passage.text) for passage in passages) < 2 * len(text)


BITS = [
    "a",
    "é",
    "e\u0301",
    "汉",
    "。",
    ".",
    "；",
    " ",
    ", ",
    "\n\n",
    FAMILY,
    "ש",
    "\u202e",
    "🇻🇳",
    "ก",
    "x" * 40,
]
ANY_TEXT = st.text(max_size=400) | st.lists(st.sampled_from(BITS), max_size=120).map("".join)
COUNTERS = st.sampled_from([count_words, count_characters, count_bytes])
SETTINGS = st.builds(ChunkSettings, st.integers(8, 60), st.integers(0, 3))


@given(ANY_TEXT, COUNTERS, SETTINGS)
@settings(max_examples=300)
def test_passages_are_slices_that_cover_the_article_within_the_budget(
    text: str, count: Callable[[str], int], chosen: ChunkSettings
) -> None:
    passages = chunk(article(text), count, chosen)
    covered: set[int] = set()
    for passage in passages:
        assert passage.text == text[passage.start : passage.end] == passage.text.strip()
        assert 0 < count(passage.text) <= chosen.max_tokens
        covered.update(range(passage.start, passage.end))
    assert {i for i, character in enumerate(text) if not character.isspace()} <= covered
    assert passages == chunk(article(text), count, chosen)


@given(ANY_TEXT, COUNTERS, SETTINGS)
@settings(max_examples=200)
def test_passages_advance_and_break_only_at_sentences_that_fit(
    text: str, count: Callable[[str], int], chosen: ChunkSettings
) -> None:
    passages = chunk(article(text), count, chosen)
    for one, other in pairwise(passages):
        assert one.start < other.start
        assert one.end < other.end
    edges = {edge for passage in passages for edge in (passage.start, passage.end)}
    for span in split_sentences(text):
        if count(text[span.start : span.end]) <= chosen.max_tokens:
            assert not edges & set(range(span.start + 1, span.end))


@given(ANY_TEXT, st.integers(8, 40))
@settings(max_examples=200)
def test_parts_of_a_sentence_leave_nothing_visible_out(text: str, budget: int) -> None:
    parts = list(split_to_fit(text, Span(0, len(text)), count_characters, budget))
    joined = "".join(text[part.start : part.end] for part in parts)
    assert "".join(joined.split()) == "".join(text.split())
    assert all(part.end - part.start <= budget for part in parts)
