"""Questions for what something is called, and sentences that say what something is called."""

from __future__ import annotations

import re

from corpus.folding import fold

_ASKS = re.compile(
    r"\b(?:called|named|nicknamed|titled|dubbed|labell?ed|known as|refer(?:red|s|ring)? to\b[^?]{0,40}\bas"
    r"|stands? for|(?:name|term|word|nickname|synonym|title|acronym|abbreviation)s?"
    r" (?:for|of|given|used|is|was|are|were|do|does|did))\b"
    r"|[叫称]|名[为字称]|[别又]名|术语|绰号"
    r"|\b(?:gọi (?:là|nó là|chung là)|tên|biệt danh|thuật ngữ|từ đồng nghĩa|viết tắt)\b"
)
_GIVES = re.compile(
    r"\b(?:called|named?|names|terms?|termed|nicknamed|(?:en)?titled|dubbed|labell?ed|known as|referred to as"
    r"|i\.e\.|stands for|abbreviated|acronym)\b"
    r"|[\"“”「『《]|\([^)]{2,40}\)|（[^）]{1,30}）"
    r"|叫[做作]|称[为作之]|被称|名[为字]|[又别]名|[简俗]称|命名|即"
    r"|\b(?:gọi là|tên|biệt danh|thuật ngữ|hay còn|tức là|viết tắt)\b"
)


def asks_name(question: str) -> bool:
    """Whether ``question`` asks for a name or a term, in English, Chinese or Vietnamese."""
    return bool(_ASKS.search(fold(question)))


def gives_name(sentence: str) -> bool:
    """Whether ``sentence`` introduces one: *known as*, 又名, *gọi là*, quotes or brackets in any language."""
    return bool(_GIVES.search(fold(sentence)))
