"""What each parameter or assumption would change, the strongest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt

from reports.charts.drawn import Drawn, listed
from reports.charts.rows import ROW, Rows
from reports.charts.theme import BASELINE, BLUE, VERMILLION, axis_ends, coloured, finish, nothing, unchecked
from reports.figures import signed

if TYPE_CHECKING:
    import polars as pl

_LOW, _HIGH = "取低值", "取高值"
_COLOURS = {_LOW: VERMILLION, _HIGH: BLUE}
_KIND = "龙卷风图"
_THICKNESS, _OFF = 8, 4.5  # pixels of a bar, and from the middle of its row


@unchecked
def tornado(frame: pl.DataFrame, title: str, decimals: int = 2) -> Drawn:
    """Two bars from zero a row, in the order given: the upper for the low value, the lower for the high value.

    Two bars rather than one, as both values may move the same way.

    Args:
        frame: name, low, high (the change at the low and at the high value; null where there is none).
        title: what changes, with its unit: `总分均值的变化（分）`.
        decimals: of the numbers spelled.
    """
    kind = f"{_KIND}：{title}"
    if frame.is_empty():
        return nothing(kind)
    found = frame.rows(named=True)
    spelled = [f"{signed(row['low'], decimals)} / {signed(row['high'], decimals)}" for row in found]
    rows = Rows([row["name"] for row in found], spelled)
    values = [
        {
            ROW: place,
            "参数": row["name"],
            _LOW: signed(row["low"], decimals),
            _HIGH: signed(row["high"], decimals),
            "low": row["low"],
            "high": row["high"],
        }
        for place, row in enumerate(found)
    ]
    numbers = [row[side] for row in found for side in ("low", "high") if row[side] is not None]
    scale = alt.Scale(domain=axis_ends([0.0, *numbers]), nice=True, padding=4)
    tooltip = [alt.Tooltip(f"{field}:N") for field in ("参数", _LOW, _HIGH)]

    def bars(side: str, off: float, y: alt.Y) -> alt.Chart:
        drawn: alt.Chart = alt.Chart().mark_bar(height=_THICKNESS, yOffset=off)
        return drawn.encode(y=y, x=alt.X(f"{side}:Q", scale=scale, title=title), tooltip=tooltip)

    zero = alt.Chart().mark_rule(color=BASELINE).encode(x=alt.XDatum(0, scale=scale))
    layers = [
        zero,
        coloured(bars("low", -_OFF, rows.left(baseline=False)), _LOW, _COLOURS),
        coloured(bars("high", _OFF, rows.right()), _HIGH, _COLOURS),
    ]
    items = [
        f"{row['name']} {_LOW} {signed(row['low'], decimals)}，{_HIGH} {signed(row['high'], decimals)}" for row in found
    ]
    return finish(layers, values, rows.height, listed(kind, items), right=12)
