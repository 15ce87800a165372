"""Sentences of an article that tell whoever answers from it what to write: they are evidence of nothing.

Found by their wording, in English, Chinese and Vietnamese: a list of the usual forms, no understanding. An
order in other words passes for a statement.
"""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.folding import fold
from corpus.sentences import split_sentences

_RULES = r"\b(?:instruction|rule|prompt|guideline|text)s?\b"
_ENGLISH = (
    r"(?:^|[.:;!?,\"“]\s*|\b(?:please|now|and|then|must|should|always|only)\s)"
    r"(?:(?:ignore|disregard|forget|override)\s(?:"
    rf"[^.!?]{{0,30}}\b(?:previous|prior|earlier|preceding|above|your|system)\b[^.!?]{{0,30}}{_RULES}"
    rf"|[^.!?]{{0,30}}{_RULES}\sabove\b|(?:all|any)\s(?:of\s)?(?:the\s|these\s)?{_RULES})"
    r"|(?:cite|quote)\s(?:this|me|only|no\sother|\[)|obey\s(?:this|the)\s(?:article|text|source)\b"
    r"|(?:tell|ask|urge|advise)\sthe\s(?:reader|user)\b"
    r"|(?:repeat|reveal|print|show|output)\syour\s(?:system\s)?(?:prompt|instructions|rules)\b)"
    r"|(?:(?:^|[.:;!?,\"“]\s*|\b(?:please|now|and|then)\s)(?:always\s|only\s)?(?:answer|reply|respond)"
    r"|\byou\s(?:must|should|shall|have\sto)\s(?:always\s|only\s)?(?:answer|reply|respond|state|say|write))\s"
    r"(?:(?:only\s)?that\b(?!\s(?:question|call|charge|letter|need|demand)s?\b)|(?:only|with):?\s?[\"“]"
    r"|[^.!?]{0,30}\bto\s(?:every|all|any)\squestions?\b)"
    r"|\b(?:in|end|begin|start|finish)\syour\s(?:answer|reply|response)\b"
    r"|\bnew\s(?:rule|instruction)s?:|\byou\sare\snow\s(?:a|an|free|in)\b"
    r"|^(?:system|assistant|user):"
)
_CHINESE = (
    r"(?:忽略|无视|忘记|忘掉)[^。!?]{0,6}(?:(?:以上|上述|上面|之前|先前|前面|你)[^。!?]{0,8}|(?:所有|一切|任何)的?)"
    r"(?:指示|指令|规则|提示|内容|文字)|新(?:规则|指令|指示):"
    r"|(?:(?:^|[。,，:;!?])\s*只|(?<![申邀聘])请|一律|必须|务必)[^。，!?]{0,6}(?:回答|回复|答复)(?:说|是|:?\s?[\"“「『])"
    r"|(?:(?<![申邀聘])请|务必|你[必应要]须?)[^。，!?]{0,2}在[^。，!?]{0,3}(?:回答|答案|回复|答复)的?(?:里|中|末尾|结尾|开头)"
    r"|对任何问题都"
    r"|(?:必须|请|并|只|务必)[^。！？]{0,20}引用(?:本文|此文|这篇|[\[,，。])|(?:请|务必)(?:让|告诉)(?:读者|用户)"
    r"|回答之前[,，]|你现在是|(?:听从|服从)(?:本文|文章|这篇)|^(?:系统|助手|用户|使用者)[:：]"
)
_VIETNAMESE_RULES = r"(?:chỉ dẫn|quy tắc|hướng dẫn|chỉ thị|lời nhắc|văn bản|nội dung)"
_VIETNAMESE = (
    r"(?<!đừng )\b(?:bỏ qua|phớt lờ|quên)\s(?:"
    rf"[^.!?]{{0,20}}{_VIETNAMESE_RULES}[^.!?]{{0,12}}(?:(?:ở|phía|bên) trên|trước (?:đó|đây)|của bạn)\b"
    rf"|(?:mọi|tất cả|toàn bộ)\s(?:các\s|những\s)?{_VIETNAMESE_RULES}(?=\s*(?:[.,;:!?]|$|và\b)))"
    r"|\bquy tắc mới:"
    r"|\bhãy\s[^.!?]{0,30}(?:trả lời|câu trả lời|trích dẫn|người đọc|bài viết|lặp lại)"
    r"|\btrong câu trả lời,?\s(?:của bạn,?\s)?(?:hãy\b|(?:nói|viết|ghi|nêu)\s(?:rõ\s)?rằng\b)"
    r"|\btrích dẫn (?:bài (?:viết )?này\b|\[)|\bbây giờ bạn là\b"
    r"|^(?:hệ thống|trợ lý|người dùng):"
)
_ORDER = re.compile("|".join((_ENGLISH, _CHINESE, _VIETNAMESE)))


@lru_cache(maxsize=4096)
def gives_orders(sentence: str) -> bool:
    """Whether a sentence speaks to whoever answers: *ignore your rules*, 请在回答中, *hãy trả lời rằng*."""
    return _ORDER.search(fold(sentence.strip())) is not None


@lru_cache(maxsize=256)
def without_orders(text: str) -> str:
    """The text without its sentences that give orders."""
    spans = [span for span in split_sentences(text) if gives_orders(text[span.start : span.end])]
    for span in reversed(spans):
        text = text[: span.start] + text[span.end :]
    return text
