"""Questions for what something is called, and sentences that say what something is called."""

from __future__ import annotations

import re

from corpus.folding import fold

_CALLED = (
    r"called(?! (?:for|on|off|in|up)\b)|named(?! (?:in|on)\b)|nicknamed|titled|dubbed|labell?ed|known as"
)
_ASKS = re.compile(
    rf"\b(?:{_CALLED}|refer(?:red|s|ring)? to\b[^?]{{0,40}}\bas|stands? for"
    r"|(?:(?:name|word|nickname|synonym|title|acronym|abbreviation)s? of"
    r"|(?:name|term|word|nickname|synonym|title|acronym|abbreviation)s?"
    r" (?:for|given|used|is|was|are|were|do|does|did)))\b"
    r"|叫(?:[什甚]么|做|作|啥)|称(?:[什甚]么|为|作|之|呼)|[简俗]称|名[为字称]|又名|(?<!分)别名|术语|绰号"
    r"|\b(?:gọi (?:là|nó là|chung là)|tên(?! lửa)|biệt danh|thuật ngữ|từ đồng nghĩa|viết tắt)\b"
)
_GIVES = re.compile(
    rf"\b(?:{_CALLED}|names?|terms? (?:for|used|given|means?|refers?|comes?|derives?)|termed|entitled"
    r"|referred to as|i\.e\.|stands for|abbreviated|acronym)\b"
    r"|[\"“”「『《]|\([^)]{2,40}\)|（[^）]{1,30}）"
    r"|叫[做作]|称[为作之]|被称|名[为字]|又名|(?<!分)别名|[简俗]称|命名|(?<![立随当旋])即(?![将使便日刻时可])"
    r"|\b(?:gọi là|tên(?! lửa)|biệt danh|thuật ngữ|hay còn|tức là|viết tắt)\b"
)


def asks_name(question: str) -> bool:
    """Whether ``question`` asks for a name or a term, in English, Chinese or Vietnamese."""
    return bool(_ASKS.search(fold(question)))


def gives_name(sentence: str) -> bool:
    """Whether ``sentence`` introduces one: *known as*, 又名, *gọi là*, quotes or brackets in any language."""
    return bool(_GIVES.search(fold(sentence)))
