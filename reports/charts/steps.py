"""How a score comes about, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from reports.charts.drawn import Drawn, listed
from reports.charts.rows import ROW, THICKNESS, Rows
from reports.charts.theme import BLUE, GREY, INK, VERMILLION, axis_ends, finish, nothing, unchecked
from reports.figures import fixed, signed

if TYPE_CHECKING:
    import polars as pl

_KIND = "瀑布图：得分的由来（分）"


@unchecked
def waterfall(frame: pl.DataFrame) -> Drawn:
    """One row a step, in the order given: changes as bars between the points before and after, start and end as marks.

    The axis need not begin at 0: only the changes have a length.

    Args:
        frame: kind (start, change or end), cause, points (added by a change), running (points so far). Points and
            running are null where there is no score.
    """
    if frame.is_empty():
        return nothing(_KIND)
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
    moved = any(row["points"] for row in found if row["kind"] == "change")
    numbers = [row["running"] for row in found if row["running"] is not None]
    scale = alt.Scale(domain=axis_ends(numbers), zero=not moved, nice=False, padding=16)
    x = alt.X("to:Q", scale=scale, title="得分（分）")
    colour = alt.Color("colour:N", scale=None, legend=None)
    tooltip = [alt.Tooltip(f"{field}:N") for field in ("原因", "分值", "累计")]
    base = alt.Chart().encode(tooltip=tooltip)
    changes = (
        base.transform_filter("datum.kind === 'change' && datum.from !== null && datum.to !== null")
        .mark_bar(height=THICKNESS)
        .encode(
            y=rows.left(baseline=False),
            x=alt.X("from:Q", scale=scale, title="得分（分）"),
            x2=alt.X2("to:Q"),
            color=colour,
        )
    )
    ends = (
        base.transform_filter("datum.to !== null && (datum.kind !== 'change' || datum.from === datum.to)")
        .mark_tick(thickness=4, height=THICKNESS + 4)
        .encode(y=rows.right(), x=x, color=colour)
    )
    items = [f"{row['cause']} {number}" for row, number in zip(found, spelled, strict=True)]
    return finish([changes, ends], values, rows.height, listed(_KIND, items))


def _colour(row: dict[str, Any]) -> str:
    if row["kind"] != "change":
        return INK
    if not row["points"]:
        return GREY
    return BLUE if row["points"] > 0 else VERMILLION
