"""Where a firm stands in the industry, indicator by indicator."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt

from reports.charts.drawn import Drawn, listed
from reports.charts.rows import ROW, THICKNESS, Rows
from reports.charts.theme import GREY, INK, PALE, VERMILLION, axis_ends, coloured, finish, nothing, unchecked
from reports.figures import fixed, interval

if TYPE_CHECKING:
    import polars as pl

    from indicator_tree.units import Words

_RANGE, _BOX = "最低–最高", "四分位区间"

_FIELDS = ("score", "low", "high", "median", "min", "max")


@unchecked
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
        return nothing(kind)
    found = frame.rows(named=True)
    rows = Rows([f"{row['node']} {row['name']}" for row in found], [fixed(row["score"]) for row in found])
    values = [
        {
            ROW: number,
            "指标": f"{row['node']} {row['name']}",
            own: fixed(row["score"]),
            middle: fixed(row["median"]),
            _BOX: interval(row["low"], row["high"]),
            _RANGE: interval(row["min"], row["max"]),
            **{field: row[field] for field in _FIELDS},
        }
        for number, row in enumerate(found)
    ]
    numbers = [row[field] for row in found for field in _FIELDS if row[field] is not None]
    scale = alt.Scale(domain=axis_ends(numbers), zero=False, nice=False, padding=8)
    base = alt.Chart().encode(tooltip=[alt.Tooltip(f"{field}:N") for field in ("指标", *colours)])

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=scale, title="得分（分）")

    ranges = base.mark_rule(strokeWidth=2).encode(y=rows.left(baseline=False), x=x("min"), x2=alt.X2("max:Q"))
    boxes = base.mark_bar(height=THICKNESS).encode(y=rows.bare(), x=x("low"), x2=alt.X2("high:Q"))
    medians = base.mark_tick(thickness=2.5, height=THICKNESS).encode(y=rows.bare(), x=x("median"))
    points = base.mark_point(shape="diamond", filled=True, size=120, stroke="white", strokeWidth=1)
    layers = [
        coloured(ranges, _RANGE, colours),
        coloured(boxes, _BOX, colours),
        coloured(medians, middle, colours),
        coloured(points.encode(y=rows.right(), x=x("score")), own, colours),
    ]
    items = [
        f"{row['node']} {row['name']} {own} {fixed(row['score'])}，中位数 {fixed(row['median'])}，"
        f"四分位区间 {interval(row['low'], row['high'])}，最低–最高 {interval(row['min'], row['max'])}"
        for row in found
    ]
    return finish(layers, values, rows.height, listed(kind, items))
