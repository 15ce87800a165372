"""The names that a claim states in Latin letters, and whether passages hold them.

Names are compared only where both sides write them alike: capitalised words where claim and passages are both
English or both Vietnamese, and Latin words inside other scripts where the passages are in Latin letters.
Anything else cannot be decided by letters (China and Trung Quốc, Longnan and 隴南, all Chinese names) and
is passed over, as is the first word of a sentence unless it is an acronym: no claim is accused for it.
Accents, case, English endings (China's, Chinese) and acronyms of names (UN) make no difference.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise
from operator import itemgetter, or_

from corpus.folding import unaccented
from corpus.scripts import LATIN, main_script

_WORD = re.compile(r"[^\W\d_]+")
_ENDINGS = ("land", "ians", "eans", "ian", "ean", "ese", "ish", "ans", "an", "ia", "a", "s")
_LATIN_WORD = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+")
_ROMAN = re.compile(r"[IVX]+")
_FRESH_START = re.compile(r"[:“\"‘«]\s?\Z")
_CASED = frozenset({"en", "vi"})
_TITLES_AND_DAYS = (
    "i mr mrs ms dr prof president vice deputy minister ministry premier ambassador governor director"
    " professor secretary general mayor chairman chairwoman chair king queen sir party government province"
    " county city january february march april may june july august september october november december"
    " jan feb mar apr jun jul aug sep sept oct nov dec"
    " monday tuesday wednesday thursday friday saturday sunday"
    " ong ba anh chi thu tuong bo truong tinh huyen thang chu tich"
)
_NO_NAMES = frozenset(_TITLES_AND_DAYS.split())


@dataclass(frozen=True, slots=True)
class Held:
    """What passages hold: the keys of their words, and of words written in two; and all initials in order."""

    words: frozenset[str]
    initials: str

    def holds(self, name: Sequence[str]) -> list[bool]:
        """For each word of a name whether it is held, alone or joined to its neighbour, or as an acronym."""
        keys = [_key(word) for word in name]
        initials = "".join(unaccented(word.casefold())[0] for word in name)
        if len(name) > 1 and initials in self.words:
            return [True] * len(name)
        joined = [_key(f"{first}{second}") in self.words for first, second in pairwise(name)]
        beside = map(or_, [False, *joined], [*joined, False])
        return [
            key in self.words or with_neighbour or (word.isupper() and key in self.initials)
            for key, word, with_neighbour in zip(keys, name, beside, strict=True)
        ]


def missing_names(claim: str, language: str, passages: Sequence[tuple[str, str]]) -> list[str]:
    """The names of the claim that none of the passages, as pairs of language and text, holds.

    None are missing as soon as one of the passages writes names in another way.
    """
    if not all(_comparable(claim, language, *passage) for passage in passages):
        return []
    held = _held("\n".join(text for _, text in passages))
    claim = unicodedata.normalize("NFC", claim)
    names = _capitalised(claim) if main_script(claim) == LATIN else _latin(claim)
    return [missing for name in names for missing in _missing(claim, name, held)]


def _comparable(claim: str, language: str, passage_language: str, passage: str) -> bool:
    if main_script(passage) != LATIN:
        return False
    spoken = passage_language.partition("-")[0]
    return main_script(claim) != LATIN or (spoken in _CASED and spoken == language.partition("-")[0])


def _capitalised(claim: str) -> Iterator[list[re.Match[str]]]:
    """Runs of capitalised words, a space or hyphen apart, without the first word of the sentence."""
    run: list[re.Match[str]] = []
    for place, word in enumerate(_WORD.finditer(claim)):
        if run and claim[run[-1].end() : word.start()] not in (" ", "-"):
            yield run
            run = []
        if _is_name(word[0]) and (word[0].isupper() or (place and not _opens(claim, word))):
            run.append(word)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _opens(claim: str, word: re.Match[str]) -> bool:
    """Whether the word is the first of a quotation or of what a colon announces."""
    return _FRESH_START.search(claim, max(word.start() - 2, 0), word.start()) is not None


def _is_name(word: str) -> bool:
    bare = unaccented(word.casefold())
    return word[0].isupper() and len(word) > 1 and bare not in _NO_NAMES and not _ROMAN.fullmatch(word)


def _latin(claim: str) -> Iterator[list[re.Match[str]]]:
    """The Latin words of a claim in another script, but acronyms, which each language makes its own."""
    words = _LATIN_WORD.finditer(claim)
    return ([word] for word in words if len(word[0]) > 1 and not word[0].isupper())


def _missing(claim: str, name: Sequence[re.Match[str]], held: Held) -> Iterator[str]:
    """The parts of the name that are not held, as they are written."""
    verdicts = zip(name, held.holds([word[0] for word in name]), strict=True)
    for is_held, words in groupby(verdicts, key=itemgetter(1)):
        if not is_held:
            part = [word for word, _ in words]
            yield claim[part[0].start() : part[-1].end()]


@lru_cache(maxsize=256)
def _held(text: str) -> Held:
    words = [word[0].casefold() for word in _WORD.finditer(unicodedata.normalize("NFC", text))]
    pairs = (f"{first}{second}" for first, second in pairwise(words))
    return Held(frozenset(map(_key, (*words, *pairs))), "".join(unaccented(word)[0] for word in words))


def _key(word: str) -> str:
    """A word without case, accents and endings, for comparison only."""
    key = unaccented(word.casefold())
    while ending := next((end for end in _ENDINGS if key.endswith(end) and len(key) - len(end) > 2), ""):
        key = key.removesuffix(ending)
    return key
