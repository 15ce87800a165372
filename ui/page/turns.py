"""Turns for what costs the server much: so many at once, so many waiting, and no more."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from typing import TypeVar

from anyio import CapacityLimiter, to_thread

from corpus.errors import PolyciteError
from ui.page.visitors import visitor

T = TypeVar("T")

MOST_WAITING, MOST_OF_A_VISITOR = 64, 24
"""Calls: of all visitors that wait, and of one that run or wait. A page that opens makes about six."""


class TooManyError(PolyciteError):
    """More is asked of the page than it takes on."""


class Turns:
    """Lets a call for each processor run at once and ``most_waiting`` wait, in the order they came.

    Nobody takes all of them: of one visitor there are at most ``most_of_a_visitor``, running or waiting.
    They have threads of their own: what costs little, such as to stop an answer, never waits for them.
    """

    def __init__(
        self,
        at_once: int | None = None,
        most_waiting: int = MOST_WAITING,
        most_of_a_visitor: int = MOST_OF_A_VISITOR,
    ) -> None:
        running = at_once or os.cpu_count() or 1
        self._limiter = CapacityLimiter(running)
        self._most, self._most_of_a_visitor = running + most_waiting, most_of_a_visitor
        self._asked: Counter[str] = Counter()

    async def run(self, function: Callable[[], T]) -> T:
        """What ``function`` returns, from a thread; ``TooManyError`` where too many wait already."""
        known = visitor()
        if self._asked.total() >= self._most or (known and self._asked[known] >= self._most_of_a_visitor):
            raise TooManyError(
                "the page", "too many wait for it", "try again in a moment", code="too-many-waiting"
            )
        self._asked[known] += 1
        try:
            return await to_thread.run_sync(function, limiter=self._limiter)
        finally:
            self._asked -= Counter({known: 1})  # forgets who asks for nothing
