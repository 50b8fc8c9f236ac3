"""Relative changes month by month, several of them beside nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt

from reports.charts.drawn import Drawn, listed
from reports.charts.month_axis import PLACE, month_title, months_axis
from reports.charts.theme import BASELINE, BLUE, GREY, INK, SIZE, VERMILLION, finish, nothing, unchecked
from reports.figures import percent_change

if TYPE_CHECKING:
    import polars as pl

_KIND = "折线图：逐月的变化幅度"
_HEIGHT = 230
_ROOM = 0.05  # of the plot's height above and below the lines
_PERCENT = "datum.value === 0 ? '0' : format(datum.value, '+.0%')"
_LOOKS = (
    (BLUE, [1, 0]),
    (VERMILLION, [6, 3]),
    (INK, [2, 2]),
    ("#007A59", [8, 3, 2, 3]),
    ("#A8578A", [4, 2]),
    (GREY, [10, 4]),
)
MOST = len(_LOOKS)
"""How many lines can be told apart."""


@unchecked
def change_courses(frame: pl.DataFrame) -> Drawn:
    """A line per name over the months, around a line at 0; the legend has the names with their last changes.

    Args:
        frame: name, month (its first day), change (0.1 is ten per cent more; null where there is none), of at most
            `MOST` names, in the order of the legend.
    """
    names = frame["name"].unique(maintain_order=True).to_list()
    months = frame["month"].unique().sort().to_list()
    places = {month: place for place, month in enumerate(months)}
    known = frame.drop_nulls("change").sort("month").rows(named=True)
    if not known:
        return nothing(_KIND)
    ends = {name: row["change"] for name in names for row in known if row["name"] == name}
    titles = {name: f"{name} {percent_change(change)}" for name, change in ends.items()}
    values = [
        {
            PLACE: places[row["month"]],
            "月份": month_title(row["month"]),
            "指标": row["name"],
            "变化": percent_change(row["change"]),
            "change": row["change"],
            "line": titles[row["name"]],
        }
        for row in known
    ]
    low, high = min(0.0, *(row["change"] for row in known)), max(0.0, *(row["change"] for row in known))
    room = (high - low or 1.0) * _ROOM
    scale = alt.Scale(domain=[low - room, high + room], nice=False, zero=False)
    axis = alt.Axis(labelExpr=_PERCENT, title="变化幅度")
    looks = _LOOKS[: len(titles)]
    legend = alt.Legend(
        direction="vertical", columns=1, symbolType="stroke", symbolStrokeWidth=2, symbolSize=400, labelFontSize=SIZE
    )
    lines = alt.Chart().encode(
        x=months_axis(months),
        color=alt.Color(
            "line:N", scale=alt.Scale(domain=list(titles.values()), range=[one for one, _ in looks]), legend=legend
        ),
        strokeDash=alt.StrokeDash(
            "line:N", scale=alt.Scale(domain=list(titles.values()), range=[dash for _, dash in looks])
        ),
    )
    tooltip = [alt.Tooltip(f"{field}:N") for field in ("指标", "月份", "变化")]
    y, bare = (alt.Y("change:Q", scale=scale, axis=shown) for shown in (axis, None))
    layers = [
        alt.Chart().mark_rule(color=BASELINE).encode(y=alt.Y(datum=0, scale=scale, axis=None)),
        lines.mark_line(strokeWidth=2).encode(y=y),
        lines.mark_point(filled=True, size=30).encode(y=bare, tooltip=tooltip),
    ]
    items = [
        f"{name}：" + "，".join(f"{one['月份']} {one['变化']}" for one in values if one["指标"] == name)
        for name in titles
    ]
    return finish(layers, values, _HEIGHT, listed(_KIND, items))
