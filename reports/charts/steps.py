"""How a score comes about, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from reports.charts.drawn import Drawn, listed
from reports.charts.rows import ROW, Rows
from reports.charts.theme import BLUE, GREY, INK, VERMILLION, finish
from reports.figures import fixed, signed

if TYPE_CHECKING:
    import polars as pl


def waterfall(frame: pl.DataFrame) -> Drawn:
    """One row a step, in the order given: changes as bars between the points before and after, start and end as marks.

    The axis need not begin at 0: only the changes have a length.

    Args:
        frame: kind (start, change or end), cause, points (added by a change), running (points so far). Points and
            running are null where there is no score.
    """
    found = frame.rows(named=True)
    before = [0.0, *(row["running"] for row in found)]
    spelled = [signed(row["points"]) if row["kind"] == "change" else fixed(row["running"]) for row in found]
    rows = Rows([row["cause"] for row in found], spelled)
    values = [
        {
            ROW: place,
            "原因": row["cause"],
            "分值": number,
            "累计": fixed(row["running"]),
            "kind": row["kind"],
            "from": start,
            "to": row["running"],
            "colour": _colour(row),
        }
        for place, (row, start, number) in enumerate(zip(found, before, spelled, strict=False))
    ]
    data = alt.InlineData(values=values)
    scale = alt.Scale(zero=False, nice=True, padding=6)
    x = alt.X("to:Q", scale=scale, title="分")
    colour = alt.Color("colour:N", scale=None, legend=None)
    tooltip = ["原因:N", "分值:N", "累计:N"]
    base = alt.Chart(data).encode(tooltip=tooltip)
    changes = (
        base.transform_filter("datum.kind === 'change' && datum.to !== null")
        .mark_bar(height=alt.RelativeBandSize(0.6), minBandSize=2)
        .encode(y=rows.left(), x=alt.X("from:Q", scale=scale, title="分"), x2="to:Q", color=colour)
    )
    ends = (
        base.transform_filter("datum.kind !== 'change' && datum.to !== null")
        .mark_tick(thickness=5, height=alt.RelativeBandSize(0.8))
        .encode(y=rows.right(), x=x, color=colour)
    )
    items = [f"{row['cause']} {number}" for row, number in zip(found, spelled, strict=True)]
    return finish([changes, ends], rows.height, listed("瀑布图：得分的由来（分）", items))


def _colour(row: dict[str, Any]) -> str:
    if row["kind"] != "change":
        return INK
    if not row["points"]:
        return GREY
    return BLUE if row["points"] > 0 else VERMILLION
