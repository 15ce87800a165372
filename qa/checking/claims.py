"""Cuts an answer's text into sentences as it streams in, each with the markers that follow it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.sentences import STOPS, split_sentences
from corpus.types import Span
from qa.checking.markers import cited

_MARKERS = re.compile(r"\s?\[\d{1,6}\]|\A\s*[-*•]\s")
_CITED_AT_END = re.compile(r"(?:[^\S\n]*\[\d{1,3}\])+(?=[^\w\[\]]*\Z)")
_MARKERS_AFTER = re.compile(r"(?:[^\S\n]*\[\d{1,6}\])*")
_STOP = re.compile(f"[{STOPS}]+")
_STOPPED = re.compile(rf"[{STOPS}][^\w\s]*(?:\s?\[\d{{1,6}}\])*\Z")
_STOP_AT_END = re.compile(rf"[{STOPS}]+\Z")
_WRITTEN_WITHOUT_SPACES = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\uffef]")
_BRACKET = r"\[[^\[\]\n]{0,30}"
_NEXT_WORD = re.compile(rf"(?:{_BRACKET}\]|(?!{_BRACKET}\Z)[\W_])*+(?:[^\W\d_]++|\d++)[^\n]")
_STATES_NOTHING = re.compile(r"\s*#|.*[:：?？]\W*\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an answer, ``answer[start:end] == text``, its markers included."""

    start: int
    end: int
    text: str

    @property
    def markers(self) -> tuple[int, ...]:
        """The sources it cites, each once, in order."""
        return tuple(cited(self.text))

    @property
    def statement(self) -> str:
        """What it says: the text without markers, or nothing if it claims nothing.

        Headings, questions and what ends with a colon only lead to something else, in every language.
        """
        said = _MARKERS.sub("", self.text).strip()
        is_claim = any(map(str.isalnum, said)) and not _STATES_NOTHING.match(said)
        return said if is_claim else ""

    def citing(self, marker: int) -> Sentence:
        """The sentence with this marker before its full stop: ``It has 17 [1].``, 有十七台[1]。

        Those that stand at its end give way to it.
        """
        bare = _CITED_AT_END.sub("", self.text)
        place = _marker_place(bare)
        before, after = bare[:place], bare[place:]
        is_spaced = before[-1:].isspace() or _WRITTEN_WITHOUT_SPACES.search(before[-1:] + after[:1])
        text = f"{before}{'' if is_spaced else ' '}[{marker}]{after}"
        return Sentence(self.start, self.start + len(text), text)


class SentenceStream:
    """Gives each sentence of streamed text once it is closed: the next has begun, or the text or line ends.

    The text has markers as ``MarkerStream`` writes them. Those behind the full stop belong to the sentence
    before. How the text is cut into pieces makes no difference.
    """

    def __init__(self) -> None:
        self._open = ""
        self._start = 0

    def feed(self, piece: str) -> list[Sentence]:
        """The sentences that this piece closes."""
        self._open += piece
        return self._closed(final=False)

    def flush(self) -> list[Sentence]:
        """The sentences that the end of the text closes."""
        return self._closed(final=True)

    @property
    def settled(self) -> str:
        """What follows the last closed sentence, up to where ``citing`` may yet have to put a marker."""
        span = _first(self._open, final=True)
        if span is None:
            return ""
        text = self._open[span.start : span.end]
        cited = _CITED_AT_END.search(text)
        end = span.start + min(_marker_place(text), cited.start() if cited else len(text))
        stops = (stop for stop in _STOP.finditer(self._open) if not _NEXT_WORD.match(self._open, stop.end()))
        return self._open[: min([end, *(stop.start() for stop in stops)])]

    def _closed(self, *, final: bool) -> list[Sentence]:
        closed = []
        while span := _first(self._open, final=final):
            text = self._open[span.start : span.end]
            closed.append(Sentence(self._start + span.start, self._start + span.end, text))
            self._open = self._open[span.end :]
            self._start += span.end
        return closed


def _first(text: str, *, final: bool) -> Span | None:
    """The first sentence of the text if nothing that follows can change it."""
    spans = split_sentences(text[: _line_end(text)])
    if not spans:
        return None
    start, end = spans[0].start, _MARKERS_AFTER.match(text, spans[0].end).end()  # type: ignore[union-attr]
    is_stopped = _STOPPED.search(text, start, end) and _NEXT_WORD.match(text, end)
    return Span(start, end) if final or is_stopped or "\n" in text[end:] else None


def _marker_place(sentence: str) -> int:
    stop = _STOP_AT_END.search(sentence)
    return stop.start() if stop else len(sentence)


def _line_end(text: str) -> int:
    """Where the first line that is not blank ends."""
    end = text.find("\n", len(text) - len(text.lstrip()))
    return end if end >= 0 else len(text)
