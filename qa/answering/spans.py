"""The spans of a sentence that may answer: numbers with their units, dates, names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from corpus.folding import fold, unaccented
from corpus.types import Span
from embeddings.lexical.dates import find_dates
from embeddings.lexical.names import Name, names_in
from embeddings.lexical.numbers import HAN_RANGE, Number
from qa.answering.chinese_names import chinese_names
from qa.answering.contacts import contacts
from qa.answering.kinds import CONTACTS, NAMES, QUANTITIES, TIMES, Kind
from qa.answering.latin_names import latin_names
from qa.answering.units import first_unit
from qa.numerals import numerals

Day = tuple[int | None, int | None, int | None]
"""Year, month and day, None for what is left out."""
Value = Decimal | Day | str


@dataclass(frozen=True, slots=True)
class Candidate:
    """``sentence[span.start:span.end]`` as something that may answer.

    ``value`` compares across languages for quantities (of a percentage, the number of hundredths) and dates;
    for names it is the id of a known one, else the folded text without accents. ``counted`` are the folded
    words after a quantity; ``unit`` says what they name, or what kind of place it is, if that can be told.
    ``sure`` in (0, 1] says how likely the span is what ``kind`` says.
    """

    span: Span
    kind: Kind
    value: Value
    counted: str = ""
    unit: str = ""
    sure: float = 1.0


def candidate_spans(sentence: str, kind: Kind) -> list[Candidate]:
    """What in ``sentence`` may answer a question for ``kind``, in order; nothing for a kind without a shape.

    For any quantity all quantities are given and for a year all dates, each with the kind it has itself.
    """
    folded = fold(sentence)
    if kind in QUANTITIES:
        return list(_quantities(folded))
    if kind in TIMES:
        return list(_dates(folded))
    if kind in CONTACTS:
        spans = contacts(folded, kind)
        return [Candidate(span, kind, folded[span.start : span.end]) for span in spans]
    return _names(sentence, folded, kind) if kind in NAMES or kind is Kind.THING else []


# Quantities

_ORDINAL = re.compile(r"(?:第|(?<!\w)(?:thứ|tháng|hiệp|lớp) |[^\W\d]-|\d[:–-])$")
_NEW_PHRASE = re.compile(
    r" (?:in|on|at|for|during|since|to|by|from|with|over|after|before|as|and|or|than|who|that|which|was"
    r"|were|is|are|has|have|had"
    r"|trong|ở|tại|vào|đã|được|từ|với|do|là|cho|khi|và|hoặc) "
)
_CHINESE = re.compile(rf"\s?[{HAN_RANGE}]")
_NO_QUANTITY_AFTER = re.compile(r"大(?!多|约|部|洲)|[:–-]\d|年代")
_CLAUSE = re.compile(r"[^,;:.!?()\d。，、“”]{0,36}")
_CURRENCY = re.compile(r"(?:us|hk|nt|rmb|cny|usd)?\s?[$€£¥]\s?$|(?:rmb|cny|usd|vnd)\s?$")
_MEASURE = re.compile(
    r"\s?(?:美元|欧元|人民币|英镑|元|个百分点|英[里尺寸镑]|岁|个月|年|天|周|小时|分钟|平方公里|平方米"
    r"|公顷|公里|亩|吨|公斤|米|人次?|[个名位家篇份件项座所户种届次场条])"
    r"|\s?(?:%|°c|km|kg)(?!\w)"
    r"| (?:(?:us )?dollars?|yuan|euros?|pounds?|years?|months?|weeks?|days?|hours?|minutes?"
    r"|percentage points?|square \w+"
    r"|kilomet\w+|met(?:er|re)s?|hectares?|tonn?es?|đồng|đô la(?: mỹ)?|usd|nhân dân tệ|tệ|năm|tháng"
    r"|tuần|ngày|giờ|phút|km|mét|ha|tấn)"
    r"(?!\w)"
)
_KINDS = {"money": Kind.MONEY} | dict.fromkeys(("years", "months", "days", "hours"), Kind.DURATION)


def _quantities(folded: str) -> Iterator[Candidate]:
    dates = find_dates(folded)
    for number in numerals(folded):
        found = _quantity(folded, number)
        date = next((date for date in dates if date.start <= number.start < date.end), None)
        counts_after_all = date is None or (date.month is None and found.unit not in ("", "years"))
        if counts_after_all and not _is_ordinal(folded, number):
            yield found


def _is_ordinal(folded: str, number: Number) -> bool:
    """The 16th of something, or part of a name or a longer number: 十八大, covid-19, 12:30."""
    before = _ORDINAL.search(folded, max(number.start - 4, 0), number.start)
    return bool(before) or bool(_NO_QUANTITY_AFTER.match(folded, number.end))


def _quantity(folded: str, number: Number) -> Candidate:
    currency = _CURRENCY.search(folded, max(number.start - 5, 0), number.start)
    measure = _MEASURE.match(folded, number.end)
    span = Span(currency.start() if currency else number.start, measure.end() if measure else number.end)
    counted = _counted(folded, number.end)
    unit = "money" if currency else first_unit(counted)
    kind = Kind.PERCENTAGE if number.share else _KINDS.get(unit, Kind.NUMBER)
    return Candidate(span, kind, number.value, counted, unit, sure=0.5 if number.value == 2 else 1.0)


def _counted(folded: str, end: int) -> str:
    """The words after a number, within its clause: nine characters in Chinese, five words elsewhere."""
    match = _CLAUSE.match(folded, end)
    clause = match[0] if match else ""
    return clause[:9] if _CHINESE.match(clause) else " ".join(_NEW_PHRASE.split(clause)[0].split(" ")[:6])


# Dates and names

_MOST = 0.6
_KNOWN = 0.8
_MUNICIPALITIES = frozenset("CN-BJ CN-SH CN-TJ CN-CQ VN-HN VN-SG VN-HP VN-DN VN-CT".split())  # noqa: SIM905


def _dates(folded: str) -> Iterator[Candidate]:
    for date in find_dates(folded):
        yield Candidate(
            Span(date.start, date.end),
            Kind.YEAR if date.year else Kind.DATE,
            (date.year, date.month, date.day),
        )


def _names(sentence: str, folded: str, kind: Kind) -> list[Candidate]:
    """Where two overlap, the surer."""
    found: list[Candidate] = []
    known = names_in(sentence)
    named = [*latin_names(sentence, folded, kind), *chinese_names(folded, kind), *_known(known, kind)]
    for span, sure in sorted(named, key=lambda entry: -entry[1]):
        if not any(span.start < other.span.end and other.span.start < span.end for other in found):
            found.append(_name(span, sure, kind, folded, known))
    return sorted(found, key=lambda candidate: candidate.span.start)


def _name(span: Span, sure: float, kind: Kind, folded: str, known: Sequence[Name]) -> Candidate:
    long = (span.end - span.start) * _MOST
    same = (name for name in known if min(span.end, name.end) - max(span.start, name.start) >= long)
    if not (name := next(same, None)):
        return Candidate(span, kind, unaccented(folded[span.start : span.end]), sure=sure)
    return Candidate(span, kind, name.id, unit=_sort_of_place(name), sure=sure)


def _sort_of_place(name: Name) -> str:
    if name.kind != "place" or not name.id.isupper():
        return ""
    return "cities" if name.id in _MUNICIPALITIES else "provinces" if "-" in name.id else "countries"


def _known(known: Sequence[Name], kind: Kind) -> Iterator[tuple[Span, float]]:
    """The places and persons of the gazetteer, whose kinds are called as here."""
    kinds = {kind.value} & {"place", "person"}
    return ((Span(name.start, name.end), _KNOWN) for name in known if name.kind in kinds)
