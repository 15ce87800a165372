"""The language identifier's figures: what py3langid makes of the same text."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.language import ambiguous_languages
from corpus.ngrams import ngram_model
from corpus.samples import sample_articles

LETTERS = st.characters(codec="utf-8", categories=["L", "M", "N", "P", "Z"])


@cache
def reference() -> Any:
    from py3langid.langid import LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file("data/model.npz.xz")
    identifier.set_languages(ambiguous_languages())
    return identifier


def assert_as_in_py3langid(text: str) -> None:
    expected = dict(reference().rank(text))
    if len(set(expected.values())) == 1:
        expected = dict.fromkeys(expected, 0.0)
    assert ngram_model().scores(text) == pytest.approx(expected, rel=1e-4)


@settings(deadline=None)
@given(st.text(LETTERS, max_size=60))
def test_any_text_scores_as_in_py3langid(text: str) -> None:
    assert_as_in_py3langid(text)


@pytest.mark.parametrize(
    "text",
    [
        "How many counties were lifted out of poverty?",
        "CÓ BAO NHIÊU HỘ NGHÈO?",
        unicodedata.normalize("NFD", "Đà Nẵng có bao nhiêu quận?"),
        "Скільки там було сіл і хто це рахував?",
        "Koliko je bilo sela i ko ih je brojao?",
        "کتنے گاؤں تھے؟",
        "कितने गाँव थे?",
        "কতগুলি গ্রাম ছিল?",
        "Nechta qishloq bor edi?",
        "x",
        "\0 \n",
        "",
    ],
)
def test_a_question_scores_as_in_py3langid(text: str) -> None:
    assert_as_in_py3langid(text)


def test_an_article_scores_as_in_py3langid() -> None:
    for path in sorted(sample_articles().glob("*.md")):
        assert_as_in_py3langid(path.read_text(encoding="utf-8"))


def test_all_ambiguous_languages_have_scores() -> None:
    assert set(ngram_model().scores("a question")) == ambiguous_languages()
