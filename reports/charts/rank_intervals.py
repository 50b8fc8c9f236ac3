"""How far ranks can be trusted: every firm's rank with its interval."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

import altair as alt

from reports.charts.drawn import Drawn, listed
from reports.charts.rows import ROW
from reports.charts.theme import BLUE, BOLD, INK, SMALL, VERMILLION, coloured, finish, nothing, unchecked
from reports.figures import interval, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

_BAR, _DOT, _OWN = "位次区间", "评价位次", "本公司"
_COLOURS = {_BAR: BLUE, _DOT: INK}
_KIND = "区间图：位次与位次区间"
_ONE_PANEL = 40  # firms; more stand in two panels side by side, so that all fit a page
_STEPS = (22, 15)  # pixels of a row: of one panel, of two
_APART = 0.06  # between two panels, as a share of one
_EVERY = ((12, 1), (30, 5), (60, 10), (10_000, 20))  # ranks on an axis, and how far apart they are told
_UNNAMED = (110, 4, 560)  # pixels: the lowest chart, a row, the highest chart
_THICK, _THIN = 6, 3  # pixels of a bar with and without a name beside it


@unchecked
def rank_intervals(frame: pl.DataFrame) -> Drawn:
    """A line a firm with its name and rank, a bar from the lowest to the highest rank, a dot at its own.

    Rows stand in the order given; of many firms the second half stands in a panel to the right.

    Args:
        frame: firm, rank, rank_low, rank_high.
    """
    found = frame.rows(named=True)
    if not found:
        return nothing(_KIND)
    panels = [found] if len(found) <= _ONE_PANEL else [found[: -(-len(found) // 2)], found[-(-len(found) // 2) :]]
    length = len(panels[0])
    spans = [(min(row["rank_low"] for row in rows), max(row["rank_high"] for row in rows)) for rows in panels]
    shifts = [0, *(spans[0][1] - low + _APART * (spans[0][1] - spans[0][0]) + 1 for low, _ in spans[1:])]
    names = [f"{row['rank']} {row['firm']}" for row in found]
    values = [
        {
            **_told(row),
            ROW: place,
            "panel": panel,
            **{name: row[name] + shift for name in ("rank", "rank_low", "rank_high")},
        }
        for panel, (rows, shift) in enumerate(zip(panels, shifts, strict=True))
        for place, row in enumerate(rows)
    ]
    apart = _apart(max(high - low for low, high in spans))
    ticks = [tick + shift for span, shift in zip(spans, shifts, strict=True) for tick in _ticks(*span, apart)]
    axis = _axis(ticks, "位次")
    axis.labelExpr = f"datum.value > {spans[0][1]} ? round(datum.value - {shifts[-1]}) : datum.value"
    ends = [spans[0][0], spans[-1][1] + shifts[-1]]
    x = partial(_x, scale=alt.Scale(domain=ends, zero=False, nice=False, padding=6), axis=axis)
    sides: tuple[tuple[list[str], Literal["left", "right"]], ...] = (
        (names[:length], "left"),
        (names[length:], "right"),
    )
    ys = [_names(shown, length, side) for shown, side in sides if shown]
    layers = [coloured(_bars(_THICK).encode(y=_bare(length), x=x("rank_low")), _BAR, _COLOURS)]
    layers += [
        coloured(
            _dots(48).transform_filter(f"datum.panel === {panel}").encode(y=y, x=x("rank")),
            _DOT,
            _COLOURS,
        )
        for panel, y in enumerate(ys)
    ]
    items = [f"{name} {_between(row)}" for name, row in zip(names, found, strict=True)]
    return finish(layers, values, length * _STEPS[len(panels) - 1], listed(_KIND, items))


@unchecked
def rank_spread(frame: pl.DataFrame) -> Drawn:
    """The same without names: a line a firm, in the order given; one firm may be marked as the reader's own.

    Args:
        frame: rank, rank_low, rank_high, own (whether the firm is the reader's; no row, or one).
    """
    found = frame.rows(named=True)
    if not found:
        return nothing(_KIND)
    values = [
        {
            **_told(row, "firm"),
            "place": place,
            **{name: row[name] for name in ("rank", "rank_low", "rank_high")},
            "own": f"{_OWN} 第 {row['rank']} 位（{_between(row)}）" if row["own"] else "",
        }
        for place, row in enumerate(found, 1)
    ]
    most = max(row["rank_high"] for row in found)
    scale = alt.Scale(domain=[1, most], zero=False, nice=False, padding=8)
    x = partial(_x, scale=scale, axis=_axis(_ticks(1, most, _apart(most)), "位次"))
    down = alt.Scale(domain=[1, len(found)], zero=False, nice=False, reverse=True, padding=6)
    y = alt.Y(
        "place:Q",
        scale=down,
        axis=_axis(_ticks(1, len(found), _apart(len(found))), "由高到低的各家公司"),
    )
    hidden = alt.Y("place:Q", scale=down, axis=None)
    layers = [
        coloured(_bars(_THIN).encode(y=y, x=x("rank_low")), _BAR, _COLOURS),
        coloured(_dots(14).encode(y=hidden, x=x("rank")), _DOT, _COLOURS),
    ]
    if any(row["own"] for row in found):
        own = alt.Chart().transform_filter("datum.own !== ''")
        bar = own.mark_rule(strokeWidth=_THICK, color=VERMILLION)
        left = next(place for place, row in enumerate(found) if row["own"]) >= len(found) / 2
        words = own.mark_text(color=VERMILLION, fontWeight=BOLD, align="left" if left else "right")
        dot = own.mark_point(filled=True, shape="diamond", size=90, color=VERMILLION, stroke="white")
        layers += [
            bar.encode(y=hidden, x=x("rank_low"), x2=alt.X2("rank_high:Q")),
            dot.encode(y=hidden, x=x("rank")),
            words.encode(y=hidden, x=alt.XDatum(1 if left else most, scale=scale), text=alt.Text("own:N")),
        ]
    least, step, tallest = _UNNAMED
    items = [f"第 {row['rank']} 位{f'（{_OWN}）' if row['own'] else ''} {_between(row)}" for row in found]
    return finish(layers, values, min(max(least, step * len(found)), tallest), listed(_KIND, items))


def _between(row: dict[str, Any]) -> str:
    return interval(row["rank_low"], row["rank_high"], 0)


def _told(row: dict[str, Any], *hidden: str) -> dict[str, Any]:
    named = {} if "firm" in hidden else {"公司": row["firm"]}
    return {**named, _DOT: plain(row["rank"]), _BAR: _between(row)}


def _apart(ranks: int) -> int:
    return next(apart for most, apart in _EVERY if ranks < most)


def _ticks(low: int, high: int, apart: int) -> list[int]:
    return [rank for rank in range(low, high + 1) if rank % apart == 0 or rank == 1]


def _axis(values: Sequence[float], title: str) -> alt.Axis:
    return alt.Axis(values=values, tickCount=len(values), title=title, format="d", labelOverlap=False)


def _x(field: str, scale: alt.Scale, axis: alt.Axis) -> alt.X:
    return alt.X(f"{field}:Q", scale=scale, axis=axis)


def _bars(thickness: int) -> alt.Chart:
    bars: alt.Chart = alt.Chart().mark_rule(strokeWidth=thickness)
    return bars.encode(x2=alt.X2("rank_high:Q"), tooltip=_tooltip())


def _dots(size: int) -> alt.Chart:
    dots: alt.Chart = alt.Chart().mark_point(filled=True, size=size, stroke="white", strokeWidth=0.8)
    return dots.encode(tooltip=_tooltip())


def _tooltip() -> list[alt.Tooltip]:
    return [alt.Tooltip(f"{field}:N") for field in (_DOT, _BAR)]


def _bare(length: int) -> alt.Y:
    return alt.Y(f"{ROW}:O", scale=alt.Scale(domain=list(range(length))), axis=None)


def _names(names: Sequence[str], length: int, side: Literal["left", "right"]) -> alt.Y:
    axis = alt.Axis(
        labelExpr=f"{json.dumps(names, ensure_ascii=False)}[datum.value] || ''",
        labelFontSize=SMALL,
        labelAlign="left" if side == "right" else "right",
        orient=side,
        domain=False,
        title=None,
    )
    return alt.Y(f"{ROW}:O", scale=alt.Scale(domain=list(range(length))), axis=axis)
