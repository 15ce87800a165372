"""Where sentences end, in any script, without knowing the language.

The rules follow the sentence boundaries of Unicode Standard Annex #29 (terminators, closing punctuation,
no break before lower case) and add what the annex leaves to a tailoring: abbreviations, initials, ordinals,
and scripts that write no full stop.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.abbreviations import AFTER_AN_ORDINAL, BEFORE_A_NAME, BEFORE_A_NUMBER, OPENERS
from corpus.types import Span

_FULL_STOPS = "。！？；｡﹒﹔﹖﹗．‼⁇⁈⁉؟۔।॥።፧፨។៕။༎།։"
STOPS = _FULL_STOPS + ".!?…;"
"""The characters that can end a sentence, for use inside a regular expression's brackets."""
_CLOSERS = "”’»›」』】）〕〗〙〛｣)\\]}\"'＂＇"
_WINDOW = 200

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_STOP = re.compile(
    rf"(?P<stop>[{STOPS}]+)"
    rf"(?P<close>[{_CLOSERS}]*(?:[“‘«‹](?=\s|$)|[ \u00a0\u202f]»(?=\s|$))?(?:\[[^\[\]]{{1,30}}\])*)"
    r"(?P<gap>\s*)"
)
_BLANK = re.compile(r"\s*")
_CONTINUATION = re.compile(r"[.…,，、;：:)）\]】」』》〉”!！?？%％‰/·]")
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_GREEK = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]")
_WORD = re.compile(r"[^\w\s]*\s*([^\W\d_]+|\d+)")
_LAST_TOKEN = re.compile(r"[^\s(\[{“‘«\"'（「『]*$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?)*[^\W\d_]")
_ENUMERATOR = re.compile(r"\d{1,3}(?:\.\d{1,3})*|[^\W\d_]|[IVXLC]{1,5}")
_UNPUNCTUATED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_CLAUSES = re.compile(r"\S.{120,}?(?:\s+|$)|\S.*$")


def split_sentences(text: str) -> list[Span]:
    """The sentences of ``text``: trimmed, in order, never overlapping, every visible character in one.

    A line end always ends a sentence; a closing quote or bracket belongs to the sentence before it. Thai,
    Lao, Khmer and Burmese, which write no full stop, are cut at spaces, about 120 characters apart.
    """
    pieces = (piece for line in _LINE.finditer(text) for piece in _pieces(line[0], line.start()))
    return [span for start, end in pieces if (span := trimmed(text, start, end)).start < span.end]


def trimmed(text: str, start: int, end: int) -> Span:
    """``text[start:end]`` without white space at its ends; an empty span if there is nothing else."""
    piece = text[start:end].rstrip()
    return Span(start + len(piece) - len(piece.lstrip()), start + len(piece))


def _pieces(line: str, offset: int) -> Iterator[tuple[int, int]]:
    start = 0
    for stop in _STOP.finditer(line):
        end = _end(line, start, stop)
        if end is not None:
            yield from _clauses(line, start, end, offset)
            start = end
    yield from _clauses(line, start, len(line), offset)


def _clauses(line: str, start: int, end: int, offset: int) -> Iterator[tuple[int, int]]:
    if 2 * len(_UNPUNCTUATED.findall(line, start, end)) < end - start:
        yield offset + start, offset + end
        return
    for clause in _CLAUSES.finditer(line, start, end):
        yield offset + clause.start(), offset + clause.end()


def _end(line: str, start: int, stop: re.Match[str]) -> int | None:
    """Where the sentence from ``start`` ends if it ends at this stop."""
    end = stop.end("close")
    if _opens_quote(line, start, stop):
        return stop.end("stop")
    if stop.end() == len(line) or _CONTINUATION.match(line, stop.end()):
        return None
    return end if _is_final(line, start, stop) else None


def _opens_quote(line: str, start: int, stop: re.Match[str]) -> bool:
    """Whether the straight quote after a full-width stop begins the next sentence: ``好。"他``."""
    if stop["stop"][-1] not in _FULL_STOPS or not stop["close"].startswith('"') or stop["gap"]:
        return False
    window = max(start, stop.start() - _WINDOW)
    return line.count('"', window, stop.start()) % 2 == 0


def _is_final(line: str, start: int, stop: re.Match[str]) -> bool:
    marks = stop["stop"]
    before, after = line[stop.start() - 1 : stop.start()], line[stop.end()]
    if marks == "；":
        return not _in_brackets(line, start, stop.start())
    if any(mark in _FULL_STOPS for mark in marks):
        return True
    if not stop["gap"]:
        return _is_final_unspaced(marks, before, after)
    if marks == ";":
        return bool(_GREEK.match(before))
    word = _next_word(line, stop.end())
    if word.islower():
        return False
    return marks != "." or bool(stop["close"]) or not _is_abbreviation(line, start, stop.start(), word)


def _is_final_unspaced(marks: str, before: str, after: str) -> bool:
    """Whether a half-width stop without a space after it ends a sentence: only beside Chinese or Japanese."""
    wide = [bool(_WIDE.match(character)) for character in (before, after)]
    return (all(wide) and marks != ";") if marks[0] in ".;" else any(wide)


def _in_brackets(line: str, start: int, stop: int) -> bool:
    window = line[max(start, stop - _WINDOW) : stop]
    return max(window.rfind("（"), window.rfind("(")) > max(window.rfind("）"), window.rfind(")"))


def _is_abbreviation(line: str, start: int, stop: int, following: str) -> bool:
    """Whether the full stop at ``stop`` belongs to the word before it: title, initial, number, enumerator."""
    token = _last_token(line, start, stop)
    if token in BEFORE_A_NAME or (token in BEFORE_A_NUMBER and following.isdigit()):
        return True
    if _ENUMERATOR.fullmatch(token) and _BLANK.fullmatch(line, start, stop - len(token)):
        return True
    if following in AFTER_AN_ORDINAL and (token.isdigit() or len(token) < 4):
        return True
    return token[:1].isupper() and bool(_INITIALS.fullmatch(token)) and following not in OPENERS


def _last_token(line: str, start: int, stop: int) -> str:
    token = _LAST_TOKEN.search(line, max(start, stop - _WINDOW), stop)
    return token[0] if token else ""


def _next_word(line: str, position: int) -> str:
    word = _WORD.match(line, position)
    return word[1] if word else ""
