"""Means of indicators as bars, last year's as a mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt

from reports.charts.drawn import Drawn, listed
from reports.charts.rows import ROW, THICKNESS, Rows
from reports.charts.theme import BLUE, INK, coloured, finish, nothing, unchecked
from reports.figures import fixed

if TYPE_CHECKING:
    import polars as pl

    from indicator_tree.periods import PeriodWords

_KIND = "横条图：各项均分（分）"


@unchecked
def level_scores(frame: pl.DataFrame, period: PeriodWords) -> Drawn:
    """Horizontal bars from 0 to 100 points, one a row, in the order given.

    Args:
        frame: node, name, mean, previous (points; previous is null where there is none).
        period: how the evaluated period and the one before are called.
    """
    now, before = f"{period.now}均分", f"{period.before}均分"
    colours = {now: BLUE, before: INK}
    if frame.is_empty():
        return nothing(_KIND)
    found = frame.rows(named=True)
    compared = any(row["previous"] is not None for row in found)
    spelled = [
        fixed(row["mean"]) + ("" if row["previous"] is None else f"（{period.before} {fixed(row['previous'])}）")
        for row in found
    ]
    rows = Rows([row["name"] for row in found], spelled)
    values = [
        {
            ROW: place,
            "指标": row["name"],
            now: fixed(row["mean"]),
            before: fixed(row["previous"]),
            "mean": row["mean"],
            "previous": row["previous"],
        }
        for place, row in enumerate(found)
    ]
    points = alt.Scale(domain=[0, 100], nice=False)
    tooltip = [alt.Tooltip(f"{field}:N") for field in ("指标", now, *([before] if compared else []))]
    bars = (
        alt.Chart()
        .mark_bar(height=THICKNESS)
        .encode(
            y=rows.left(),
            x=alt.X("mean:Q", scale=points, title="均分（分）"),
            tooltip=tooltip,
        )
    )
    marks = (
        alt.Chart()
        .mark_tick(thickness=3, height=THICKNESS + 8)
        .encode(
            y=rows.right(),
            x=alt.X("previous:Q", scale=points),
            tooltip=tooltip,
        )
    )
    items = [f"{row['name']} {number}" for row, number in zip(found, spelled, strict=True)]
    layers = [
        coloured(bars, now, colours, explained=compared),
        coloured(marks, before, colours, explained=compared),
    ]
    return finish(layers, values, rows.height, listed(_KIND, items))
