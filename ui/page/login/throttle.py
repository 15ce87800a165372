"""How often a password may be tried."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Mapping

from ui.page.visitors import network

WINDOW_SECONDS = 15 * 60
TRIES, TRIES_AN_ADDRESS, TRIES_A_NAME = 5, 20, 100
MANY = 10_000


class Throttle:
    """Counts failed logins of the last quarter of an hour: of a name at an address, of either alone.

    An address may fail for few names and a name at many addresses: nobody can lock another out from a few
    addresses. Who has ``TRIES_A_NAME / TRIES`` of them can, for as long as they go on.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._tries: defaultdict[tuple[str, str], list[float]] = defaultdict(list)

    def wait(self, name: str, address: str) -> float:
        """Seconds to wait; where it is 0 the attempt is counted, as a failure until ``forgive``."""
        now, limits = self._clock(), _limits(name, address)
        self._forget(now, limits)
        full = [self._tries[key] for key, limit in limits.items() if len(self._tries[key]) >= limit]
        if full:
            return max(tries[0] for tries in full) + WINDOW_SECONDS - now
        for key in limits:
            self._tries[key].append(now)
        return 0.0

    def forgive(self, name: str, address: str) -> None:
        """The last attempt was no failure."""
        for key in _limits(name, address):
            del self._tries[key][-1:]

    def _forget(self, now: float, limits: Mapping[tuple[str, str], int]) -> None:
        for key in list(self._tries) if len(self._tries) > MANY else limits:
            recent = [tried for tried in self._tries[key] if tried > now - WINDOW_SECONDS]
            if recent:
                self._tries[key] = recent
            else:
                del self._tries[key]


def _limits(name: str, address: str) -> dict[tuple[str, str], int]:
    place = network(address)
    return {(name, place): TRIES, ("", place): TRIES_AN_ADDRESS, (name, ""): TRIES_A_NAME}
