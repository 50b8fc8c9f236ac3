"""Distributions: firms per band as columns."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import altair as alt

from reports.charts.canvas import blank
from reports.charts.column_plot import ColumnPlot
from reports.charts.drawn import Drawn, listed
from reports.charts.theme import BLUE, GREY, VERMILLION, nothing, put_together, spelled_out, unchecked
from reports.figures import fixed

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from indicator_tree.units import Words
    from reports.charts.theme import Layer

_HEIGHT = 160
_SMALL = 11
_SETS = 64  # of bands, each in up to four forms, of which a report draws many distributions
_BAND = "得分段"
_TITLE = "得分段（分）"


@unchecked
def distribution(frame: pl.DataFrame, words: Words) -> Drawn:
    """Columns with their counts, one a band, in the order given; above a count its limits where it has any.

    Args:
        frame: band, firms, firms_low, firms_high (limits null where nothing rests on answers of a sample).
        words: how firms are called.
    """
    kind, (counted, possibly) = _kind(words), _numbers(words)
    if frame.is_empty():
        return nothing(kind)
    found = frame.rows(named=True)
    possible = [_possible(row["firms_low"], row["firms_high"], words) for row in found]
    values = [
        {
            _BAND: row["band"],
            counted: f"{row['firms']} {words.measure}",
            possibly: limits or f"{row['firms']} {words.measure}",
            "firms": row["firms"],
            "label": str(row["firms"]),
            "limits": limits.removesuffix(f" {words.measure}"),
            "colour": BLUE,
        }
        for row, limits in zip(found, possible, strict=True)
    ]
    items = [
        f"{row['band']} {row['firms']} {words.measure}" + (f"（可能为 {limits}）" if limits else "")
        for row, limits in zip(found, possible, strict=True)
    ]
    bands, empty = tuple(row["band"] for row in found), not any(row["firms"] for row in found)
    layers = _layers(bands, words, limited=any(possible), empty=empty)
    return put_together(layers, values, _HEIGHT, listed(kind, items))


def histogram_place(frame: pl.DataFrame, score: float | None, words: Words, height: int = _HEIGHT) -> Drawn:
    """Columns with their counts, one a band, in the order given; the firm's own in another colour with its score.

    Args:
        frame: band, firms, own (whether the firm is in this band).
        score: the firm's, in points; None where it has none.
        words: how firms are called.
        height: of the plot in pixels.
    """
    kind, counted = _kind(words), f"{words.noun}数"
    if frame.is_empty():
        return blank(kind)
    found = frame.rows(named=True)
    plot = ColumnPlot([row["band"] for row in found], [row["firms"] for row in found], height)
    plot.titles(_TITLE, f"{counted}（{words.measure}）")
    for place, row in enumerate(found):
        plot.column(place, VERMILLION if row["own"] else GREY, str(row["firms"]))
        if row["own"]:
            plot.mark(place, f"{words.own} {fixed(score)}", VERMILLION)
        plot.tip(place, {_BAND: row["band"], counted: f"{row['firms']} {words.measure}"})
    items = [
        f"{row['band']} {row['firms']} {words.measure}"
        + (f"（{words.own}在此段，{fixed(score)} 分）" if row["own"] else "")
        for row in found
    ]
    return Drawn(plot.drawing(), listed(kind, items))


def _kind(words: Words) -> str:
    return f"柱状图：各得分段的{words.noun}数"


def _possible(low: int | None, high: int | None, words: Words) -> str:
    """The limits, where they leave room: `16–23 家`."""
    return "" if low is None or low == high else f"{low}–{high} {words.measure}"


def _numbers(words: Words) -> tuple[str, str]:
    return f"{words.noun}数", f"可能的{words.noun}数"


@lru_cache(maxsize=_SETS)
def _layers(bands: tuple[str, ...], words: Words, *, limited: bool, empty: bool) -> list[Layer]:
    """The layers of all distributions over the same bands; `limited` tells limits too, `empty` of nobody at all."""
    counted, possibly = _numbers(words)
    if not limited:
        base = _base(bands, _TITLE, [_BAND, counted])
        return spelled_out([_columns(base, words, empty=empty), _counts(base)])
    base = _base(bands, [_TITLE, f"小字：计入误差后{possibly}"], [_BAND, counted, possibly])
    return spelled_out([_columns(base, words, empty=empty), _counts(base), _limits(base)])


def _base(bands: Sequence[str], title: str | list[str], tooltip: list[str]) -> alt.Chart:
    x = alt.X(f"{_BAND}:N", sort=list(bands), axis=alt.Axis(title=title, labelAngle=0))
    return alt.Chart().encode(x=x, tooltip=[alt.Tooltip(f"{field}:N") for field in tooltip])


def _columns(base: alt.Chart, words: Words, *, empty: bool) -> alt.Chart:
    scale = alt.Scale(domain=[0, 10]) if empty else alt.Scale()
    firms = alt.Y(
        "firms:Q", title=f"{words.noun}数（{words.measure}）", scale=scale, axis=alt.Axis(tickMinStep=1, format="d")
    )
    columns: alt.Chart = base.mark_bar(width=alt.RelativeBandSize(0.62))
    return columns.encode(y=firms, color=alt.Color("colour:N", scale=None, legend=None))


def _counts(base: alt.Chart) -> alt.Chart:
    counts: alt.Chart = base.mark_text(baseline="bottom", dy=-4)
    return counts.encode(y=_firms(), text=alt.Text("label:N"))


def _limits(base: alt.Chart) -> alt.Chart:
    """Above the counts: whiskers would stand over columns that are small beside them."""
    limits: alt.Chart = base.mark_text(baseline="bottom", dy=-18, fontSize=_SMALL)
    return limits.encode(y=_firms(), text=alt.Text("limits:N"))


def _firms() -> alt.Y:
    return alt.Y("firms:Q", axis=None)
