"""Turns what a language model writes into the plain text of an answer, as it streams."""

from __future__ import annotations

import re
from collections.abc import Callable

from qa.checking.markers import MarkerStream

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls other than tab and line feed
    "\u00ad\u180e\u200b\u2060-\u2064\ufeff"  # what shows as nothing
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidirectional controls
    "\u2028\u2029\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)
_LONGEST = 1000
_TAG = re.compile(
    rf"<[A-Za-z/!?][^<>]{{0,{_LONGEST}}}>|(?P<held><(?:[A-Za-z/!?][^<>]{{0,{_LONGEST}}})?\Z)|(?P<lone><)"
)
_TARGET = re.compile(
    rf"(?P<held>(?:[\]】］〕](?:\([^()\n]{{0,{_LONGEST}}})?)\Z)"
    rf"|(?<=[\]】］〕])\((?=[^\s()]*[A-Za-z])(?=[^\s()]*[:/#@.])[^()\n]{{0,{_LONGEST}}}\)"
    r"|(?P<apart>(?<=[\]】］〕])\()"
)
_WORD = re.compile(r"(?<![!-~])(?:(?P<held>[!-~]++\Z)|[!-~]++)")
_URL = re.compile(
    r"(?:(?<![a-z0-9+.-])[a-z][a-z0-9+.-]*+:)?//[^\s\[\]<>\"`]+"
    r"|(?<![a-z0-9])(?:www\.|(?:javascript|vbscript|mailto|tel|file|blob):|data:\w*[/;,])[^\s\[\]<>\"`]+"
    r"|(?<![a-z0-9.-])(?:[a-z0-9-]++\.)++[a-z]{2,}/[^\s\[\]<>\"`]*",
    re.IGNORECASE,
)
_AFTER_URL = ".,;:!?)}'*"


class AnswerText:
    """Plain text with sound markers, from pieces as a language model writes them.

    A Markdown link or image loses its target, and its words stay in their brackets; any other parenthesis is
    set off from a bracket before it. HTML tags go; a ``<`` that begins none is shown as ``‹``. A URL becomes
    ``…``, even if a source holds it: what a source says can be read at its citation. Characters that nobody
    sees go. Markers become those of ``MarkerStream``. Whatever the model writes, no link, image or tag can be
    put together from the rest.
    """

    def __init__(self, known: int) -> None:
        tags, targets, words = _Stage(_TAG, _untagged), _Stage(_TARGET, _untargeted), _Stage(_WORD, _unlinked)
        self._stages: tuple[_Stage | MarkerStream, ...] = (tags, targets, MarkerStream(known), words)

    def feed(self, piece: str) -> str:
        """What of the text so far is certain and has not been returned yet."""
        piece = _UNSEEN.sub("", piece)
        for stage in self._stages:
            piece = stage.feed(piece)
        return piece

    def flush(self) -> str:
        """The rest, at the end of the text."""
        rest = ""
        for stage in self._stages:
            rest = stage.feed(rest) + stage.flush()
        return rest


class _Stage:
    """Replaces matches of a pattern; a match of its group ``held`` may yet become another, and waits."""

    def __init__(self, pattern: re.Pattern[str], replaced: Callable[[re.Match[str]], str]) -> None:
        self._pattern = pattern
        self._replaced = replaced
        self._held = ""

    def feed(self, piece: str) -> str:
        text, self._held = self._held + piece, ""
        ready = []
        end = 0
        for match in self._pattern.finditer(text):
            ready.append(text[end : match.start()])
            end = match.end()
            if match["held"]:
                self._held = match["held"]
            else:
                ready.append(self._replaced(match))
        return "".join(ready) + text[end:]

    def flush(self) -> str:
        return self._pattern.sub(self._replaced, self._held)


def _untagged(match: re.Match[str]) -> str:
    return "‹" + match[0][1:] if match["lone"] or match["held"] else ""


def _untargeted(match: re.Match[str]) -> str:
    return match["held"] or (" (" if match["apart"] else "")


def _unlinked(match: re.Match[str]) -> str:
    return _URL.sub(_ellipsis, match[0])


def _ellipsis(url: re.Match[str]) -> str:
    return "…" + url[0][len(url[0].rstrip(_AFTER_URL)) :]
