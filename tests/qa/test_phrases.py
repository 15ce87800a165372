from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.types import Article
from qa.answering.phrases import attribution, quotation, reference, refusal

ARTICLE = Article("0123", "{Tea} & Co", "…", "zh-Hant", "Gazette", "2020-11-24")


@pytest.mark.parametrize(
    ("reader", "expected"),
    [
        ("en", "According to “{Tea} & Co” (Gazette, 24 November 2020, in Traditional Chinese): “q” [2]"),
        ("de", "According to “{Tea} & Co” (Gazette, 24 November 2020, in Traditional Chinese): “q” [2]"),
        ("zh-Hans", "据《{Tea} & Co》（Gazette，2020年11月24日，繁体中文）：“q” [2]"),
        ("zh-Hant", "據《{Tea} & Co》（Gazette，2020年11月24日）：「q」 [2]"),
        ("vi", "Theo “{Tea} & Co” (Gazette, 24/11/2020, bằng tiếng Trung phồn thể): “q” [2]"),
    ],
)
def test_a_quote_is_presented_in_the_language_of_its_reader(reader: str, expected: str) -> None:
    assert attribution(ARTICLE, reader) + quotation("q", 2, reader) == expected


@pytest.mark.parametrize(
    ("date", "reader", "expected"),
    [
        ("2022", "en", "2022"),
        ("2022-06", "en", "June 2022"),
        ("2022-06", "zh-Hans", "2022年6月"),
        ("2022-06", "vi", "tháng 6/2022"),
        ("2022-13", "en", "2022-13"),
        ("last week", "vi", "last week"),
    ],
)
def test_dates_read_as_precisely_as_they_are_known(date: str, reader: str, expected: str) -> None:
    article = replace(ARTICLE, source="", date=date, language=reader)
    assert expected in reference(article, reader).replace("（", "(").partition("(")[2]


def test_only_what_is_known_is_said() -> None:
    assert reference(Article("0123", "", "…", "und"), "en") == "“0123”"
    assert reference(Article("0123", "T", "…", "sw"), "en") == "“T” (in sw)"


@pytest.mark.parametrize(
    ("reader", "start"), [("en", "The articles"), ("zh-Hans", "这些"), ("zh-Hant", "這些"), ("vi", "Các bài")]
)
def test_a_refusal_names_what_comes_closest(reader: str, start: str) -> None:
    text = refusal([ARTICLE, replace(ARTICLE, title="Second")], reader)
    assert text.startswith(start)
    assert text.index("{Tea}") < text.index("Second")
    assert "Tea" not in refusal([], reader)
