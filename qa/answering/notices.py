"""What went otherwise than asked for, in the language of the question."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.errors import PolyciteError
from qa.answering.phrases import (
    ENGLISH,
    SIMPLIFIED_CHINESE,
    TRADITIONAL_CHINESE,
    VIETNAMESE,
    phrases_for,
)


@dataclass(frozen=True, slots=True)
class _Words:
    without: str
    unsupported: str
    nothing_fits: str


_WORDS = {
    ENGLISH: _Words(
        "Answered without the language model: {}.",
        "the sources support nothing of what it wrote",
        "No article fits the filter. An article without a date never fits one by date.",
    ),
    SIMPLIFIED_CHINESE: _Words(
        "未用语言模型作答：{}。",
        "它所写的内容在来源中都没有依据",
        "没有文章符合筛选条件。没有日期的文章不符合任何日期筛选。",
    ),
    TRADITIONAL_CHINESE: _Words(
        "未用語言模型作答：{}。",
        "它所寫的內容在來源中都沒有依據",
        "沒有文章符合篩選條件。沒有日期的文章不符合任何日期篩選。",
    ),
    VIETNAMESE: _Words(
        "Trả lời không dùng mô hình ngôn ngữ: {}.",
        "các nguồn không xác nhận điều gì mà mô hình viết",
        "Không có bài viết nào khớp bộ lọc. Bài không ghi ngày không bao giờ khớp bộ lọc theo ngày.",
    ),
}


def failed(error: PolyciteError, reader: str) -> str:
    """Says that the model failed, and how: ``error`` in its own words, which are English."""
    return _WORDS[phrases_for(reader)].without.format(error)


def unsupported(reader: str) -> str:
    """Says that nothing of what the model wrote stood the check."""
    words = _WORDS[phrases_for(reader)]
    return words.without.format(words.unsupported)


def nothing_fits(reader: str) -> str:
    """Says that the filter leaves no article to ask."""
    return _WORDS[phrases_for(reader)].nothing_fits
