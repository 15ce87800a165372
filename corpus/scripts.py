"""Which writing system carries a text: the evidence that settles most languages outright."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from functools import cache
from itertools import groupby

HAN, KANA, LATIN = "CJK", "KANA", "LATIN"

_SAME = {
    "HIRAGANA": KANA,
    "KATAKANA": KANA,
    "KATAKANA-HIRAGANA": KANA,
    "IDEOGRAPHIC": HAN,
    "BOPOMOFO": HAN,
    "COMBINING": None,
    "MODIFIER": None,
}
_WITHOUT_SPACES = frozenset({"THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN", KANA})
_CHINESE_FUNCTION_WORDS = frozenset(
    "的了是在有不这這那我你他她它们們吗嗎呢吧么麼什谁誰哪几幾多少何怎为為被把从從对對与與及其和就都也"
)


def main_script(text: str) -> str | None:
    """The script of most of the running text, as Unicode names it (``LATIN``, ``CJK``, ``ARABIC`` …).

    Words weigh by how much they tell of the language around them: names and acronyms are borrowed between
    languages, so capitalised words weigh little; so do single Chinese characters next to function words.
    ``KANA`` stands for Japanese. None if the text holds no letter.
    """
    evidence: dict[str, float] = defaultdict(float)
    for name, run in groupby(unicodedata.normalize("NFC", text), key=script):
        if name:
            evidence[name] += _weight(name, "".join(run))
    if not evidence:
        return None
    best = max(evidence, key=lambda name: (evidence[name], name != LATIN))
    return KANA if best in (HAN, KANA) and _is_japanese(text) else best


@cache
def script(character: str) -> str | None:
    """The script of a letter or vowel sign; None for digits, punctuation and marks that any script uses."""
    if unicodedata.category(character)[0] not in "LM":
        return None
    name = unicodedata.name(unicodedata.normalize("NFKC", character)[0], "").split(" ")[0]
    return _SAME.get(name, name) or None


def _weight(name: str, run: str) -> float:
    if name == HAN:
        return sum(1.0 if character in _CHINESE_FUNCTION_WORDS else 0.12 for character in run)
    if name in _WITHOUT_SPACES:
        return 0.3 * len(run)
    word = 0.1 if run[0].isupper() else 1.0
    return word if name == LATIN else 2 * word


def _is_japanese(text: str) -> bool:
    """Whether kana make up a seventh of the East Asian characters, as they do in all but terse Japanese."""
    names = [script(character) for character in text]
    kana, han = names.count(KANA), names.count(HAN)
    return kana * 7 >= kana + han
