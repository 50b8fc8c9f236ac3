"""How far ranks can be trusted: every firm by name, its rank and its interval."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Literal

import altair as alt

from reports.charts.drawn import Drawn, listed
from reports.charts.rank_marks import (
    BAR,
    COLOURS,
    DOT,
    KIND,
    NAME,
    RANKS,
    apart,
    bars,
    between,
    dots,
    rank_axis,
    spelled,
    ticks,
    x,
)
from reports.charts.rows import ROW
from reports.charts.theme import SMALL, coloured, finish, nothing, unchecked

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

_ONE_PANEL = 40  # firms; more stand in two panels side by side, so that all fit a page
_STEPS = (22, 15)  # pixels of a row: of one panel, of two
_BETWEEN = 0.06  # the panels, as a share of the first
_THICK, _DOTS = 6, 48  # pixels of a bar, square pixels of a dot


@unchecked
def rank_intervals(frame: pl.DataFrame) -> Drawn:
    """A line a firm with its name and rank, a bar from the lowest to the highest rank, a dot at its own.

    Rows stand in the order given; of many firms the second half stands in a panel to the right.

    Args:
        frame: firm, rank, rank_low, rank_high.
    """
    found = frame.rows(named=True)
    if not found:
        return nothing(KIND)
    panels = [found] if len(found) <= _ONE_PANEL else [found[: -(-len(found) // 2)], found[-(-len(found) // 2) :]]
    length = len(panels[0])
    spans = [(min(row["rank_low"] for row in rows), max(row["rank_high"] for row in rows)) for rows in panels]
    shifts = [0, *(spans[0][1] - low + _BETWEEN * (spans[0][1] - spans[0][0]) + 1 for low, _ in spans[1:])]
    names = [f"{row['rank']} {row['firm']}" for row in found]
    values = [
        {
            NAME: row["firm"],
            **spelled(row),
            ROW: place,
            "panel": panel,
            **{name: row[name] + shift for name in RANKS},
        }
        for panel, (rows, shift) in enumerate(zip(panels, shifts, strict=True))
        for place, row in enumerate(rows)
    ]
    step = apart(max(high - low for low, high in spans))
    told = [tick + shift for span, shift in zip(spans, shifts, strict=True) for tick in ticks(*span, step)]
    axis = rank_axis(told, "位次")
    axis.labelExpr = f"datum.value > {spans[0][1]} ? round(datum.value - {shifts[-1]}) : datum.value"
    ends = [spans[0][0], spans[-1][1] + shifts[-1]]
    across = partial(x, scale=alt.Scale(domain=ends, zero=False, nice=False, padding=6), axis=axis)
    sides: tuple[tuple[list[str], Literal["left", "right"]], ...] = (
        (names[:length], "left"),
        (names[length:], "right"),
    )
    ys = [_names(shown, length, side) for shown, side in sides if shown]
    layers = [coloured(bars(_THICK, NAME).encode(y=_bare(length), x=across("rank_low")), BAR, COLOURS)]
    layers += [
        coloured(
            dots(_DOTS, NAME).transform_filter(f"datum.panel === {panel}").encode(y=y, x=across("rank")),
            DOT,
            COLOURS,
        )
        for panel, y in enumerate(ys)
    ]
    items = [f"{name} {between(row)}" for name, row in zip(names, found, strict=True)]
    return finish(layers, values, length * _STEPS[len(panels) - 1], listed(KIND, items))


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
