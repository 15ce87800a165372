"""The markers of a language model's text in the one form that everything after relies on: ``[1]``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_OPEN, _CLOSE = frozenset("[【［〔"), frozenset("]】］〕")
_LABEL_WORDS = (
    "source sources src ref refs reference references doc docs document documents passage passages citation"
    " citations and nguồn tài liệu đoạn và 来源 來源 资料 資料 文献 文獻 出处 出處 段落 和 与 與"
)
_LABELS = frozenset(_LABEL_WORDS.split())
_LABEL_STARTS = frozenset(label[:end] for label in _LABELS for end in range(1, len(label) + 1))
_LONGEST = max(map(len, _LABELS)) + 1
_LABEL = re.compile(rf"(?<![^\W\d_])(?:{'|'.join(_LABELS)})(?![^\W\d_])\.?")
_LAST_WORD = re.compile(r"[^\W\d_]*\Z")
_BETWEEN = frozenset(" \u00a0\u3000,，、;；&＆^#＃:：.†-–—~～")
_NUMBERS = r"(\d+)(?:\s*[-–—~]\s*(\d+))?"
_RANGE = re.compile(_NUMBERS)
_INSIDE = re.compile(rf"[\s^#:]*{_NUMBERS}(?:[\s,、;&^#:]+{_NUMBERS})*[\s†]*")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+")
_YEAR = re.compile(r"[12]\d{3}")
_SPACES, _SEPARATORS = frozenset(" \t\u00a0\u3000"), frozenset(",，、;；")


class MarkerStream:
    """Rewrites markers as text streams through: ``[1]``, or ``[1][2]`` for several sources.

    Understood are ``【1】`` and other brackets, full-width digits, ``[^1]``, ``[1, 2]``, ``[1-3]``, and words
    for a source before the number (``[Source 1]``, ``[来源1]``, ``[nguồn 1]``). Markers with only spaces or a
    comma between them are a run: a source is named in it once. A number that names none of the ``known``
    sources is removed with the space before it. All other brackets are text: ``[sic]``, ``[10,000]``, and
    numbers from 1000 to 2999 alone (``[2020]``), which are years.

    Text is held back only while it may yet be, or precede, a marker. How the text is cut into pieces makes no
    difference; a second pass changes nothing.
    """

    def __init__(self, known: int) -> None:
        self._known = known
        self._held: list[str] = []
        self._gap = self._lead = ""
        self._run: list[int] | None = None

    def feed(self, piece: str) -> str:
        """What of the text so far is certain and has not been returned yet."""
        return "".join(map(self._take, piece))

    def flush(self) -> str:
        """The rest, at the end of the text."""
        return self._text("".join(self._held))

    def _take(self, character: str) -> str:
        if character in _OPEN:
            self._held.append(character)
            return ""
        if self._held:
            self._held[-1] += character
            return self._inside(character)
        if character in _SPACES or (self._run is not None and character in _SEPARATORS):
            self._gap += character
            return ""
        return self._text(character)

    def _inside(self, character: str) -> str:
        if character in _CLOSE:
            return self._closed(_sources(self._held[-1]))
        return "" if _may_be_marker(self._held[-1]) else self._text("".join(self._held))

    def _closed(self, sources: list[range] | None) -> str:
        """What a bracket becomes; one that is removed from within another leaves that one open."""
        if sources is None:
            return self._text("".join(self._held))
        self._held.pop()
        known = [number for some in sources for number in self._among_known(some)]
        if not self._held:
            return self._marked(known)
        return self._text("".join(self._held)) + self._marked(known) if known else ""

    def _among_known(self, some: range) -> range:
        return range(max(some.start, 1), min(some.stop, self._known + 1))

    def _marked(self, known: list[int]) -> str:
        if self._run is None:
            self._run, self._lead = [], self._gap
        self._gap = ""
        new = [number for number in dict.fromkeys(known) if number not in self._run]
        lead = self._lead if new and not self._run else ""
        self._run += new
        return lead + "".join(f"[{number}]" for number in new)

    def _text(self, text: str) -> str:
        text, self._gap, self._held, self._run = self._gap + text, "", [], None
        return text


def _may_be_marker(held: str) -> bool:
    """Whether a bracket that is not closed yet may become a marker, its last character being new."""
    if held[-1].isdecimal() or held[-1] in _BETWEEN:
        return True
    word = _LAST_WORD.search(held[-_LONGEST:].casefold())
    return word is not None and word[0] in _LABEL_STARTS


def _sources(bracket: str) -> list[range] | None:
    """The numbers that a closed bracket names, as ranges; None if it is text."""
    inside = unicodedata.normalize("NFKC", bracket[1:-1]).casefold()
    bare = _LABEL.sub(" ", inside)
    if not _INSIDE.fullmatch(bare) or _GROUPED.fullmatch(inside):
        return None
    ranges = [(first, last or first) for first, last in _RANGE.findall(bare)]
    if bare == inside and all(_YEAR.fullmatch(number) for pair in ranges for number in pair):
        return None
    return [range(_number(first), _number(last) + 1) for first, last in ranges]


def _number(digits: str) -> int:
    """The number; any that is beyond all sources where the digits are absurdly many."""
    return int(digits) if len(digits) < 7 else 10**7


def cited(text: str) -> Iterator[int]:
    """The numbers of the markers in normalised text, each once, in order."""
    yield from dict.fromkeys(int(number) for number in MARKER.findall(text))


MARKER = re.compile(r"\[(\d{1,6})\]")
"""A marker as ``MarkerStream`` writes it (and a year in brackets, which names no source)."""
