"""Making the next item while the last is in use."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")


def ahead(items: Iterable[Item]) -> Generator[Item, None, None]:
    """The items in order, each made in a thread while the one before it is in use; never more than one.

    What is raised while an item is made is raised in its place. Closed early, it waits for the item that is
    being made, and makes no other.
    """
    iterator, end = iter(items), object()
    with ThreadPoolExecutor(1, "polycite-ahead") as thread:
        following = thread.submit(next, iterator, end)
        while (item := following.result()) is not end:
            following = thread.submit(next, iterator, end)
            yield item  # type: ignore[misc]
