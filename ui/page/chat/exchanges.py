"""One visitor's conversation: the questions asked and their answers."""

from __future__ import annotations

from dataclasses import dataclass

from embeddings.library import EVERYTHING, Filter
from qa.restoring import LostCitation
from qa.types import Answer, Turn


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question asked of the articles ``where``, with the text so far; ``answer`` is set once complete.

    One without ``answer`` that is no longer being answered was stopped. ``lost`` is what a
    restored one quoted of articles that are gone; ``named`` is what one being answered may name.
    """

    question: str
    text: str = ""
    answer: Answer | None = None
    where: Filter = EVERYTHING
    lost: tuple[LostCitation, ...] = ()
    named: frozenset[str] = frozenset()


class Conversation:
    """The exchanges of one browser tab, oldest first, and which question is being answered.

    A tab numbers its questions as it asks them, from 1: the ``run``. Only the newest is answered.
    """

    def __init__(self) -> None:
        self.exchanges: tuple[Exchange, ...] = ()
        self._run = 0
        self._stopped = 0

    def begin(self, run: int) -> bool:
        """Starts ``run`` and with it ends the one before; False for one that was stopped or overtaken."""
        if run <= max(self._run, self._stopped):
            return False
        self._run = run
        return True

    def goes_on(self, run: int) -> bool:
        """Whether ``run`` is still being answered."""
        return self._run == run > self._stopped

    def stop(self, run: int) -> None:
        """Ends ``run``, which may not have begun yet."""
        self._stopped = max(self._stopped, run)

    def restore(self, exchanges: tuple[Exchange, ...], run: int) -> None:
        """Goes on from ``exchanges``; the questions up to ``run`` were of what was here, and end."""
        self.stop(run)
        self.exchanges = exchanges


def history(exchanges: tuple[Exchange, ...]) -> list[Turn]:
    """What was said before, as an assistant takes it."""
    return [Turn(exchange.question, exchange.text) for exchange in exchanges]
