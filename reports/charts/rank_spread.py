"""How far ranks can be trusted, told without names."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import altair as alt

from reports.charts import rank_marks as marks
from reports.charts.drawn import Drawn, listed
from reports.charts.theme import coloured, finish, nothing, unchecked

if TYPE_CHECKING:
    import polars as pl

_UNNAMED = (110, 4, 560)  # pixels: the lowest chart, a row, the highest chart
_THICK, _DOTS = 3, 14  # pixels of a bar, square pixels of a dot


@unchecked
def rank_spread(frame: pl.DataFrame) -> Drawn:
    """A line a firm without its name, in the order given.

    Args:
        frame: rank, rank_low, rank_high.
    """
    found = frame.rows(named=True)
    if not found:
        return nothing(marks.KIND)
    values = [
        {**marks.spelled(row), "place": place, **{name: row[name] for name in marks.RANKS}}
        for place, row in enumerate(found, 1)
    ]
    most = max(row["rank_high"] for row in found)
    scale = alt.Scale(domain=[1, most], zero=False, nice=False, padding=8)
    across = partial(marks.x, scale=scale, axis=marks.rank_axis(marks.ticks(1, most, marks.apart(most)), "位次"))
    down = alt.Scale(domain=[1, len(found)], zero=False, nice=False, reverse=True, padding=6)
    y = alt.Y(
        "place:Q",
        scale=down,
        axis=marks.rank_axis(marks.ticks(1, len(found), marks.apart(len(found))), "按位次由高到低"),
    )
    hidden = alt.Y("place:Q", scale=down, axis=None)
    layers = [
        coloured(marks.bars(_THICK).encode(y=y, x=across("rank_low")), marks.BAR, marks.COLOURS),
        coloured(marks.dots(_DOTS).encode(y=hidden, x=across("rank")), marks.DOT, marks.COLOURS),
    ]
    least, step, tallest = _UNNAMED
    items = [f"第 {row['rank']} 位 {marks.between(row)}" for row in found]
    return finish(layers, values, min(max(least, step * len(found)), tallest), listed(marks.KIND, items))
