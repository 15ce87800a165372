"""Turns for what costs the server much: so many at once, so many waiting, and no more."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TypeVar

from anyio import CapacityLimiter, to_thread

from corpus.errors import PolyciteError

T = TypeVar("T")

MOST_WAITING = 64


class TooManyError(PolyciteError):
    """More is asked of the page than it takes on."""


class Turns:
    """Lets a call for each processor run at once and ``most_waiting`` wait, in the order they came.

    They have threads of their own: what costs little, such as to stop an answer, never waits for them.
    """

    def __init__(self, at_once: int | None = None, most_waiting: int = MOST_WAITING) -> None:
        running = at_once or os.cpu_count() or 1
        self._limiter = CapacityLimiter(running)
        self._most = running + most_waiting
        self._asked = 0

    async def run(self, function: Callable[[], T]) -> T:
        """What ``function`` returns, from a thread; ``TooManyError`` where too many wait already."""
        if self._asked >= self._most:
            raise TooManyError(
                "the page", "too many wait for it", "try again in a moment", code="too-many-waiting"
            )
        self._asked += 1
        try:
            return await to_thread.run_sync(function, limiter=self._limiter)
        finally:
            self._asked -= 1
