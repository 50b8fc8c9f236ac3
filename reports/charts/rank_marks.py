"""What charts of ranks share: bars from the highest to the lowest rank, dots at ranks, axes of ranks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from reports.charts.theme import BLUE, INK
from reports.figures import interval, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

NAME, BAR, DOT = "名称", "位次区间", "评价位次"
COLOURS = {BAR: BLUE, DOT: INK}
KIND = "区间图：位次与位次区间"
RANKS = ("rank", "rank_low", "rank_high")
_APART = ((12, 1), (30, 5), (60, 10))  # so many ranks on an axis, and how far apart they are told
_FAR = 20


def between(row: dict[str, Any]) -> str:
    """`8–19`."""
    return interval(row["rank_low"], row["rank_high"], 0)


def spelled(row: dict[str, Any]) -> dict[str, str]:
    """What a row says where it is pointed at."""
    return {DOT: plain(row["rank"]), BAR: between(row)}


def apart(ranks: int) -> int:
    """How far apart the ranks told on an axis of so many are."""
    return next((step for most, step in _APART if ranks < most), _FAR)


def ticks(low: int, high: int, step: int) -> list[int]:
    """The ranks told on an axis."""
    return [rank for rank in range(low, high + 1) if rank % step == 0 or rank == 1]


def rank_axis(values: Sequence[float], title: str) -> alt.Axis:
    """An axis that tells these values and no others."""
    return alt.Axis(values=values, tickCount=len(values), title=title, format="d", labelOverlap=False)


def x(field: str, scale: alt.Scale, axis: alt.Axis) -> alt.X:
    """A field across."""
    return alt.X(f"{field}:Q", scale=scale, axis=axis)


def bars(thickness: int, *told: str) -> alt.Chart:
    """Bars to `rank_high`, so many pixels thick; `told` are shown beside rank and interval where one is pointed at."""
    drawn: alt.Chart = alt.Chart().mark_rule(strokeWidth=thickness)
    return drawn.encode(x2=alt.X2("rank_high:Q"), tooltip=_tooltip(*told))


def dots(size: int, *told: str) -> alt.Chart:
    """Dots of so many square pixels."""
    drawn: alt.Chart = alt.Chart().mark_point(filled=True, size=size, stroke="white", strokeWidth=0.8)
    return drawn.encode(tooltip=_tooltip(*told))


def _tooltip(*told: str) -> list[alt.Tooltip]:
    return [alt.Tooltip(f"{field}:N") for field in (*told, DOT, BAR)]
