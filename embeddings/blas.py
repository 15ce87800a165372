"""Keeping NumPy's BLAS from starting threads where products are small.

They wait for each other in every product and spin for a while after it: beside other work on two cores, a
question took four times the processor time.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

import numpy as np  # noqa: F401 - loads the BLAS that is looked for


@contextmanager
def single_threaded() -> Iterator[None]:
    """One thread for each of NumPy's products in the whole process, while anybody is in this."""
    _LIMIT.count(1)
    try:
        yield
    finally:
        _LIMIT.count(-1)


class _Limit:
    """Set by the first who enters and lifted by the last who leaves, in whatever threads.

    What another has set in the meantime stays. A BLAS on OpenMP is left alone: each thread has a limit there.
    """

    def __init__(self) -> None:
        threadpools = import_module("threadpoolctl")
        self._give_up_control = threadpools.OpenBLASController.clear_controlling_thread
        found = threadpools.ThreadpoolController().select(user_api="blas").lib_controllers
        self.libraries = [each for each in found if getattr(each, "threading_layer", "") != "openmp"]
        self._usual: list[int] = []
        self._lock = threading.Lock()
        self._holders = 0

    def count(self, change: int) -> None:
        with self._lock:
            before, self._holders = self._holders, self._holders + change
            if before == 0:
                self._usual = [library.num_threads for library in self.libraries]
                self._set([1] * len(self.libraries))
            elif self._holders == 0:
                now = [library.num_threads for library in self.libraries]
                pairs = zip(now, self._usual, strict=True)
                self._set([usual if number == 1 else number for number, usual in pairs])

    def _set(self, threads: list[int]) -> None:
        """``threadpoolctl`` lets one thread alone change the number, until it gives that up."""
        self._give_up_control(force=True)
        for library, number in zip(self.libraries, threads, strict=True):
            library.set_num_threads(number)
        self._give_up_control(force=True)


_LIMIT = _Limit()
