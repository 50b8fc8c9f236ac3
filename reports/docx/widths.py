"""How wide the columns of a table are set, and in what size: from the lengths of their texts, as a typesetter would."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.column_widths import needs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.column_widths import Needs
    from reports.table import Table

SIZES = (10.5, 9.0, 7.5)
"""Points: 五号, 小五, 六号; the first in which a table fits."""

_MARGINS = 11
"""Points left and right of a cell's text together, and a little more for fonts wider than most."""

_ROOMY = 2.2
"""How many times the room that it would like a table gets at most."""
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

    The text is made smaller until running text has few lines; if no size will do, until nothing stands broken that must
    not be; then columns that can be spared are left out, and at last lines are broken all the same.
    """
    cells = list(zip(*table.rows, strict=True)) or [()] * len(table.columns)
    wanted = [needs(column, texts) for column, texts in zip(table.columns, cells, strict=True)]
    shown = tuple(range(len(table.columns)))
    while True:
        for wish in ("good", "least"):
            for size in SIZES:
                low = [getattr(wanted[index], wish) * size + _MARGINS for index in shown]
                if sum(low) <= width:
                    most = [_most(wanted[index]) * size + _MARGINS for index in shown]
                    return Widths(shown, tuple(_shared(low, most, min(width, sum(most) * _ROOMY))), size)
        spare = max(table.columns[index].spare for index in shown)
        if spare == 0:
            least = [wanted[index].least * SIZES[-1] + _MARGINS for index in shown]
            return Widths(shown, tuple(part * width / sum(least) for part in least), SIZES[-1])
        shown = tuple(index for index in shown if table.columns[index].spare != spare)


def _most(wanted: Needs) -> float:
    return min(wanted.whole, max(wanted.good, _LONG))


def _shared(least: Sequence[float], most: Sequence[float], width: float) -> list[float]:
    """What columns get beyond the least: first what they would like, then in equal proportion."""
    spare = width - sum(least)
    wishes = [max(0.0, high - low) for low, high in zip(least, most, strict=True)]
    share = min(1.0, spare / sum(wishes)) if sum(wishes) else 0.0
    given = [low + wish * share for low, wish in zip(least, wishes, strict=True)]
    rest = (width - sum(given)) / sum(given)
    return [part * (1 + rest) for part in given]
