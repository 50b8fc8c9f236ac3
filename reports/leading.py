"""What stands at the head of an order, for sentences that name the most or the highest."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

Of = TypeVar("Of")


def leading(ordered: Sequence[Of], shown: Callable[[Of], Hashable]) -> list[Of]:
    """The first two of an order, as far as they stand out from what follows them.

    A second that is no more than the third is not named; a first that is no more than those behind it is named
    together with all of them.

    Args:
        ordered: the most first.
        shown: what a reader sees of their size.
    """
    sizes = [shown(one) for one in ordered]
    first = len(list(takewhile(lambda size: size == sizes[0], sizes)))
    alone = first == 1 and len(sizes) > 1 and sizes[1] not in sizes[2:]
    return list(ordered[: 2 if alone else first])
