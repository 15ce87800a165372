"""Names in Latin script: runs of capitalised words, told apart by the words in and beside them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain

from corpus.types import Span
from embeddings.lexical.numbers import HAN_RANGE
from embeddings.lexical.stopwords import STOPWORDS
from qa.answering.kinds import Kind
from qa.answering.nouns import class_of

_UPPER = "".join(
    letter for letter in map(chr, chain(range(0x250), range(0x1E00, 0x1F00))) if letter.isupper()
)
_WORD = rf"[{_UPPER}](?:[^\W{HAN_RANGE}]|['’](?!s\b)|-(?=\w))*"
_PERSON_RUN = re.compile(rf"(?<!\w){_WORD}(?:(?:\. ?| ){_WORD})*")
_LONG_RUN = re.compile(rf"(?<!\w){_WORD}(?:(?: (?:of|for|and|on|de|della|du)(?: the)?)? {_WORD})*")
_BEFORE = re.compile(r"(?:[^\W\d]+[ -]){0,4}$")
_PREPOSITION = re.compile(
    r"\b(?:of|in|at|to|from|by|for|with|and|against|the|của|tại|ở|với|và|cho|từ|được|do)\b(?! (?:of|in"
    r"|at|to)\b)"
)
_APPOSITION = re.compile(r", (?:[\w'’-]+ ){0,4}[\w'’-]+")
_SAID = re.compile(
    r" (?:said|says|told|argued|argues|added|noted|spoke|stated|wrote|announced|cho biết|nói|phát biểu"
    r"|khẳng định|nhấn mạnh"
    r"|chia sẻ|cho rằng|đánh giá)\b"
)
_PLACED = re.compile(
    r"(?:^|\W)(?:in|at|from|near|ở|tại|đến|từ|tỉnh|thành phố|thủ đô|huyện|quận|nước)(?: the)? $"
)
_FIRST_WORD = re.compile(r"[^ ]+ ?")
_NO_NAME = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august"
    r"|september|october"
    r"|november|december|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?|i(?:['’]\w+)?"
    r"|(?:thứ )?(?:hai|ba|tư|năm|sáu|bảy)|chủ nhật"
    r"|(?:đông|tây|nam|bắc)(?: (?:đông|tây|nam|bắc))?|(?:north|south|east|west)\w*"
)
_VIETNAMESE = re.compile("[ạảãăắằẳẵặâấầẩẫậẹẻẽếềểễệỉịọỏốồổỗộơớờởỡợụủưứừửữựỳỵỷỹđ]")


def latin_names(sentence: str, folded: str, kind: Kind) -> Iterator[tuple[Span, float]]:
    """The names in ``sentence``, folded as ``folded``, each with how surely it is a ``kind``, in (0, 1]."""
    language = "vi" if _VIETNAMESE.search(folded) else "en"
    for match in (_LONG_RUN if kind is Kind.ORGANISATION else _PERSON_RUN).finditer(sentence):
        start, end = _without_opening(folded, *match.span())
        name = _Name(sentence, folded, start, end, language)
        if start < end and not _NO_NAME.fullmatch(name.text) and (sure := _sure(name, kind)):
            yield Span(start, end), sure


def _without_opening(folded: str, start: int, end: int) -> tuple[int, int]:
    """Without the stop words, such as an article, that a run of capitalised words may begin with."""
    while start < end and (word := _FIRST_WORD.match(folded, start, end)):
        if word[0].strip() not in STOPWORDS:
            break
        start = word.end()
    return start, end


@dataclass(frozen=True, slots=True)
class _Name:
    sentence: str
    folded: str
    start: int
    end: int
    language: str

    @property
    def text(self) -> str:
        return self.folded[self.start : self.end]

    @property
    def words(self) -> int:
        return self.text.count(" ") + 1

    @property
    def own_class(self) -> Kind | None:
        return class_of(self.text, self.language)

    @property
    def class_before(self) -> Kind | None:
        """What the words before call it: 'the mayor' Jane Roe."""
        before = _BEFORE.search(self.folded, max(self.start - 40, 0), self.start)
        return class_of(_PREPOSITION.split(before[0])[-1], self.language) if before else None

    @property
    def class_after(self) -> Kind | None:
        """What an apposition calls it: Jane Roe, 'the mayor'."""
        after = _APPOSITION.match(self.folded, self.end)
        return class_of(after[0], self.language, first=True) if after else None

    @property
    def is_acronym(self) -> bool:
        return (
            self.words == 1 and self.end - self.start > 1 and self.sentence[self.start : self.end].isupper()
        )

    @property
    def speaks(self) -> bool:
        return bool(_SAID.match(self.folded, self.end))

    @property
    def is_doubtful(self) -> bool:
        """One word that is capitalised anyhow, or a Vietnamese syllable that begins a longer word."""
        opens = not self.sentence[: self.start].strip(" \"“'‘(")
        return self.words == 1 and (opens or (self.language == "vi" and not self.text.isascii()))


def _sure(name: _Name, kind: Kind) -> float:
    """Zero for a word that only says what somebody or something is, as *President* alone."""
    if name.words == 1 and name.own_class:
        return 0
    if name.is_doubtful and not (name.speaks or name.class_before or name.class_after):
        return 0
    return _SURE[kind](name)


def _person(name: _Name) -> float:
    if name.own_class in (Kind.PLACE, Kind.ORGANISATION) or name.is_acronym:
        return 0
    titled = Kind.PERSON in (name.own_class, name.class_before, name.class_after)
    return min(0.2 + 0.2 * (2 <= name.words <= 5) + 0.5 * titled + 0.3 * name.speaks, 1)


def _place(name: _Name) -> float:
    if name.own_class in (Kind.PERSON, Kind.ORGANISATION) or _person(name) > 0.5:
        return 0
    placed = _PLACED.search(name.folded, max(name.start - 20, 0), name.start)
    return 0.9 if placed or Kind.PLACE in (name.own_class, name.class_before, name.class_after) else 0.3


def _organisation(name: _Name) -> float:
    if name.own_class is Kind.ORGANISATION or name.is_acronym:
        return 0.9 if name.own_class else 0.6
    return 0.2


def _thing(name: _Name) -> float:
    """Something with a long name that is neither somebody nor a place nor an organisation."""
    return 0.4 if name.words > 2 and not name.own_class else 0


_SURE: dict[Kind, Callable[[_Name], float]] = {
    Kind.PERSON: _person,
    Kind.PLACE: _place,
    Kind.ORGANISATION: _organisation,
    Kind.THING: _thing,
}
