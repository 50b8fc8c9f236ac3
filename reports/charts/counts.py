"""How often something occurred, cause by cause, as bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt

from reports.charts.drawn import Drawn, listed
from reports.charts.rows import ROW, THICKNESS, Rows
from reports.charts.theme import BLUE, finish, nothing, unchecked
from reports.figures import plain

if TYPE_CHECKING:
    import polars as pl

_KIND = "横条图：各类数量"


@unchecked
def causes(frame: pl.DataFrame, unit: str) -> Drawn:
    """Horizontal bars from 0, one a row, in the order given.

    Args:
        frame: value (what is counted), quantity (how much of it; null counts as unknown).
        unit: of the quantities, as printed after them: `件`.
    """
    if frame.is_empty():
        return nothing(_KIND)
    found = frame.rows(named=True)
    spelled = [f"{plain(row['quantity'])} {unit}" for row in found]
    rows = Rows([row["value"] for row in found], spelled)
    values = [
        {ROW: place, "类别": row["value"], "数量": number, "quantity": row["quantity"]}
        for place, (row, number) in enumerate(zip(found, spelled, strict=True))
    ]
    scale = alt.Scale(nice=False) if any(row["quantity"] for row in found) else alt.Scale(domain=[0, 1])
    x = alt.X("quantity:Q", axis=None, scale=scale)
    bars = (
        alt.Chart()
        .mark_bar(color=BLUE, height=THICKNESS)
        .encode(y=rows.left(), x=x, tooltip=[alt.Tooltip("类别:N"), alt.Tooltip("数量:N")])
    )
    numbers = alt.Chart().mark_point(opacity=0).encode(y=rows.right(), x=x)
    items = [f"{row['value']} {number}" for row, number in zip(found, spelled, strict=True)]
    return finish([bars, numbers], values, rows.height, listed(_KIND, items))
