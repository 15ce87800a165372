"""How many threads the arithmetic of a question takes."""

from __future__ import annotations

from contextlib import AbstractContextManager
from importlib import import_module


def one_thread_a_product() -> AbstractContextManager[object]:
    """Keeps NumPy's BLAS from starting threads.

    A question takes some twenty small products, and in each the threads wait for one another: measured with
    eight visitors on two busy cores, a question took twice the processor time, and three times as long; one
    ``polycite ask`` took .2 s of processor time more, and no less time.
    """
    limits: AbstractContextManager[object]
    limits = import_module("threadpoolctl").threadpool_limits(limits=1, user_api="blas")
    return limits
