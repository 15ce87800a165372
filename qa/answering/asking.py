"""What a question asks for: a number, a date, somebody, a place; in English, Chinese or Vietnamese."""

from __future__ import annotations

import re

from corpus.folding import fold
from qa.answering.kinds import Asked, Kind
from qa.answering.question_words import BARE_VIETNAMESE, CHINESE, ENGLISH, VIETNAMESE, Rule

_ENGLISH_WORD = re.compile(r"\b(?:who|whom|whose|what|when|where|which|how|why)\b")
_ENGLISH_YES_NO = re.compile(
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would"
    r"|should) (?!you (?:please )?(?:tell|say|show)\b)"
)
_YES_NO = re.compile(
    r"[吗嘛][?？]?\W*$|是否|是不是|有没有|能否|可否|会不会|能不能"
    r"|(?:không|chưa|khong|chua)\W*$|\b(?:phải không|hay không|có phải)\b"
)


def asks(question: str) -> Asked:
    """What ``question`` asks for, by its first question word; ``OTHER`` in languages not known here."""
    text = fold(question)
    if _ENGLISH_YES_NO.match(text):
        return Asked(Kind.YES_NO)
    for rules in _rules(text):
        if found := _first(rules, text):
            return found
    return Asked(Kind.YES_NO if _YES_NO.search(text) else Kind.OTHER)


def _rules(text: str) -> tuple[tuple[Rule, ...], ...]:
    """Vietnamese before English, whose words may stand in names; typed without accents, after it."""
    if not text.isascii():
        return CHINESE, VIETNAMESE, ENGLISH
    return (ENGLISH,) if _ENGLISH_WORD.search(text) else (BARE_VIETNAMESE,)


def _first(rules: tuple[Rule, ...], text: str) -> Asked | None:
    """As the rule reads it whose words stand first, the earlier rule of two."""
    found = [(match, rule) for rule in rules if (match := rule.words.search(text))]
    if not found:
        return None
    match, rule = min(found, key=lambda entry: entry[0].start())
    return rule.read(text[: match.start()], text[match.end() :])
