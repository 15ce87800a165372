"""What of a language model's reply may be shown: a model can be talked into anything by what it reads."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.answering.prompt import NO_ANSWER, Prompt
from qa.checking.answer_text import AnswerText
from qa.generation import GenerationError

_LONGEST = 3_000
"""Characters after which a reply is ended, should a server not heed the limit in tokens."""
_WINDOW = 30
"""Letters and digits in a row that no reply shares with its instructions by chance."""
_LOOKED_BACK = 200
_LONGEST_PERIOD, _LOOP = 300, 60
_NO_LETTER = re.compile(r"[\W_]+")
_PRINTABLE = "".join(map(chr, range(0x21, 0x7F)))


class Reply:
    """A reply as it is written, as the plain text with sound markers of ``AnswerText``; to be iterated once.

    ``sources`` counts the hits that the model read. ``refused`` tells that it wrote ``NO_ANSWER``: what it
    may have said before is not to be kept. A reply that repeats itself or grows too long is ended. Raises
    ``GenerationError`` where the model fails or begins to recite its instructions.
    """

    def __init__(self, pieces: Iterator[str], prompt: Prompt) -> None:
        self.refused = False
        self.sources = prompt.sources
        self._pieces = pieces
        self._plain = AnswerText(prompt.sources)
        self._instructions = frozenset().union(*map(_windows, prompt.instructions))
        self._held = ""
        self._text = ""

    def __iter__(self) -> Iterator[str]:
        """The pieces of the text, none empty."""
        try:
            room = _LONGEST
            for piece in self._pieces:
                room -= len(piece)
                yield from self._let_through(self._settled(piece))
                if self.refused or room < 0 or loops(self._text):
                    break
            yield from self._let_through(self._rest())
        finally:
            if close := getattr(self._pieces, "close", None):
                close()

    def _settled(self, piece: str) -> str:
        """What is certain of the text without its last word, which may become ``NO_ANSWER``."""
        self._held += piece
        self.refused = self.refused or NO_ANSWER in self._held
        settled = self._held.rstrip(_PRINTABLE).rstrip()
        self._held = self._held[len(settled) :]
        return self._plain.feed(settled)

    def _rest(self) -> str:
        return self._plain.feed(self._held.rstrip()) + self._plain.flush()

    def _let_through(self, text: str) -> Iterator[str]:
        shown = text if self._text else text.lstrip()
        if not shown or self.refused:
            return
        recent = max(len(self._text) - _LOOKED_BACK, 0)
        self._text += shown
        if not self._instructions.isdisjoint(_windows(self._text[recent:])):
            raise GenerationError("the language model", "it recites its instructions instead of answering")
        yield shown


def loops(text: str) -> bool:
    """Whether ``text`` ends in a loop: thrice the same 20 to 300 characters, or 60 of a shorter unit."""
    lengths = ((period, max(_LOOP, 3 * period)) for period in range(1, _LONGEST_PERIOD + 1))
    return any(
        len(text) >= length and text[-length:-period] == text[period - length :] for period, length in lengths
    )


def _windows(text: str) -> frozenset[str]:
    text = _NO_LETTER.sub("", text.casefold())
    return frozenset(text[start : start + _WINDOW] for start in range(len(text) - _WINDOW + 1))
