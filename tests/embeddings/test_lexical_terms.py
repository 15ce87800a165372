"""What counts as one term, across scripts and languages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings.lexical.terms import FOLDED_WEIGHT, passage_terms, query_terms


def _shared(question: str, passage: str) -> set[str]:
    return query_terms(question).keys() & set(passage_terms(passage))


@pytest.mark.parametrize(
    ("text", "term"),
    [
        *(
            (text, "#186000")
            for text in ("186,000", "186.000 người", "18.6万人", "18.6萬", "186 nghìn", "１８６０００")
        ),
        *(
            (text, "#30000000000")
            for text in ("30 billion", "US$30bn", "300亿", "300多億", "30 tỷ", "三百亿")
        ),
        *(
            (text, "#5%")
            for text in ("5%", "５％", "5 percent", "5 per cent", "5 phần trăm", "百分之五", "百分之5")
        ),
        *((text, "#45.7") for text in ("45.7", "45,7", "45.70%")),
        *((text, "#1990") for text in ("the 1990s", "1990年代", "năm 1990")),
        ("1,234,567.89", "#1234567.89"),
        ("1.234.567,89", "#1234567.89"),
        ("version 1.2.3", "#1.2.3"),
        ("0.125", "#0.125"),
        ("٢٠٢٠", "#2020"),
    ],
)
def test_a_number_is_one_term_however_it_is_written(text: str, term: str) -> None:
    assert term in passage_terms(text)


@pytest.mark.parametrize(
    "text",
    [
        "November 21, 2020",
        "Nov. 21st 2020",
        "21 November 2020",
        "the 21st of November 2020",
        "2020年11月21日",
        "二〇二〇年十一月二十一日",
        "ngày 21 tháng 11 năm 2020",
        "21/11/2020",
        "11/21/2020",
        "2020-11-21",
    ],
)
def test_a_date_is_one_term_in_every_language(text: str) -> None:
    assert {"@11-21", "@11", "#2020"} <= set(passage_terms(text))


@pytest.mark.parametrize("text", ["he may march on", "99/99/2020", "13月", "40 tháng 13"])
def test_what_is_no_date_gives_none(text: str) -> None:
    assert not [term for term in passage_terms(text) if term.startswith("@")]


@pytest.mark.parametrize("text", ["万一", "十四五", "千万"])
def test_words_of_numerals_are_no_numbers(text: str) -> None:
    assert not [term for term in passage_terms(text) if term.startswith("#")]


def test_chinese_is_the_same_in_both_scripts() -> None:
    assert (
        passage_terms("減貧經驗")
        == passage_terms("减贫经验")
        == ["减", "贫", "经", "验", "减贫", "贫经", "经验"]
    )


def test_latin_names_are_found_inside_chinese() -> None:
    assert _shared("What did UNDP and ASEAN say?", "联合国UNDP和ASEAN论坛") == {"@undp", "@asean"}


def test_vietnamese_typed_without_accents_matches_at_a_lower_weight() -> None:
    bare, accented = query_terms("xoa doi"), query_terms("xóa đói")
    assert _shared("xoa doi", "xóa đói") == {"~xoa", "~doi"}
    assert _shared("xóa đói", "xoa doi") == {"xoa", "doi"}
    assert _shared("xóa đói", "xóa đói") == {"xóa", "đói"}
    assert bare["~xoa"] == accented["xoa"] == FOLDED_WEIGHT < bare["xoa"] == accented["xóa"] == 1


def test_vietnamese_tones_are_told_apart() -> None:
    assert _shared("bán", "bạn") == set()


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("How many of the counties are there?", {"county"}),
        ("全省共有多少个县?", {"全", "省", "共", "个", "县", "全省", "省共", "个县"}),
        ("Có bao nhiêu huyện?", {"huyện"}),
    ],
)
def test_question_words_are_dropped(question: str, terms: set[str]) -> None:
    assert {term for term, weight in query_terms(question).items() if weight == 1} == terms


def test_question_words_are_kept_in_passages() -> None:
    assert {"how", "多少", "nhiêu"} <= set(passage_terms("how 多少 nhiêu"))


@pytest.mark.parametrize(
    ("text", "term"), [("policies", "policy"), ("harbour's", "harbour"), ("forums", "forum")]
)
def test_english_endings_are_taken_off(text: str, term: str) -> None:
    assert passage_terms(text) == [term]


@pytest.mark.parametrize("text", ["ประเทศไทย", "भारत की", "العربية", "Ελλάδα", "ひらがな", "한국"])
def test_every_script_finds_itself(text: str) -> None:
    assert _shared(text, text)


@given(st.text(max_size=80))
@settings(max_examples=150, deadline=None)
def test_any_text_makes_terms_that_an_index_can_hold(text: str) -> None:
    for term in [*passage_terms(text), *query_terms(text)]:
        assert term
        assert len(term) <= 80
        assert not set(term) & set(" \t\r\n\"'")


def test_endless_digits_stay_short() -> None:
    assert max(map(len, passage_terms("9" * 100_000 + " 亿" + "九" * 50_000 + "x" * 5_000))) <= 80
