"""Weights that published figures allow: how far each may lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt

from reports.charts.drawn import Drawn, listed
from reports.charts.rows import ROW, Rows
from reports.charts.theme import BLUE, GREY, INK, VERMILLION, axis_ends, coloured, finish, nothing, unchecked
from reports.figures import interval, percent

if TYPE_CHECKING:
    import polars as pl

_LOOSE, _TIGHT, _EQUAL, _CLOSEST = "区间（未定）", "区间（已定）", "等权", "最接近等权"
_COLOURS = {_TIGHT: BLUE, _LOOSE: GREY, _EQUAL: INK, _CLOSEST: VERMILLION}
_KIND = "区间图：能再现公布数字的权重（同级之内，%）"
_THICKNESS = 12


@unchecked
def weight_bands(frame: pl.DataFrame) -> Drawn:
    """A bar a weight from its least to its greatest possible value, in the order given; marks at the equal weight and
    at that of the solution closest to equal.

    Args:
        frame: name, equal, closest, low, high (shares among siblings), determined (whether the figures determine it).
    """
    if frame.is_empty():
        return nothing(_KIND)
    found = frame.rows(named=True)
    spelled = [f"{percent(row['closest'])}（{_between(row['low'], row['high'])}）" for row in found]
    rows = Rows([row["name"] for row in found], spelled)
    values = [
        {
            ROW: place,
            "指标": row["name"],
            "区间": _between(row["low"], row["high"]),
            _EQUAL: percent(row["equal"]),
            _CLOSEST: percent(row["closest"]),
            **{name: row[name] for name in ("equal", "closest", "low", "high", "determined")},
        }
        for place, row in enumerate(found)
    ]
    numbers = [row[name] for row in found for name in ("equal", "closest", "low", "high") if row[name] is not None]
    scale = alt.Scale(domain=axis_ends([0.0, *numbers]), nice=True, padding=8)
    axis = alt.Axis(title="同级权重", format="%")
    tooltip = [alt.Tooltip(f"{field}:N") for field in ("指标", "区间", _EQUAL, _CLOSEST)]
    base = alt.Chart().encode(tooltip=tooltip)

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=scale, axis=axis)

    layers: list[alt.Chart] = []
    shown = {name: _COLOURS[name] for name in _names([row["determined"] for row in found])}
    for name, flag in ((_TIGHT, True), (_LOOSE, False)):
        if name in shown:
            bars = base.transform_filter(f"datum.determined === {str(flag).lower()}").mark_bar(height=_THICKNESS)
            y = rows.bare() if layers else rows.left(baseline=False)
            encoded = bars.encode(y=y, x=x("low"), x2=alt.X2("high:Q"))
            layers.append(coloured(encoded, name, shown))
    equal = base.mark_tick(thickness=3, height=_THICKNESS + 8).encode(y=rows.bare(), x=x("equal"))
    closest = base.mark_point(shape="diamond", filled=True, size=110, stroke="white", strokeWidth=1)
    layers += [
        coloured(equal, _EQUAL, shown),
        coloured(closest.encode(y=rows.right(), x=x("closest")), _CLOSEST, shown),
    ]
    items = [
        f"{row['name']} {_between(row['low'], row['high'])}，{_CLOSEST} {percent(row['closest'])}，"
        f"{_EQUAL} {percent(row['equal'])}（{'已确定' if row['determined'] else '未能确定'}）"
        for row in found
    ]
    return finish(layers, values, rows.height, listed(_KIND, items))


def _names(determined: list[bool]) -> list[str]:
    bars = [name for name, flag in ((_TIGHT, True), (_LOOSE, False)) if flag in determined]
    return [*bars, _EQUAL, _CLOSEST]


def _between(low: float | None, high: float | None) -> str:
    """`12.0–31.5%`."""
    return "" if low is None or high is None else f"{interval(low * 100, high * 100, 1)}%"
