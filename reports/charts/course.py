"""A figure period by period, beside another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from reports.charts.drawn import Drawn, listed
from reports.charts.theme import BLUE, INK, coloured, finish, nothing, unchecked
from reports.figures import EMPTY, fixed

if TYPE_CHECKING:
    import polars as pl

_HEIGHT = 190
_PERIOD = "期间"
_KIND = "折线图：各期得分"
_ROOM = 0.15  # of the plot's height above and below the lines


@unchecked
def course(frame: pl.DataFrame, *, own: str, other: str = "") -> Drawn:
    """A line over periods in the order given, every point with its number; a dashed one of something else beside it.

    The axis does not begin at 0: what is read is the course, not a length.

    Args:
        frame: period, value, other; scores, null where there is none.
        own: what the values are.
        other: what the others are; empty for none.
    """
    found = frame.rows(named=True)
    numbers = [row[key] for row in found for key in ("value", "other") if row[key] is not None]
    if not numbers:
        return nothing(_KIND)
    beside = bool(other) and any(row["other"] is not None for row in found)
    colours = {own: BLUE} | ({other: INK} if beside else {})
    values: list[dict[str, Any]] = [
        {
            _PERIOD: row["period"],
            own: _spelled(row["value"]),
            **({other: _spelled(row["other"])} if beside else {}),
            "value": row["value"],
            "other": row["other"],
        }
        for row in found
    ]
    room = (max(numbers) - min(numbers) or 1.0) * _ROOM
    scale = alt.Scale(domain=[min(numbers) - room, max(numbers) + room], nice=True, zero=False)
    x = alt.X(f"{_PERIOD}:O", sort=None, axis=alt.Axis(labelAngle=0, title=None))
    shown = alt.Axis(title="得分（分）")
    tooltip = [alt.Tooltip(f"{field}:N") for field in (_PERIOD, *colours)]
    layers: list[alt.Chart] = []
    if beside:
        dashed = _there("other").mark_line(strokeDash=[5, 3], strokeWidth=1.5)
        layers.append(coloured(dashed.encode(x=x, y=alt.Y("other:Q", scale=scale, axis=shown)), other, colours))
    axis = None if layers else shown
    y, bare = alt.Y("value:Q", scale=scale, axis=axis), alt.Y("value:Q", scale=scale, axis=None)
    layers.append(coloured(_there("value").mark_line(strokeWidth=2.5).encode(x=x, y=y), own, colours, explained=beside))
    points = _there("value").mark_point(filled=True, size=42).encode(x=x, y=bare, tooltip=tooltip)
    layers.append(coloured(points, own, colours, explained=beside))
    names = _there("value").mark_text(dy=-12).encode(x=x, y=bare, text=alt.Text(f"{own}:N"))
    layers.append(names)
    items = [
        f"{row[_PERIOD]} " + "，".join(f"{'' if name == own else f'{name} '}{row[name]}" for name in colours)
        for row in values
    ]
    return finish(layers, values, _HEIGHT, listed(_KIND, items))


def _there(key: str) -> alt.Chart:
    return alt.Chart().transform_filter(f"isValid(datum.{key})")


def _spelled(value: float | None) -> str:
    return EMPTY if value is None else fixed(value)
