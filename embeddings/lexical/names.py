"""Names that languages write differently (Gansu, 甘肃, Cam Túc), each with what it stands for.

They are looked up in the gazetteer beside this file, longest first. Latin names need their capitals, unless
the text has none; Vietnamese ones may be typed without accents in a text that has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice, pairwise

from corpus.folding import converter, simplified, unaccented

_WORD = re.compile("[0-9A-Za-z\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff]+")
_ACCENTED = re.compile("[\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff]")
_HAN_RUN = re.compile("[0-9\u3400-\u9fff\U00020000-\U000323af]{2,}")
_BEFORE = re.compile(rf"(?P<word>{_WORD.pattern})(?P<between>[^{_WORD.pattern[1:-2]}]*)\Z")
_LONGEST_BEFORE = 40
_JOINTS = frozenset((" ", "-", "–", "'", "’", ".", ". ", " - ", " – ", " & ", "\n"))
_HYPHEN = frozenset("-")
_FRESH_START = frozenset('.!?:…\n"“‘«([')
_KINDS = {
    "cldr": "place", "groups": "group", "organisations": "organisation", "people": "person",
    "places": "place", "things": "thing",
}  # fmt: skip
_TITLES = frozenset(("ông", "bà", "anh", "chị", "em", "cô", "chú", "bác", "cậu", "mr"))
_NO_NAME = "-"
_ABBREVIATIONS = {
    "中": "CN", "越": "VN", "美": "US", "日": "JP", "俄": "RU", "英": "GB", "法": "FR", "德": "DE",
    "韩": "KR", "朝": "KP", "泰": "TH", "印": "IN", "缅": "MM", "柬": "KH", "老": "LA", "澳": "AU",
    "蒙": "MN", "菲": "PH", "欧": "EU", "乌": "UA", "Trung": "CN", "Việt": "VN", "Viet": "VN", "Mỹ": "US",
    "Nhật": "JP", "Nga": "RU", "Hàn": "KR", "Pháp": "FR", "Đức": "DE", "Ấn": "IN", "Lào": "LA", "Thái": "TH",
}  # fmt: skip
_HAN = "".join(form for form in _ABBREVIATIONS if len(form) == 1)
_LATIN = "|".join(form for form in _ABBREVIATIONS if len(form) > 1)
_PAIRED = re.compile(
    rf"[{_HAN}]{{2,4}}(?=关系|两国|三国|双方|双边|边境|边界|边民|友好|友谊|合作|贸易|经贸|战争|建交|联合|减贫|扶贫|论坛|领导|元首|外交)"
    rf"|\b(?:{_LATIN})(?:\s?[-–]\s?(?:{_LATIN}))+\b"
)
_ABBREVIATION = re.compile(rf"[{_HAN}]|{_LATIN}")
_OLD_TONES = "òa óa ỏa õa ọa òe óe ỏe õe ọe ùy úy ủy ũy ụy"
_NEW_TONES = "oà oá oả oã oạ oè oé oẻ oẽ oẹ uỳ uý uỷ uỹ uỵ"
_TONES = dict(zip(_OLD_TONES.split(), _NEW_TONES.split(), strict=True))
_TONE = re.compile(rf"(?<![Qq])(?:{'|'.join(_TONES)})\b")


@dataclass(frozen=True, slots=True)
class Name:
    """``text[start:end]`` names what ``id`` stands for.

    ``id`` is the ISO 3166 code of a country or province (``VN``, ``CN-GS``), else an English name in lower
    case (``world-bank``).
    """

    start: int
    end: int
    id: str

    @property
    def term(self) -> str:
        """The name as a term: ``@cn-gs``."""
        return f"@{self.id.lower()}"

    @property
    def kind(self) -> str:
        """``place``, ``group`` of countries, ``organisation``, ``person`` or ``thing``."""
        return _gazetteer().kinds[self.id]


def names_in(text: str) -> list[Name]:
    """The names in ``text`` (NFC), in order, with offsets into it; none inside another.

    One that may stand for several things comes once for each, with the same offsets: Hà Nam is a province of
    Vietnam and one of China.
    """
    matched = simplified(text)
    found = [*_latin(matched), *_chinese(matched)]
    found.extend(_paired(matched, found))
    return sorted((name for name in found if name.id != _NO_NAME), key=lambda name: name.start)


def named(text: str) -> list[Name]:
    """What ``text`` as a whole may stand for, whatever its capitals and, in Vietnamese, its accents."""
    matched, gazetteer = simplified(text), _gazetteer()
    words = tuple(_WORD.findall(matched))
    keys = tuple(map(str.lower, words))
    latin = (form for form in gazetteer.latin.get(keys[0], ()) if form.keys == keys) if keys else ()
    ids = [id_ for form in latin if not form.exact or form.words == words for id_ in form.ids]
    ids += [id_ for form, of in gazetteer.chinese.get(matched[:2], ()) if form == matched for id_ in of]
    return [Name(0, len(text), id_) for id_ in dict.fromkeys(ids) if id_ != _NO_NAME]


def written(id_: str, language: str) -> tuple[str, ...]:
    """How a ``language`` (tag) writes what ``id_`` stands for, the usual way first; empty if unknown."""
    forms = _gazetteer().written.get((id_, language.partition("-")[0]), ())
    return tuple(map(converter("s2twp").convert, forms)) if language == "zh-Hant" else forms


def take_names(text: str) -> tuple[list[str], str]:
    """The names in ``text`` as terms (``@cn-gs``), and the text without them; case is needed."""
    pieces, end = [], 0
    names = names_in(text)
    for name in names:
        pieces.append(text[end : name.start])
        end = name.end
    return [name.term for name in names], " ".join((*pieces, text[end:]))


@dataclass(frozen=True, slots=True)
class _Form:
    """One way to write a name in Latin letters: its words, as keys, and what may stand between them.

    ``exact``: in these very letters; ``lone``: besides only where no capitalised word, title or start of a
    sentence precedes it; ``bare``: without the accents it should have.
    """

    words: tuple[str, ...]
    keys: tuple[str, ...]
    joints: tuple[frozenset[str], ...]
    ids: tuple[str, ...]
    exact: bool
    lone: bool
    bare: bool


@dataclass(frozen=True, slots=True)
class _Typing:
    """How a text was typed: without capitals but the first, without accents."""

    small: bool
    plain: bool


def _latin(text: str) -> Iterator[Name]:
    forms, reached = _gazetteer().latin, 0
    typing = _Typing(text[1:].islower(), not _ACCENTED.search(text))
    for match in _WORD.finditer(text):
        if match.start() >= reached and (near := forms.get(match[0].lower())):
            for name in _longest(text, match.start(), near, typing):
                reached = name.end
                yield name


def _longest(text: str, start: int, near: Sequence[_Form], typing: _Typing) -> Iterator[Name]:
    """The name that begins at ``start``, once for each thing it may stand for."""
    ahead = list(islice(_WORD.finditer(text, start), len(near[0].words)))
    keys = tuple(word[0].lower() for word in ahead)
    alike = (form for form in near if form.keys == keys[: len(form.keys)])
    fitting = [form for form in alike if _fits(form, text, ahead[: len(form.keys)], typing)]
    longest = [form for form in fitting if len(form.keys) == len(fitting[0].keys)]
    for id_ in dict.fromkeys(id_ for form in longest for id_ in form.ids):
        yield Name(start, ahead[len(longest[0].keys) - 1].end(), id_)


def _fits(form: _Form, text: str, words: Sequence[re.Match[str]], typing: _Typing) -> bool:
    between = (text[one.end() : other.start()] for one, other in pairwise(words))
    if not all(joint in allowed for joint, allowed in zip(between, form.joints, strict=True)):
        return False
    if form.bare and not typing.plain:
        return False
    if form.exact or form.lone:
        same = form.words == tuple(word[0] for word in words)
        return same and (form.exact or _alone(text, words[0].start()))
    pairs = zip(words, form.words, strict=True)
    return typing.small or all(word[0][0].isupper() or due[0].islower() for word, due in pairs)


def _alone(text: str, start: int) -> bool:
    """Whether a word is capitalised for its own sake, not to begin a sentence or within a person's name."""
    before = _BEFORE.search(text, max(start - _LONGEST_BEFORE, 0), start)
    if not before or before["word"].lower() in _TITLES:
        return False
    if before["between"] == " ":
        return not before["word"][0].isupper()
    return not _FRESH_START & set(before["between"])


def _chinese(text: str) -> Iterator[Name]:
    forms, reached = _gazetteer().chinese, 0
    for run in _HAN_RUN.finditer(text):
        for place in range(run.start(), run.end() - 1):
            if place >= reached and (near := forms.get(text[place : place + 2])):
                form, ids = next((entry for entry in near if text.startswith(entry[0], place)), ("", ()))
                reached = place + len(form)
                yield from (Name(place, reached, id_) for id_ in ids)


def _paired(text: str, found: Sequence[Name]) -> Iterator[Name]:
    """Countries abbreviated beside each other: 中越关系, Việt - Trung."""
    taken = {place for name in found for place in range(name.start, name.end)}
    for match in _PAIRED.finditer(text):
        if taken.isdisjoint(range(*match.span())):
            for part in _ABBREVIATION.finditer(text, *match.span()):
                yield Name(*part.span(), _ABBREVIATIONS[part[0]])


@dataclass(frozen=True, slots=True)
class _Gazetteer:
    """Forms by their first word in lower case, or their first two Chinese characters, longest first."""

    latin: dict[str, list[_Form]]
    chinese: dict[str, list[tuple[str, tuple[str, ...]]]]
    kinds: dict[str, str]
    written: dict[tuple[str, str], tuple[str, ...]]


@cache
def _gazetteer() -> _Gazetteer:
    latin: dict[tuple[str, bool], list[str]] = {}
    chinese: dict[str, list[str]] = {}
    kinds: dict[str, str] = {}
    written: dict[tuple[str, str], tuple[str, ...]] = {}
    for kind, id_, english, han, vietnamese in _entries():
        kinds[id_] = kind
        for language, forms in (("en", english), ("zh", han), ("vi", vietnamese or english)):
            bare_of_marks = (form.lstrip("=!") for form in forms)
            written[id_, language] = (*written.get((id_, language), ()), *bare_of_marks)
        spelt = list(_spellings(vietnamese))
        for form in (*english, *spelt):
            latin.setdefault((form, False), []).append(id_)
        for form in filter(None, map(_bare, spelt)):
            latin.setdefault((form, True), []).append(id_)
        for form in han:
            chinese.setdefault(form, []).append(id_)
    return _Gazetteer(_by_first_word(latin), _by_first_two(chinese), kinds, written)


def _entries() -> Iterator[tuple[str, str, list[str], list[str], list[str]]]:
    """The kind of each name, what it stands for, and its forms in English, Chinese and Vietnamese."""
    folder = files("embeddings.lexical").joinpath("gazetteer")
    for resource in sorted(folder.iterdir(), key=lambda resource: resource.name):
        stem, _, ending = resource.name.partition(".")
        if ending == "tsv":
            for line in resource.read_text(encoding="utf-8").splitlines():
                id_, english, chinese, vietnamese = line.split("\t")
                yield _KINDS[stem], id_, _forms(english), _forms(chinese), _forms(vietnamese)


def _forms(column: str) -> list[str]:
    return column.split("|") if column else []


def _spellings(forms: Iterable[str]) -> Iterator[str]:
    """Each form with its tone marks in either place: Hòa, Hoà."""
    for form in forms:
        yield form
        other = _TONE.sub(lambda match: _TONES[match[0]], form)
        if other != form:
            yield other


def _bare(form: str) -> str:
    """A Vietnamese form without accents; nothing if it has none, or is one syllable: that may be any word."""
    bare = unaccented(form)
    return bare if bare != form and len(_WORD.findall(form)) > 1 else ""


def _by_first_word(ids: dict[tuple[str, bool], list[str]]) -> dict[str, list[_Form]]:
    forms: dict[str, list[_Form]] = {}
    for (text, bare), of_text in sorted(ids.items(), key=lambda entry: -len(_WORD.findall(entry[0][0]))):
        words = tuple(_WORD.findall(text))
        keys, distinct = tuple(map(str.lower, words)), tuple(dict.fromkeys(of_text))
        joints = tuple(_HYPHEN if f"-{word}" in text and word.islower() else _JOINTS for word in words[1:])
        form = _Form(words, keys, joints, distinct, text[0] == "=", text[0] == "!", bare)
        forms.setdefault(keys[0], []).append(form)
    return forms


def _by_first_two(ids: dict[str, list[str]]) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    forms: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for form, of_form in sorted(ids.items(), key=lambda entry: -len(entry[0])):
        forms.setdefault(form[:2], []).append((form, tuple(dict.fromkeys(of_form))))
    return forms
