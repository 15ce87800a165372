"""What a retriever and an answerer must do; ``Assistant`` takes one of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from qa.types import Answer, Delta, Hit, Question, Restart, Turn


class Retriever(Protocol):
    """Finds passages for a question; safe to call from several threads."""

    def retrieve(self, question: Question, k: int, /) -> list[Hit]:
        """At most ``k`` hits, best first, ranks 1, 2, …"""
        ...


class Answerer(Protocol):
    """Turns a question and its hits into an answer; safe to call from several threads."""

    @property
    def name(self) -> str: ...

    def stream(
        self, question: Question, hits: Sequence[Hit], history: Sequence[Turn], /
    ) -> Iterator[Delta | Restart | Answer]:
        """Pieces of text as they are written, then the answer: its text is all pieces joined.

        A ``Restart`` withdraws the pieces before it.
        """
        ...
