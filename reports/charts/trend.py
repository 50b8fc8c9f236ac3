"""A figure month by month, beside what is usual among others."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import altair as alt

from reports.charts.drawn import Drawn, listed
from reports.charts.month_axis import PLACE, month_title, months_axis
from reports.charts.theme import BLUE, BOLD, INK, PALE, SIZE, coloured, finish, nothing, unchecked
from reports.figures import EMPTY

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

_HEIGHT = 170
_MONTH = "月份"
_KIND = "折线图：逐月变化"
_ROOM = 0.06  # of the plot's height above and below the lines
_NUMBERS = ("value", "median", "low", "high")


@unchecked
def trend(
    frame: pl.DataFrame,
    title: str,
    spell: Callable[[float | None], str],
    *,
    own: str = "本公司",
    middle: str = "同业中位数",
    band: str = "同业四分位区间",
) -> Drawn:
    """One line of months in the order given, with the value of the last one; a line and a band of others behind it.

    The axis begins at 0 only if the values come near it: what is read is the course, not a length.

    Args:
        frame: month (its first day), value, median, low, high; in one unit, each null where there is none. What is null
            in every month is neither drawn nor explained.
        title: of the axis, with the unit.
        spell: a number as it is printed.
        own: what the values are.
        middle: what the medians are.
        band: what low to high is.
    """
    found = frame.rows(named=True)
    shown = {name for name in _NUMBERS if any(row[name] is not None for row in found)}
    if not shown:
        return nothing(_KIND)
    banded = {"low", "high"} <= shown
    colours = {own: BLUE} | ({middle: INK} if "median" in shown else {}) | ({band: PALE} if banded else {})
    last = max((place for place, row in enumerate(found) if row["value"] is not None), default=0)
    values = [
        {
            PLACE: place,
            _MONTH: month_title(row["month"]),
            **_spelled(row, spell, own, middle, band),
            **{name: row[name] for name in _NUMBERS if name in shown},
        }
        for place, row in enumerate(found)
    ]
    scale = _scale([row[name] for row in found for name in shown if row[name] is not None])
    axis: alt.Axis | None = alt.Axis(title=title)
    tooltip = [alt.Tooltip(f"{field}:N") for field in (_MONTH, *colours)]
    base = alt.Chart().encode(x=months_axis([row["month"] for row in found]))
    drawn = "isValid(datum.{})"

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", scale=scale, axis=axis)

    layers = []
    if banded:
        area = base.transform_filter(f"{drawn.format('low')} && {drawn.format('high')}").mark_area()
        layers.append(coloured(area.encode(y=y("low"), y2=alt.Y2("high:Q")), band, colours))
        axis = None
    if "median" in shown:
        line = base.mark_line(strokeDash=[5, 3], strokeWidth=1.5).encode(y=y("median"))
        layers.append(coloured(line, middle, colours))
        axis = None
    line = base.mark_line(strokeWidth=2.5).encode(y=y("value"))
    layers.append(coloured(line, own, colours, explained=len(colours) > 1))
    axis = _label(found[last]["value"], spell)
    points = base.transform_filter(drawn.format("value")).mark_point(filled=True, size=42)
    layers.append(coloured(points.encode(y=y("value"), tooltip=tooltip), own, colours, explained=len(colours) > 1))
    items = [
        f"{value[_MONTH]} " + "，".join(f"{'' if name == own else f'{name} '}{value[name]}" for name in colours)
        for value in values
    ]
    return finish(layers, values, _HEIGHT, listed(f"{_KIND}（{title}）", items))


def _label(value: float | None, spell: Callable[[float | None], str]) -> alt.Axis | None:
    """The last value, on the right."""
    if value is None:
        return None
    return alt.Axis(
        orient="right",
        values=[value],
        labelExpr=json.dumps(spell(value), ensure_ascii=False),
        labelColor=BLUE,
        labelFontWeight=BOLD,
        labelFontSize=SIZE,
        grid=False,
        title=None,
    )


def _spelled(
    row: dict[str, Any], spell: Callable[[float | None], str], own: str, middle: str, band: str
) -> dict[str, str]:
    between = EMPTY if row["low"] is None or row["high"] is None else f"{spell(row['low'])}–{spell(row['high'])}"
    return {own: spell(row["value"]), middle: spell(row["median"]), band: between}


def _scale(numbers: list[float]) -> alt.Scale:
    """Where nothing varies, the line runs through the middle."""
    low, high = min(numbers), max(numbers)
    room = (high - low or abs(high) or 1.0) * _ROOM
    bottom = 0.0 if 0 <= low <= (high - low) or low == high == 0 else low - room
    return alt.Scale(domain=[bottom, high + 2 * room], nice=True, zero=False)
