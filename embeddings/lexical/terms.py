"""What counts as one word, in any language: the terms of a passage and of a question.

A term's first character tells its kind: ``#186000`` a number, ``@11-21`` a day, ``~khong`` a word without its
accents, ``@cn-gs`` what a name stands for; any other is a word, a syllable, or one or two Chinese characters.
Terms hold no space.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from corpus.folding import converter, unaccented
from embeddings.lexical.dates import take_dates
from embeddings.lexical.names import take_names
from embeddings.lexical.numbers import take_numbers
from embeddings.lexical.stopwords import CHINESE_STOPWORDS, STOPWORDS

_LONGEST = 40
_HAN_KANA = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_UNSPACED = "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff"
_MARKS = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff" + _UNSPACED
_CHARACTERS = re.compile(f"[{_HAN_KANA}]+")
_WORD = re.compile(rf"(?:[^\W_]|[{_MARKS}])+")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")
_remembered_bare = lru_cache(2**15)(unaccented)
_POSSESSIVE = re.compile(r"['’]s\b")
FOLDED_WEIGHT = 0.5
"""What a match counts that holds only without accents."""


def passage_terms(text: str) -> list[str]:
    """A passage's terms, repeated as they occur."""
    text = unicodedata.normalize("NFKC", text)
    found, _ = take_names(text)
    quantities, rest = _quantities(_normal(text))
    found += quantities
    for word in _words(rest):
        found.append(word)
        if (bare := _remembered_bare(word)) != word:
            found.append(f"~{bare}")
    return found


def query_terms(text: str) -> dict[str, float]:
    """A question's terms with what a match with each counts, in (0, 1]; stop words are left out.

    A name is asked for as what it stands for and not by its words: no passage gains by its language.

    A word typed without accents also matches one that has them, and the reverse, at ``FOLDED_WEIGHT``.
    """
    names, rest = take_names(unicodedata.normalize("NFKC", text))
    found, rest = _quantities(CHINESE_STOPWORDS.sub(" ", _normal(rest)))
    words = [word for word in _words(rest) if word not in STOPWORDS]
    fallback = (
        bare if (bare := unaccented(word)) != word else f"~{word}" for word in words if _has_case(word)
    )
    return dict.fromkeys(fallback, FOLDED_WEIGHT) | dict.fromkeys(names + found + words, 1.0)


def quantity_terms(text: str) -> list[str]:
    """The terms of a text's numbers and dates."""
    found, _ = _quantities(_normal(unicodedata.normalize("NFKC", text)))
    return found


def _normal(text: str) -> str:
    """Casefolded, Chinese simplified and set off by spaces, ordinals as numbers."""
    text = _ORDINAL.sub("", text.casefold())
    if not _CHARACTERS.search(text):
        return text
    return _CHARACTERS.sub(r" \g<0> ", converter("t2s").convert(text))


def _quantities(text: str) -> tuple[list[str], str]:
    dates, text = take_dates(text)
    numbers, text = take_numbers(text)
    return dates + numbers, text


def _words(text: str) -> Iterator[str]:
    for match in _WORD.finditer(_POSSESSIVE.sub("", text)):
        word = match[0]
        if _CHARACTERS.match(word):
            yield from _grams(word, 1)
            yield from _grams(word, 2)
        elif "\u0e00" <= word[0] <= "\u17ff" and re.match(f"[{_UNSPACED}]", word):
            yield from _grams(word, 3)
        else:
            yield _singular(word[:_LONGEST])


def _grams(run: str, size: int) -> Iterator[str]:
    return (run[start : start + size] for start in range(max(len(run) - size + 1, size > 2)))


def _singular(word: str) -> str:
    """The S-stemmer (Harman 1991, "How effective is suffixing?"), whatever the language."""
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1]


def _has_case(word: str) -> bool:
    return word.upper() != word
