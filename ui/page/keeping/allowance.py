"""How much one visitor may write to the file of ratings."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from threading import Lock

from corpus.errors import InputError

MOST_RATINGS, MOST_BYTES = 120, 1_000_000
"""Of one visitor in an hour."""
HOUR = 3600.0


class Allowance:
    """Counts what each visitor has written within the last hour; ``clock`` gives seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._written: dict[str, deque[tuple[float, int]]] = {}
        self._lock = Lock()

    def require(self, visitor: str) -> None:
        """Raises ``InputError`` where ``visitor`` has written enough for now."""
        with self._lock:
            self._require(visitor, 1)

    def take(self, visitor: str, size: int) -> None:
        """Counts ``size`` bytes; raises what ``require`` does, also where so many are too many."""
        with self._lock:
            self._require(visitor, size)
            self._written.setdefault(visitor, deque()).append((self._clock(), size))

    def _require(self, visitor: str, size: int) -> None:
        self._forget()
        written = self._written.get(visitor, ())
        if len(written) >= MOST_RATINGS or size + sum(bytes_ for _, bytes_ in written) > MOST_BYTES:
            raise InputError("rating", "too many within an hour", "rate later", code="ratings-too-many")

    def _forget(self) -> None:
        before = self._clock() - HOUR
        for visitor, written in list(self._written.items()):
            while written and written[0][0] <= before:
                written.popleft()
            if not written:
                del self._written[visitor]
