"""Where a firm stands in the industry, indicator by indicator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reports.charts.canvas import blank
from reports.charts.drawn import Drawn, listed
from reports.charts.row_plot import RowPlot
from reports.charts.rows import THICKNESS, Rows
from reports.charts.theme import GREY, INK, PALE, VERMILLION, axis_ends
from reports.figures import fixed, interval

if TYPE_CHECKING:
    import polars as pl

    from indicator_tree.units import Words

_RANGE, _BOX = "最低–最高", "四分位区间"

_FIELDS = ("score", "low", "high", "median", "min", "max")


def place(frame: pl.DataFrame, words: Words) -> Drawn:
    """One row an indicator, in the order given: the industry's range, middle half and median, and the firm's point.

    Args:
        frame: node, name, score (the firm's), low and high (first and third quartile), median, min, max; all in points,
            each null where there is none.
        words: how firms are called.
    """
    own, middle = words.own, f"{words.whole}中位数"
    colours = {own: VERMILLION, middle: INK, _BOX: PALE, _RANGE: GREY}
    kind = f"箱形图：{own}在{words.whole}中的位置（分）"
    if frame.is_empty():
        return blank(kind)
    found = frame.rows(named=True)
    rows = Rows([f"{row['node']} {row['name']}" for row in found], [fixed(row["score"]) for row in found])
    numbers = [row[field] for row in found for field in _FIELDS if row[field] is not None]
    plot = RowPlot(rows, axis_ends(numbers), "得分（分）", padding=8, legend=colours)
    for at, row in enumerate(found):
        _marks(plot, at, row)
        told = (fixed(row["score"]), fixed(row["median"]), _between(row, "low", "high"), _between(row, "min", "max"))
        plot.tip(at, {"指标": rows.names[at], **dict(zip(colours, told, strict=True))})
    items = [
        f"{row['node']} {row['name']} {own} {fixed(row['score'])}，中位数 {fixed(row['median'])}，"
        f"四分位区间 {interval(row['low'], row['high'])}，最低–最高 {interval(row['min'], row['max'])}"
        for row in found
    ]
    return Drawn(plot.drawing(), listed(kind, items))


def _between(row: dict[str, Any], low: str, high: str) -> str:
    return interval(row[low], row[high])


def _marks(plot: RowPlot, at: int, row: dict[str, Any]) -> None:
    """The range, the middle half over it, the median, the firm's point on top."""
    middle, draw = plot.middle(at), plot.canvas
    if row["min"] is not None and row["max"] is not None:
        draw.rule(plot.x(row["min"]), plot.x(row["max"]), middle, GREY)
    if row["low"] is not None and row["high"] is not None:
        draw.bar(plot.x(row["low"]), plot.x(row["high"]), middle - THICKNESS / 2, THICKNESS, PALE)
    if row["median"] is not None:
        draw.tick(plot.x(row["median"]), middle, THICKNESS, 2.5, INK)
    if row["score"] is not None:
        draw.diamond(plot.x(row["score"]), middle, VERMILLION)
