"""What a reader is told of an answer, in the language of the question; in English where that is another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.types import primary_language

if TYPE_CHECKING:
    from qa.types import Claim


@dataclass(frozen=True, slots=True)
class Wording:
    """The sentences of one language; ``{}`` is what they are about."""

    understood: str
    withdrawn: str
    unsupported: str
    uncited: str
    missing: str
    comma: str
    remark: str


_ENGLISH = Wording(
    understood="Understood as: {}",
    withdrawn="The text above is withdrawn; this is the answer:",
    unsupported="Not supported by the sources",
    uncited="No source given",
    missing=" (missing: {})",
    comma=", ",
    remark="{}: “{}”",
)
_SIMPLIFIED_CHINESE = Wording(
    understood="问题理解为：{}",
    withdrawn="以上文字已撤回，答案如下：",
    unsupported="来源不支持",
    uncited="未注明来源",
    missing="（来源中没有：{}）",
    comma="、",
    remark="{}：“{}”",
)
_TRADITIONAL_CHINESE = Wording(
    understood="問題理解為：{}",
    withdrawn="以上文字已撤回，答案如下：",
    unsupported="來源不支持",
    uncited="未註明來源",
    missing="（來源中沒有：{}）",
    comma="、",
    remark="{}：「{}」",
)
_VIETNAMESE = Wording(
    understood="Câu hỏi được hiểu là: {}",
    withdrawn="Đoạn trên đã được rút lại; đây là câu trả lời:",
    unsupported="Các nguồn không xác nhận",
    uncited="Không dẫn nguồn",
    missing=" (không có trong nguồn: {})",
    comma=", ",
    remark="{}: “{}”",
)
_BY_LANGUAGE = {
    "en": _ENGLISH,
    "vi": _VIETNAMESE,
    "zh": _SIMPLIFIED_CHINESE,
    "zh-Hans": _SIMPLIFIED_CHINESE,
    "zh-Hant": _TRADITIONAL_CHINESE,
}


def wording(language: str) -> Wording:
    """The wording for a reader of ``language``, a BCP 47 tag."""
    return _BY_LANGUAGE.get(language) or _BY_LANGUAGE.get(primary_language(language), _ENGLISH)


def doubt(claim: Claim, language: str) -> str:
    """Why a claim is not supported: ``Not supported by the sources (missing: 75)``."""
    words = wording(language)
    if not claim.markers:
        return words.uncited
    missing = words.missing.format(words.comma.join(claim.missing)) if claim.missing else ""
    return words.unsupported + missing
