"""The words around a quote in the language of the question: English, Vietnamese, Chinese in both scripts.

A reader of any other language gets English. Titles, sources and quotes are inserted as they are: whoever
shows the text escapes it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.types import Article
from qa.checking.answer_text import AnswerText


@dataclass(frozen=True, slots=True)
class Phrases:
    """The templates of one language; ``dates`` are for a year, a month, a day."""

    attribution: str
    title: str
    details: str
    quote: str
    refusal: str
    closest: str
    comma: str
    semicolon: str
    dates: tuple[str, str, str]
    in_language: str
    disputed: str
    against: str


ENGLISH = Phrases(
    attribution="According to {}: ",
    title="“{}”",
    details=" ({})",
    quote="“{}”",
    refusal="The articles do not say.",
    closest=" What comes closest: {}.",
    comma=", ",
    semicolon="; ",
    dates=("{year}", "{month_name} {year}", "{day} {month_name} {year}"),
    in_language="in {}",
    disputed="The sources differ: {}.",
    against=" against ",
)
SIMPLIFIED_CHINESE = Phrases(
    attribution="据{}：",
    title="《{}》",
    details="（{}）",
    quote="“{}”",
    refusal="这些文章里没有答案。",
    closest="最接近的是：{}。",
    comma="，",
    semicolon="；",
    dates=("{year}年", "{year}年{month}月", "{year}年{month}月{day}日"),
    in_language="{}",
    disputed="各来源说法不一：{}。",
    against="与",
)
TRADITIONAL_CHINESE = Phrases(
    attribution="據{}：",
    title="《{}》",
    details="（{}）",
    quote="「{}」",
    refusal="這些文章裡沒有答案。",
    closest="最接近的是：{}。",
    comma="，",
    semicolon="；",
    dates=("{year}年", "{year}年{month}月", "{year}年{month}月{day}日"),
    in_language="{}",
    disputed="各來源說法不一：{}。",
    against="與",
)
VIETNAMESE = Phrases(
    attribution="Theo {}: ",
    title="“{}”",
    details=" ({})",
    quote="“{}”",
    refusal="Các bài viết không nói đến điều này.",
    closest=" Gần nhất là: {}.",
    comma=", ",
    semicolon="; ",
    dates=("năm {year}", "tháng {month}/{year}", "{day}/{month}/{year}"),
    in_language="bằng {}",
    disputed="Các nguồn không thống nhất: {}.",
    against=" so với ",
)

_BY_LANGUAGE = {
    "en": ENGLISH,
    "vi": VIETNAMESE,
    "zh": SIMPLIFIED_CHINESE,
    "zh-Hans": SIMPLIFIED_CHINESE,
    "zh-Hant": TRADITIONAL_CHINESE,
}

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

# tag: English, Simplified Chinese, Traditional Chinese, Vietnamese
_LANGUAGE_NAMES = {
    "ar": ("Arabic", "阿拉伯语", "阿拉伯語", "tiếng Ả Rập"),
    "de": ("German", "德语", "德語", "tiếng Đức"),
    "el": ("Greek", "希腊语", "希臘語", "tiếng Hy Lạp"),
    "en": ("English", "英语", "英語", "tiếng Anh"),
    "es": ("Spanish", "西班牙语", "西班牙語", "tiếng Tây Ban Nha"),
    "fr": ("French", "法语", "法語", "tiếng Pháp"),
    "hi": ("Hindi", "印地语", "印地語", "tiếng Hindi"),
    "id": ("Indonesian", "印度尼西亚语", "印尼語", "tiếng Indonesia"),
    "ja": ("Japanese", "日语", "日語", "tiếng Nhật"),
    "ko": ("Korean", "韩语", "韓語", "tiếng Hàn"),
    "pt": ("Portuguese", "葡萄牙语", "葡萄牙語", "tiếng Bồ Đào Nha"),
    "ru": ("Russian", "俄语", "俄語", "tiếng Nga"),
    "th": ("Thai", "泰语", "泰語", "tiếng Thái"),
    "tr": ("Turkish", "土耳其语", "土耳其語", "tiếng Thổ Nhĩ Kỳ"),
    "vi": ("Vietnamese", "越南语", "越南語", "tiếng Việt"),
    "zh-Hans": ("Simplified Chinese", "简体中文", "簡體中文", "tiếng Trung giản thể"),
    "zh-Hant": ("Traditional Chinese", "繁体中文", "繁體中文", "tiếng Trung phồn thể"),
}
_READERS = (ENGLISH, SIMPLIFIED_CHINESE, TRADITIONAL_CHINESE, VIETNAMESE)


def phrases_for(language: str) -> Phrases:
    """The phrases for a reader of ``language``, a BCP 47 tag."""
    return _BY_LANGUAGE.get(language) or _BY_LANGUAGE.get(language.partition("-")[0], ENGLISH)


def attribution(article: Article, reader: str) -> str:
    """What comes before a quote: 'According to “Title” (Source, 24 November 2020, in Vietnamese): '."""
    return phrases_for(reader).attribution.format(reference(article, reader))


def quotation(quote: str, marker: int, reader: str) -> str:
    """The quote in the reader's quotation marks, with the marker that names its citation."""
    return f"{phrases_for(reader).quote.format(quote)} [{marker}]"


def disagreement(sides: Sequence[Sequence[int]], reader: str) -> str:
    """Says that quotes give different answers; ``sides`` are the markers of those that agree."""
    phrases = phrases_for(reader)
    cited = (" ".join(f"[{marker}]" for marker in side) for side in sides)
    return phrases.disputed.format(phrases.against.join(cited))


def refusal(closest: Sequence[Article], reader: str) -> str:
    """Says that the articles hold no answer, and which of them come closest, if any."""
    phrases = phrases_for(reader)
    references = phrases.semicolon.join(reference(article, reader) for article in closest)
    return phrases.refusal + (phrases.closest.format(references) if references else "")


def reference(article: Article, reader: str) -> str:
    """Title, source, date and, where it is not the reader's, language of an article."""
    phrases = phrases_for(reader)
    written_in = "" if article.language in (reader, "und") else _in_language(article.language, phrases)
    details = [_plain(article.source), _plain(_date(article.date, phrases)), _plain(written_in)]
    stated = phrases.comma.join(detail for detail in details if detail)
    return phrases.title.format(_plain(article.title) or article.id) + (
        phrases.details.format(stated) if stated else ""
    )


def _plain(text: str) -> str:
    """Without markup, links and what could be taken for a citation."""
    plain = AnswerText(0)
    return plain.feed(text) + plain.flush()


def _in_language(tag: str, phrases: Phrases) -> str:
    names = _LANGUAGE_NAMES.get(tag)
    return phrases.in_language.format(names[_READERS.index(phrases)] if names else tag)


def _date(date: str | None, phrases: Phrases) -> str:
    if not date or not re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?", date):
        return date or ""
    parts = [int(part) for part in date.split("-")]
    year, month, day = [*parts, 1, 1][:3]
    return phrases.dates[len(parts) - 1].format(
        year=year, month=month, day=day, month_name=_MONTHS[month - 1]
    )
