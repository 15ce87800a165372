"""Makes an ``Answer`` again from its JSON, which a browser has kept and anyone may have edited."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from corpus.errors import InputError
from corpus.types import Article, Passage, Span, passage_id
from qa.answering.phrases import ENGLISH, SIMPLIFIED_CHINESE, TRADITIONAL_CHINESE, VIETNAMESE, phrases_for
from qa.citations import is_exact
from qa.questions import cleaned_again
from qa.types import Answer, Citation, Claim, Hit

MAX_ANSWER = 20_000
MAX_QUOTE = 5_000
"""Characters of a quote, and of a passage."""
MAX_TEXT = 2_000
MAX_NAME = 500
MAX_ITEMS = 50
MAX_NUMBER = 500
"""Of a marker, and of a passage's rank."""
MAX_CLAIMS = 200
"""An answer of the longest that are written may hold a short sentence for every 15 characters."""
_LANGUAGE = re.compile(r"[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8}){0,4}")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LEFT_OUT = {
    ENGLISH: "The library no longer holds all that this answer rested on; left out: quotes {}, passages {}.",
    SIMPLIFIED_CHINESE: "文库中已没有这个回答所依据的部分内容；略去引文{}处、段落{}个。",
    TRADITIONAL_CHINESE: "文庫中已沒有這個回答所依據的部分內容；略去引文{}處、段落{}個。",
    VIETNAMESE: "Thư viện không còn giữ mọi căn cứ của câu trả lời này; đã bỏ {} trích dẫn và {} đoạn.",
}

T = TypeVar("T")


def answer_from_dict(data: object, articles: Mapping[str, Article]) -> Answer:
    """The inverse of ``Answer.to_dict``: what the JSON says of an answer, as far as ``articles`` bear it out.

    ``articles`` are those that the library holds, by id (``article_ids`` says which are needed). A passage or
    a quote that is not an article's text at its offsets is left out, and a notice in the answer's language
    says how many are. Raises ``InputError`` for what is no answer at all.
    """
    fields = _Fields("kept answer", data)
    text, language = fields.text("answer", MAX_ANSWER), fields.language("language")
    found = [_hit(one, articles) for one in fields.objects("hits")]
    hits = tuple(hit for hit in found if hit is not None)
    cited = [_citation(one) for one in fields.objects("citations")]
    citations = tuple(citation for citation in cited if is_exact(citation, hits))
    answer = Answer(
        question=cleaned_again(fields.text("question", MAX_TEXT)),
        language=language,
        text=text,
        citations=citations,
        hits=hits,
        refused=fields.take("refused", _is_flag, "true or false"),
        confidence=fields.number("confidence", 0.0, 1.0),
        answerer=fields.text("answerer", MAX_NAME),
        claims=_claims(fields, len(text)),
        notices=fields.texts("notices"),
        resolved=fields.optional("resolved", lambda key: cleaned_again(fields.text(key, MAX_TEXT))),
    )
    return _with_notice(answer, len(cited) - len(citations), len(found) - len(hits))


@dataclass(frozen=True, slots=True)
class LostCitation:
    """A quote as it was kept, of an article that the library no longer holds: nothing vouches for it."""

    marker: int
    title: str
    source: str
    date: str | None
    language: str
    quote: str


def lost_citations(data: object, articles: Mapping[str, Article]) -> tuple[LostCitation, ...]:
    """What the JSON of an answer quotes of articles that are not, or no longer, among ``articles``.

    Raises ``InputError`` for what is no answer at all.
    """
    fields, lost = _Fields("kept answer", data), article_ids(data) - articles.keys()
    cited = fields.objects("citations")
    return tuple(_lost(one) for one in cited if one.text("article_id", MAX_NAME) in lost)


def article_ids(data: object) -> set[str]:
    """The ids of the articles that the JSON of an answer draws on; none where it is no answer."""
    hits = data.get("hits") if isinstance(data, dict) else None
    if not isinstance(hits, list | tuple):
        return set()
    named = [hit.get("article_id") for hit in hits[:MAX_ITEMS] if isinstance(hit, dict)]
    return {id_ for id_ in named if isinstance(id_, str)}


def _with_notice(answer: Answer, quotes: int, passages: int) -> Answer:
    if not quotes and not passages:
        return answer
    notice = _LEFT_OUT[phrases_for(answer.language)].format(quotes, passages)
    return replace(answer, notices=(*answer.notices, notice), dropped=quotes)


def _hit(fields: _Fields, articles: Mapping[str, Article]) -> Hit | None:
    """None where the library does not hold the passage as it was."""
    span, text = fields.span(), fields.text("text", MAX_QUOTE)
    language, score = fields.language("language"), fields.number("score", -1e9, 1e9)
    rank = fields.whole("rank", 1, MAX_NUMBER)
    article = articles.get(fields.text("article_id", MAX_NAME))
    if article is None or not text or article.text[span.start : span.end] != text:
        return None
    id_ = passage_id(article.id, span.start, span.end)
    return Hit(Passage(id_, article.id, span.start, span.end, text, language), article, score, rank)


def _citation(fields: _Fields) -> Citation:
    quote = fields.span()
    answer = fields.optional("span", lambda key: fields.object(key).span())
    if answer and not quote.start <= answer.start <= answer.end <= quote.end:
        raise _unusable(fields.where, "span", "a range inside the quote")
    return Citation(
        marker=fields.whole("marker", 1, MAX_NUMBER),
        passage_id=fields.text("passage_id", MAX_NAME),
        article_id=fields.text("article_id", MAX_NAME),
        quote=fields.text("quote", MAX_QUOTE),
        start=quote.start,
        end=quote.end,
        answer=answer,
        confidence=fields.optional("confidence", lambda key: fields.number(key, 0.0, 1.0)),
    )


def _lost(fields: _Fields) -> LostCitation:
    return LostCitation(
        marker=fields.whole("marker", 1, MAX_NUMBER),
        title=fields.text("title", MAX_QUOTE),
        source=fields.text("source", MAX_QUOTE),
        date=fields.optional("date", lambda key: fields.text(key, MAX_NAME)),
        language=fields.language("language"),
        quote=fields.text("quote", MAX_QUOTE),
    )


def _claims(fields: _Fields, length: int) -> tuple[Claim, ...]:
    """In the order of the text, as those who show them expect; none overlap."""
    claims, at = [], 0
    for one in fields.objects("claims", MAX_CLAIMS):
        span = one.span()
        if not at <= span.start <= span.end <= length:
            raise _unusable(one.where, "start", "inside the answer and after the claim before")
        markers = one.take("markers", _are_markers, "a list of markers")
        supported = one.flag("supported")
        attributed = bool(one.optional("attributed", one.flag))
        missing = one.texts("missing")
        claims.append(Claim(span.start, span.end, tuple(markers), supported, missing, attributed))
        at = span.end
    return tuple(claims)


@dataclass(frozen=True, slots=True)
class _Fields:
    """A JSON object whose members are checked as they are taken."""

    where: str
    members: Any

    def __post_init__(self) -> None:
        if not isinstance(self.members, dict):
            raise InputError(self.where, "it is no JSON object", "ask the question again")

    def take(self, key: str, fits: Callable[[Any], bool], wanted: str) -> Any:
        value = self.members.get(key)
        if not fits(value):
            raise _unusable(self.where, key, wanted)
        return value

    def optional(self, key: str, read: Callable[[str], T]) -> T | None:
        return None if self.members.get(key) is None else read(key)

    def text(self, key: str, longest: int) -> str:
        wanted = f"text of at most {longest:,} characters"
        return str(self.take(key, lambda value: _is_text(value) and len(value) <= longest, wanted))

    def texts(self, key: str) -> tuple[str, ...]:
        wanted = f"a list of at most {MAX_ITEMS} texts of at most {MAX_TEXT:,} characters"
        return tuple(self.take(key, lambda value: _is_list(value) and all(map(_is_short, value)), wanted))

    def flag(self, key: str) -> bool:
        return bool(self.take(key, _is_flag, "true or false"))

    def language(self, key: str) -> str:
        return str(self.take(key, _is_language, "a language"))

    def whole(self, key: str, lowest: int, highest: int) -> int:
        wanted = f"a whole number from {lowest:,} to {highest:,}"
        return int(self.take(key, lambda value: _is_whole(value) and lowest <= value <= highest, wanted))

    def number(self, key: str, lowest: float, highest: float) -> float:
        wanted = f"a number from {lowest:g} to {highest:g}"
        return float(self.take(key, lambda value: _is_number(value) and lowest <= value <= highest, wanted))

    def span(self) -> Span:
        """What ``start`` and ``end`` say: offsets in order, into a text that the reader has to look at."""
        start = self.whole("start", 0, 10**9)
        return Span(start, self.whole("end", start, 10**9))

    def object(self, key: str) -> _Fields:
        return _Fields(f"{self.where}, {key}", self.members.get(key))

    def objects(self, key: str, most: int = MAX_ITEMS) -> Iterator[_Fields]:
        values: Sequence[Any] = self.take(
            key, lambda value: _is_list(value, most), f"a list of at most {most}"
        )
        return (_Fields(f"{self.where}, {key}", value) for value in values)


def _unusable(where: str, key: str, wanted: str) -> InputError:
    return InputError(where, f'"{key}" is not {wanted}', "ask the question again")


def _is_text(value: object) -> bool:
    """Text that can be written as UTF-8: without the halves of characters that JSON allows."""
    return isinstance(value, str) and not _SURROGATE.search(value)


def _is_short(value: object) -> bool:
    return _is_text(value) and len(value) <= MAX_TEXT  # type: ignore[arg-type]


def _is_language(value: object) -> bool:
    return isinstance(value, str) and _LANGUAGE.fullmatch(value) is not None


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: object) -> bool:
    return _is_whole(value) or (isinstance(value, float) and math.isfinite(value))


def _is_list(value: object, most: int = MAX_ITEMS) -> bool:
    return isinstance(value, list | tuple) and len(value) <= most


def _are_markers(value: object) -> bool:
    return _is_list(value) and all(_is_whole(marker) and 1 <= marker <= MAX_NUMBER for marker in value)  # type: ignore[attr-defined]
