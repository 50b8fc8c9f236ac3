"""How far ranks can be trusted, told without names."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import altair as alt

from reports.charts.drawn import Drawn, listed
from reports.charts.rank_marks import (
    BAR,
    COLOURS,
    DOT,
    KIND,
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
from reports.charts.theme import BOLD, VERMILLION, coloured, finish, nothing, unchecked

if TYPE_CHECKING:
    import polars as pl

_OWN = "本公司"
_UNNAMED = (110, 4, 560)  # pixels: the lowest chart, a row, the highest chart
_THICK, _THIN, _DOTS = 6, 3, 14  # pixels of the own bar and of the others, square pixels of a dot


@unchecked
def rank_spread(frame: pl.DataFrame) -> Drawn:
    """A line a firm without its name, in the order given; one firm may be marked as the reader's own.

    Args:
        frame: rank, rank_low, rank_high, own (whether the firm is the reader's; no row, or one).
    """
    found = frame.rows(named=True)
    if not found:
        return nothing(KIND)
    values = [
        {
            **spelled(row),
            "place": place,
            **{name: row[name] for name in RANKS},
            "own": f"{_OWN} 第 {row['rank']} 位（{between(row)}）" if row["own"] else "",
        }
        for place, row in enumerate(found, 1)
    ]
    most = max(row["rank_high"] for row in found)
    scale = alt.Scale(domain=[1, most], zero=False, nice=False, padding=8)
    across = partial(x, scale=scale, axis=rank_axis(ticks(1, most, apart(most)), "位次"))
    down = alt.Scale(domain=[1, len(found)], zero=False, nice=False, reverse=True, padding=6)
    y = alt.Y(
        "place:Q",
        scale=down,
        axis=rank_axis(ticks(1, len(found), apart(len(found))), "按位次由高到低"),
    )
    hidden = alt.Y("place:Q", scale=down, axis=None)
    layers = [
        coloured(bars(_THIN).encode(y=y, x=across("rank_low")), BAR, COLOURS),
        coloured(dots(_DOTS).encode(y=hidden, x=across("rank")), DOT, COLOURS),
    ]
    if any(row["own"] for row in found):
        own = alt.Chart().transform_filter("datum.own !== ''")
        bar = own.mark_rule(strokeWidth=_THICK, color=VERMILLION)
        left = next(place for place, row in enumerate(found) if row["own"]) >= len(found) / 2
        words = own.mark_text(color=VERMILLION, fontWeight=BOLD, align="left" if left else "right")
        dot = own.mark_point(filled=True, shape="diamond", size=90, color=VERMILLION, stroke="white")
        layers += [
            bar.encode(y=hidden, x=across("rank_low"), x2=alt.X2("rank_high:Q")),
            dot.encode(y=hidden, x=across("rank")),
            words.encode(y=hidden, x=alt.XDatum(1 if left else most, scale=scale), text=alt.Text("own:N")),
        ]
    least, step, tallest = _UNNAMED
    items = [f"第 {row['rank']} 位{f'（{_OWN}）' if row['own'] else ''} {between(row)}" for row in found]
    return finish(layers, values, min(max(least, step * len(found)), tallest), listed(KIND, items))
