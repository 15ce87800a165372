"""Sentence boundaries: per language by example, and what holds for any text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.sentences import split_sentences

XQUAD = Path(__file__).parents[2].parent / "shared" / "eval" / "xquad-r"

ANY_TEXT = st.text(max_size=300) | st.text(alphabet="aB1é.。！?؟।…\"”'）([ \n\t；;好กﾀ", max_size=120)


def split(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["He came.", "She left!", "Did they?", "Yes."],
        ["Dr. Lan met Mr. J. K. Ho.", "They talked about St. John."],
        ["The U.S. Army left.", "It was in the U.S.", "The rest stayed."],
        ["See No. 5, pp. 3 and Fig. 2.", "He said no.", "Five left."],
        ["Use food, e.g. rice, i.e. a staple.", "Etc.", "Done."],
        ["It rose 3.5 per cent to 1.200.000 on 9.12.2021.", "See https://a.example/b.c?d=e.f now."],
        ['"Why?" he asked.', "“Because.”", "She left (at last.)", "Then silence."],
        ["He waited... and went.", "Well…", "So it goes."],
        ["It grew.[12]", "It shrank.[citation needed]", "It stayed."],
        ["He left.", "'Why?' she said.", "»Ja.«", "Er ging.", "„Nein.“", "Il dit: « Oui. »", "Fin."],
        ["Bring vitamin C.", "The rest is there."],
        ["PGS. TS. Lan nói ở TP. Hà Nội.", "Giá 3,5 tỷ đồng ngày 09/12/2021 hay 9.12.2021.", "Xong."],
        ["Gạo, ngô, v.v.", "Họ làm nhà ở.", "Xây xong."],
        ["Am 3. Oktober kam z. B. Dr. Ott.", "Er starb 48 v. Chr. in Rom."],
        ["Τι είναι αυτό;", "Δεν ξέρω."],
        ["ما هذا؟", "لا أعرف۔", "نعم."],
        ["यह गाँव है।", "वह शहर है॥", "ठीक है।"],
        ["Что это?", "В 2000 г. был А. С. Попов.", "Да."],
    ],
)
def test_splits_spaced_scripts(sentences: list[str]) -> None:
    assert split(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    "sentences",
    [
        ["他来了。", "她走了！", "为什么？！", "没有人知道……", "于是散会；", "大家回家。"],
        ["他说：“好。”", "她说：「不好。」", "（完。）", "结束。"],
        ['他说:"好。"', "她走了。", '"再见。"', "散会。"],
        ["增长3.5%,共1.2亿元。", "2019年9月21日。", "11月开始。"],
        ["共有多少贫困县?", "75个!", "全部脱贫"],
        ["甲（东经100°；北纬20°）乙。", "《为什么？》这本书很好。"],
        ["東京です。", "本当ですか？", "はい。"],
    ],
)
def test_splits_unspaced_scripts(sentences: list[str]) -> None:
    assert split("".join(sentences)) == sentences


def test_a_line_end_always_ends_a_sentence() -> None:
    assert split("1. First\n2. Second one.\r\n\r\n a) third \u2028IV. Fourth") == [
        "1. First",
        "2. Second one.",
        "a) third",
        "IV. Fourth",
    ]


def test_long_thai_lines_are_cut_at_spaces() -> None:
    clause = "การลดความยากจน" * 6
    pieces = split(" ".join([clause] * 6))
    assert len(pieces) == 3
    assert all(piece.count(clause) == 2 for piece in pieces)


def test_a_thai_word_does_not_cut_an_english_sentence() -> None:
    sentence = "The word ไทย " + "means free and " * 20 + "stands in the name of the country."
    assert split(sentence) == [sentence]


def test_no_text_has_no_sentence() -> None:
    assert split("") == split(" \n\u3000\t") == []


@given(ANY_TEXT)
@settings(max_examples=200)
def test_sentences_cover_every_visible_character_once_in_order(text: str) -> None:
    spans = split_sentences(text)
    covered = [position for span in spans for position in range(span.start, span.end)]
    assert covered == sorted(set(covered))
    assert {i for i, character in enumerate(text) if not character.isspace()} <= set(covered)


@given(ANY_TEXT)
@settings(max_examples=200)
def test_sentences_are_trimmed_lines_or_less(text: str) -> None:
    for sentence in split(text):
        assert sentence == sentence.strip()
        assert len(sentence.splitlines()) == 1


@pytest.mark.skipif(not XQUAD.is_dir(), reason="needs the shared evaluation data")
@pytest.mark.parametrize(
    ("language", "least"),
    [("en", 0.99), ("vi", 0.975), ("de", 0.985), ("ru", 0.99), ("hi", 0.985), ("ar", 0.985), ("zh", 0.92)],
)
def test_agrees_with_the_marked_boundaries_of_xquad_r(language: str, least: float) -> None:
    """F1 of the inner boundaries; the marks for Chinese ignore ； and full stops before a digit."""
    data = json.loads((XQUAD / f"{language}.json").read_text(encoding="utf-8"))["data"]
    paragraphs = [paragraph for article in data for paragraph in article["paragraphs"]]
    hits = found = marked = 0
    for paragraph in paragraphs:
        starts = {span.start for span in split_sentences(paragraph["context"])[1:]}
        truth = {start for start, _ in paragraph["sentence_breaks"][1:]}
        hits, found, marked = hits + len(starts & truth), found + len(starts), marked + len(truth)
    assert 2 * hits / (found + marked) >= least
