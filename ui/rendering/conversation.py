"""A conversation as a document of its own, with everything its citations rest on: Markdown and JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from corpus.types import Article
from embeddings.library import EVERYTHING, Filter
from qa.restoring import LostCitation
from qa.types import Answer, Citation
from ui.rendering.filters import filter_dict, filter_parts
from ui.rendering.markdown import escaped
from ui.rendering.safety import one_line, printable


@dataclass(frozen=True, slots=True)
class Exchange:
    """An answer, the filter its question was asked with, and what it quoted of articles that are gone."""

    answer: Answer
    where: Filter = EVERYTHING
    lost: tuple[LostCitation, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentWords:
    """What the document says besides what was asked, answered and quoted."""

    asked_of: str
    sources: str
    characters: str
    understood: str
    unsupported: str
    note: str
    lost: str


WORDS = {
    "en": DocumentWords(
        asked_of="Asked of: {text}",
        sources="Sources",
        characters="characters {start}–{end}",
        understood="Understood as: {text}",
        unsupported="Not supported by its sources: {text}",
        note="Note: {text}",
        lost="no longer in the library",
    ),
    "zh-Hans": DocumentWords(
        asked_of="提问范围：{text}",
        sources="来源",
        characters="第 {start}–{end} 个字符",
        understood="理解为：{text}",
        unsupported="来源不支持：{text}",
        note="说明：{text}",
        lost="已不在文库中",
    ),
    "zh-Hant": DocumentWords(
        asked_of="提問範圍：{text}",
        sources="來源",
        characters="第 {start}–{end} 個字元",
        understood="理解為：{text}",
        unsupported="來源不支持：{text}",
        note="說明：{text}",
        lost="已不在文庫中",
    ),
    "vi": DocumentWords(
        asked_of="Hỏi trong: {text}",
        sources="Nguồn",
        characters="ký tự {start}–{end}",
        understood="Được hiểu là: {text}",
        unsupported="Nguồn không xác nhận: {text}",
        note="Ghi chú: {text}",
        lost="không còn trong thư viện",
    ),
}

_WEB_ADDRESS = re.compile(r"https?://[^\s<>\\]+", re.IGNORECASE)


def conversation_markdown(title: str, exchanges: Sequence[Exchange], language: str) -> str:
    """The conversation in CommonMark, its own words in ``language``, one of ``WORDS``.

    Every text from elsewhere is escaped: it shows as it is, and is neither markup nor link nor HTML. An
    offset counts characters (code points) of the article's text from 0; the second is the first one after.
    """
    words = WORDS[language]
    parts = [f"# {_line(title)}", *(part for exchange in exchanges for part in _exchange(exchange, words))]
    return "\n\n".join(parts) + "\n"


def conversation_json(title: str, exchanges: Sequence[Exchange]) -> str:
    """The conversation as one JSON document: each answer as in ``polycite ask --json``, with URLs
    and, where there are any, the filter ``where`` and the citations ``lost``."""
    document = {"title": title, "exchanges": [_told(exchange) for exchange in exchanges]}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def file_name(title: str, ending: str) -> str:
    """A name that any file system takes, made of a title's letters and digits."""
    name = "-".join(re.findall(r"\w+", title))
    return f"{name[:60].strip('-_') or 'conversation'}.{ending}"


def _exchange(exchange: Exchange, words: DocumentWords) -> Iterator[str]:
    answer = exchange.answer
    yield f"## {_line(answer.question)}"
    if parts := filter_parts(exchange.where):
        yield _line(words.asked_of.format(text=" · ".join(parts)))
    if answer.resolved:
        yield _line(words.understood.format(text=answer.resolved))
    yield from map(_lines, _paragraphs(answer.text))
    for claim in answer.claims:
        if not claim.supported:
            yield _line(words.unsupported.format(text=answer.text[claim.start : claim.end]))
    for notice in answer.notices:
        yield _line(words.note.format(text=notice))
    yield from _sources(exchange, words)


def _sources(exchange: Exchange, words: DocumentWords) -> Iterator[str]:
    articles = _articles(exchange.answer)
    cited = [
        (one.marker, _source(one, articles[one.article_id], words), one.quote)
        for one in exchange.answer.citations
    ]
    lost = [(one.marker, _lost_source(one, words), one.quote) for one in exchange.lost]
    if cited or lost:
        yield f"### {words.sources}"
    for _, source, quote in sorted([*cited, *lost], key=lambda listed: listed[0]):
        yield source
        yield _quoted(quote)


def _source(citation: Citation, article: Article, words: DocumentWords) -> str:
    where = words.characters.format(start=citation.start, end=citation.end)
    stated = [article.source, article.date or "", article.language, where]
    details = " · ".join(_line(detail) for detail in stated if detail)
    url = f" · {_address(article.url)}" if article.url else ""
    return f"\\[{citation.marker}\\] **{_line(article.title) or article.id}** · {details}{url}"


def _lost_source(lost: LostCitation, words: DocumentWords) -> str:
    title = _line(lost.title)
    stated = [lost.source, lost.date or "", lost.language, words.lost]
    parts = [f"**{title}**" if title else "", *map(_line, stated)]
    return f"\\[{lost.marker}\\] " + " · ".join(part for part in parts if part)


def _address(url: str) -> str:
    """A link where it leads to the web, else text: an article may state any scheme."""
    return f"<{url}>" if _WEB_ADDRESS.fullmatch(url) and url == printable(url) else _line(url)


def _quoted(text: str) -> str:
    paragraphs = [_lines(paragraph) for paragraph in _paragraphs(text)]
    return "\n>\n".join("> " + paragraph.replace("\n", "\n> ") for paragraph in paragraphs)


def _paragraphs(text: str) -> list[str]:
    return [part for part in re.split(r"\n\s*\n", printable(text)) if part.strip()]


def _line(text: str) -> str:
    return escaped(one_line(text))


def _lines(text: str) -> str:
    """A paragraph whose line breaks stay."""
    return "\\\n".join(escaped(line) for line in map(one_line, text.split("\n")) if line)


def _told(exchange: Exchange) -> dict[str, Any]:
    articles, told = _articles(exchange.answer), exchange.answer.to_dict()
    where = {"where": filter_dict(exchange.where)} if exchange.where != EVERYTHING else {}
    lost = {"lost": [asdict(one) for one in exchange.lost]} if exchange.lost else {}
    return {**told, **where, **lost, "citations": [_with_url(cited, articles) for cited in told["citations"]]}


def _with_url(cited: Mapping[str, Any], articles: Mapping[str, Article]) -> dict[str, Any]:
    return {**cited, "url": articles[cited["article_id"]].url}


def _articles(answer: Answer) -> dict[str, Article]:
    return {hit.article.id: hit.article for hit in answer.hits}
