"""Relative changes as bars to both sides of nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt

from reports.charts.drawn import Drawn, listed
from reports.charts.rows import ROW, THICKNESS, Rows
from reports.charts.theme import BLUE, GREY, VERMILLION, coloured, finish, nothing, unchecked
from reports.figures import percent_change

if TYPE_CHECKING:
    import polars as pl

_BETTER, _WORSE, _NEITHER = "改善", "变差", "不变或不分优劣"
_COLOURS = {_BETTER: BLUE, _WORSE: VERMILLION, _NEITHER: GREY}
_KIND = "横条图：变化幅度"
_PERCENT = "datum.value === 0 ? '0' : format(datum.value, '+.0%')"


@unchecked
def changes(frame: pl.DataFrame) -> Drawn:
    """Horizontal bars from 0, one a row, in the order given; the colour says whether the change is for the better.

    Args:
        frame: name, change (0.1 is ten per cent more; null where there is none), improved (null: neither).
    """
    if frame.is_empty():
        return nothing(_KIND)
    found = frame.rows(named=True)
    spelled = [percent_change(row["change"]) for row in found]
    groups = [_NEITHER if row["improved"] is None else _BETTER if row["improved"] else _WORSE for row in found]
    rows = Rows([row["name"] for row in found], spelled)
    values = [
        {ROW: place, "指标": row["name"], "变化": number, "change": row["change"], "group": group}
        for place, (row, number, group) in enumerate(zip(found, spelled, groups, strict=True))
    ]
    colours = {name: colour for name, colour in _COLOURS.items() if name in groups}
    moved = any(row["change"] for row in found)
    scale = alt.Scale(nice=True, zero=True) if moved else alt.Scale(domain=[-1, 1])
    x = alt.X("change:Q", scale=scale, axis=alt.Axis(labelExpr=_PERCENT, title="变化幅度"))
    tooltip = [alt.Tooltip(f"{field}:N") for field in ("指标", "变化")]
    layers: list[alt.Chart] = []
    for name in colours:
        bars = alt.Chart().transform_filter(f"datum.group === '{name}'").mark_bar(height=THICKNESS)
        axis = rows.bare() if layers else rows.left(baseline=False)
        layers.append(coloured(bars.encode(y=axis, x=x, tooltip=tooltip), name, colours))
    layers.append(alt.Chart().mark_point(opacity=0).encode(y=rows.right(), x=x))
    items = [f"{row['name']} {number}（{group}）" for row, number, group in zip(found, spelled, groups, strict=True)]
    return finish(layers, values, rows.height, listed(_KIND, items))
