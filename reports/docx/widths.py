"""How wide the columns of a table are set, and in what size: from the lengths of their texts, as a typesetter would."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.table import Column, Table

SIZES = (10.5, 9.0, 7.5)
"""Points: 五号, 小五, 六号; the first in which a table fits."""

_MARGINS = 9
"""Points left and right of a cell's text together, and a hair more."""

_HEADER_LINES = 3
_TEXT = 5
"""Characters of a line below which running text is not set."""
_TEXT_LINES = 4
"""Lines of a cell above which the text is made smaller, as far as it goes."""
_ROOMY = 2.2
"""How many times the room that it would like a table gets at most."""
_WORD = re.compile("[!-~]+")
"""What is never broken in a header."""
_WIDE = {"%": 0.85, "+": 0.6, "-": 0.5, "—": 1.0}
_LONG = 28
"""Characters of a line that running text would like to have."""


@dataclass(frozen=True)
class Widths:
    """The columns that are shown (by position), their widths, and the size of the text (all in points)."""

    columns: tuple[int, ...]
    widths: tuple[float, ...]
    size: float


def fit(table: Table, width: float) -> Widths:
    """Fit a table into a width (points).

    The text is made smaller until everything stands on lines that are not broken where they must not be; then columns
    that can be spared are left out, and at last lines are broken all the same.
    """
    shown = tuple(range(len(table.columns)))
    while True:
        for size in SIZES:
            least = [_least(table, index) * size + _MARGINS for index in shown]
            if sum(least) <= width:
                most = [_most(table, index) * size + _MARGINS for index in shown]
                widths = _shared(least, most, min(width, sum(most) * _ROOMY))
                if size == SIZES[-1] or _lines(table, shown, widths, size) <= _TEXT_LINES:
                    return Widths(shown, tuple(widths), size)
        spare = max(table.columns[index].spare for index in shown)
        if spare == 0:
            return Widths(shown, tuple(part * width / sum(least) for part in least), SIZES[-1])
        shown = tuple(index for index in shown if table.columns[index].spare != spare)


def ems(text: str) -> float:
    """The length of a text's longest line in widths of a Chinese character."""
    return max(
        (
            sum(_WIDE.get(sign) or (1 if east_asian_width(sign) in "WFA" else 0.5) for sign in line)
            for line in text.split("\n")
        ),
        default=0,
    )


def _shared(least: Sequence[float], most: Sequence[float], width: float) -> list[float]:
    """What columns get beyond the least: first what they would like, then in equal proportion."""
    spare = width - sum(least)
    wishes = [max(0.0, high - low) for low, high in zip(least, most, strict=True)]
    share = min(1.0, spare / sum(wishes)) if sum(wishes) else 0.0
    given = [low + wish * share for low, wish in zip(least, wishes, strict=True)]
    rest = (width - sum(given)) / sum(given)
    return [part * (1 + rest) for part in given]


def _lines(table: Table, shown: Sequence[int], widths: Sequence[float], size: float) -> int:
    """Of the highest cell."""
    return max(
        (
            math.ceil(_longest(table, index) * size / (width - _MARGINS))
            for index, width in zip(shown, widths, strict=True)
        ),
        default=1,
    )


def _longest(table: Table, index: int) -> float:
    return max((ems(row[index]) for row in table.rows), default=0)


def _unbroken(column: Column) -> bool:
    return column.number or column.keep


def _least(table: Table, index: int) -> float:
    column, longest = table.columns[index], _longest(table, index)
    words = max((ems(word) for word in _WORD.findall(column.header)), default=0)
    header = math.ceil(ems(column.header) / _HEADER_LINES)
    return max(2.0, header, words, longest if _unbroken(column) else min(longest, _TEXT))


def _most(table: Table, index: int) -> float:
    column, longest = table.columns[index], _longest(table, index)
    if _unbroken(column):
        return max(_least(table, index), math.ceil(ems(column.header) / 2))
    return max(ems(column.header), min(longest, _LONG))
