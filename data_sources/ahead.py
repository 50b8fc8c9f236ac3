"""Doing a few things at a time, in order."""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, islice
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future

_AT_A_TIME = 2  # what is single-threaded in one is done beside the other; more would take up more memory

Item = TypeVar("Item")
Result = TypeVar("Result")


def ahead(function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
    """The results of a function, in the order of the items; while one is worked on, the next is made."""
    rest = iter(items)
    begun = list(islice(rest, _AT_A_TIME))
    if len(begun) < _AT_A_TIME:  # nothing to do beside the one
        yield from map(function, begun)
        return
    with ThreadPoolExecutor(_AT_A_TIME) as pool:
        waiting: deque[Future[Result]] = deque()
        for item in chain(begun, rest):
            waiting.append(pool.submit(function, item))
            if len(waiting) == _AT_A_TIME:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def prepared(items: Iterable[Item]) -> Iterator[Item]:
    """The items, of which the next is made in a thread of its own while one is worked on."""
    rest = iter(items)
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(lambda: list(islice(rest, 1)))
        while found := coming.result():
            coming = pool.submit(lambda: list(islice(rest, 1)))
            yield from found
