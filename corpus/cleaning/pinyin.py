"""Undoes a scraper's damage: characters turned Traditional, each with its pinyin in brackets behind it."""

from __future__ import annotations

import re
import unicodedata

from corpus.folding import converter

HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"

_BRACKETED = r"[(\uff08]([^\W\d_]{1,6})[)\uff09]"
_GLOSSED = re.compile(rf"([{HAN}])((?:{_BRACKETED})+)")
_TONE = re.compile("[\u0300\u0301\u0304\u030c]")
_TONELESS = frozenset({"ge", "li", "ma", "me", "men", "ne", "tou", "zhe"})

_FEWEST = 5
_DENSITY = 0.03
_CONVERTED = 0.9


def is_damaged(text: str) -> bool:
    """Whether pinyin in brackets litters ``text`` as no writer would place it.

    A writer glosses a rare name once, a primer every character. The scraper glosses, all over the text,
    the characters that it has turned from Simplified to Traditional, and only those.
    """
    glossed = [match[1] for match in _GLOSSED.finditer(text) if _without_glosses(match) != match[0]]
    han = len(re.findall(f"[{HAN}]", text))
    if len(glossed) < max(_FEWEST, _DENSITY * han):
        return False
    converted = sum(_to_simplified(character) != character for character in glossed)
    return converted >= _CONVERTED * len(glossed)


def repair(text: str) -> str:
    """A damaged ``text`` as its publisher wrote it: no pinyin in brackets, Simplified throughout.

    The conversion is OpenCC's ``tw2s``: ``t2s`` leaves the particle 著 of 伴隨著 standing for 着.
    """
    return _to_simplified(_GLOSSED.sub(_without_glosses, text))


def _without_glosses(glossed: re.Match[str]) -> str:
    return re.sub(_BRACKETED, lambda bracket: "" if _is_syllable(bracket[1]) else bracket[0], glossed[0])


def _is_syllable(letters: str) -> bool:
    plain, tones = _TONE.subn("", unicodedata.normalize("NFD", letters))
    is_latin = re.fullmatch("[a-z]+", plain.replace("u\u0308", "v")) is not None
    return is_latin and (tones == 1 or plain in _TONELESS)


def _to_simplified(text: str) -> str:
    return str(converter("tw2s").convert(text))
