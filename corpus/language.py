"""Which language a text is in, as a BCP 47 tag; measured in docs/decisions/0002-language-identifier.md."""

from __future__ import annotations

import math
from collections.abc import Collection

from corpus.folding import converter
from corpus.scripts import HAN, KANA, main_script

UNKNOWN = "und"
SIMPLIFIED, TRADITIONAL = "zh-Hans", "zh-Hant"

_BY_SCRIPT = {
    HAN: "zh",
    KANA: "ja",
    "HANGUL": "ko",
    "GREEK": "el",
    "HEBREW": "he",
    "THAI": "th",
    "LAO": "lo",
    "KHMER": "km",
    "MYANMAR": "my",
    "TIBETAN": "bo",
    "GEORGIAN": "ka",
    "ARMENIAN": "hy",
    "ETHIOPIC": "am",
    "GURMUKHI": "pa",
    "GUJARATI": "gu",
    "ORIYA": "or",
    "TAMIL": "ta",
    "TELUGU": "te",
    "KANNADA": "kn",
    "MALAYALAM": "ml",
    "SINHALA": "si",
    "BENGALI": "as bn",
    "DEVANAGARI": "hi mr ne",
    "ARABIC": "ar fa ps ug ur",
    "CYRILLIC": "ba be bg kk ky mk mn ru sr tg tt uk",
    "LATIN": "af az bs ca cs cy da de en es et eu fi fr ga gl ha hr ht hu id ig is it jv ku lt lv mg ms mt nl"
    " no pl pt ro rw sk sl sn so sq sv sw tl tr uz vi xh yo zu",
}
_ALWAYS_EXPECTED = frozenset({"en", "vi", "zh", "ar", "bn", "hi", "ru"})
_DECISIVE = 2.0
_SAMPLE = 100_000


def identify(text: str) -> str:
    """The language of a text: ``en``, ``vi``, ``zh-Hans``, ``zh-Hant``, another ISO 639-1 code, or ``und``.

    The script decides where it can; among the languages of one script, the n-grams (``corpus.ngrams``).
    ``und`` means that the text holds no letter, or none of a script known here.
    """
    return identify_question(text, among=())


def identify_question(text: str, among: Collection[str]) -> str:
    """The language of a short text, which is expected to be one of ``among`` (tags) or a very common one.

    Another language is named only on decisive evidence, so that a question in a language the library does
    not hold is still recognised. Chinese that reads the same in both scripts takes the one of ``among``.
    """
    text = text[:_SAMPLE].encode("utf-8", "ignore").decode()
    candidates = _BY_SCRIPT.get(main_script(text) or "", UNKNOWN).split()
    language = candidates[0] if len(candidates) == 1 else _most_likely(text, candidates, among)
    return language if language != "zh" else _distinct_script(text) or _usual_script(among)


def ambiguous_languages() -> frozenset[str]:
    """The languages that share their script with another: those that the n-gram model tells apart."""
    several = (languages.split() for languages in _BY_SCRIPT.values() if " " in languages)
    return frozenset().union(*several)


def chinese_script(text: str) -> str:
    """``zh-Hans`` or ``zh-Hant`` by what OpenCC would convert; ``zh-Hans`` if nothing tells them apart."""
    return _distinct_script(text) or SIMPLIFIED


def _usual_script(among: Collection[str]) -> str:
    return TRADITIONAL if TRADITIONAL in among and SIMPLIFIED not in among else SIMPLIFIED


def _most_likely(text: str, candidates: Collection[str], among: Collection[str]) -> str:
    """The best candidate, unless an expected one lies within ``_DECISIVE`` nats per square root of a byte.

    The scale is py3langid's own: over dependent n-grams, the log-odds of naive Bayes grow too fast.
    """
    from corpus.ngrams import ngram_model

    scores = ngram_model().scores(text)
    best = max(candidates, key=scores.__getitem__)
    expected = _ALWAYS_EXPECTED.union(tag.split("-")[0] for tag in among)
    preferred = max(sorted(expected.intersection(candidates)), key=scores.__getitem__, default=best)
    margin = (scores[best] - scores[preferred]) / math.sqrt(len(text.encode()))
    return best if margin > _DECISIVE else preferred


def _distinct_script(text: str) -> str | None:
    """The script that the characters betray, else the quotation marks; None if neither does.

    A character that OpenCC simplifies is hardly ever written in simplified text, while some that it turns
    traditional (台, 后) are written in both: hence a tie is traditional.
    """
    simplified, traditional = (_changed(text, config) for config in ("s2t", "t2s"))
    if simplified or traditional:
        return TRADITIONAL if traditional >= simplified else SIMPLIFIED
    return TRADITIONAL if "「" in text or "『" in text else None


def _changed(text: str, config: str) -> int:
    converted: str = converter(config).convert(text)
    return sum(one != other for one, other in zip(text, converted, strict=False))
