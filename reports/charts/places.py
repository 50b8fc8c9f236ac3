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

_RANGE, _BOX, _MEDIAN, _OWN = "最低–最高", "四分位区间", "行业中位数", "本公司"
_COLOURS = {_OWN: VERMILLION, _MEDIAN: INK, _BOX: PALE, _RANGE: GREY}
_KIND = "箱形图：本公司在行业中的位置（分）"

_FIELDS = ("score", "low", "high", "median", "min", "max")


@unchecked
def place(frame: pl.DataFrame) -> Drawn:
    """One row an indicator, in the order given: the industry's range, middle half and median, and the firm's point.

    Args:
        frame: node, name, score (the firm's), low and high (first and third quartile), median, min, max; all in points,
            each null where there is none.
    """
    if frame.is_empty():
        return nothing(_KIND)
    found = frame.rows(named=True)
    rows = Rows([f"{row['node']} {row['name']}" for row in found], [fixed(row["score"]) for row in found])
    values = [
        {
            ROW: number,
            "指标": f"{row['node']} {row['name']}",
            _OWN: fixed(row["score"]),
            _MEDIAN: fixed(row["median"]),
            _BOX: interval(row["low"], row["high"]),
            _RANGE: interval(row["min"], row["max"]),
            **{field: row[field] for field in _FIELDS},
        }
        for number, row in enumerate(found)
    ]
    numbers = [row[field] for row in found for field in _FIELDS if row[field] is not None]
    scale = alt.Scale(domain=axis_ends(numbers), zero=False, nice=False, padding=8)
    base = alt.Chart().encode(tooltip=[alt.Tooltip(f"{field}:N") for field in ("指标", *_COLOURS)])

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=scale, title="得分（分）")

    ranges = base.mark_rule(strokeWidth=2).encode(y=rows.left(baseline=False), x=x("min"), x2=alt.X2("max:Q"))
    boxes = base.mark_bar(height=THICKNESS).encode(y=rows.bare(), x=x("low"), x2=alt.X2("high:Q"))
    medians = base.mark_tick(thickness=2.5, height=THICKNESS).encode(y=rows.bare(), x=x("median"))
    points = base.mark_point(shape="diamond", filled=True, size=120, stroke="white", strokeWidth=1)
    layers = [
        coloured(ranges, _RANGE, _COLOURS),
        coloured(boxes, _BOX, _COLOURS),
        coloured(medians, _MEDIAN, _COLOURS),
        coloured(points.encode(y=rows.right(), x=x("score")), _OWN, _COLOURS),
    ]
    items = [
        f"{row['node']} {row['name']} 本公司 {fixed(row['score'])}，中位数 {fixed(row['median'])}，"
        f"四分位区间 {interval(row['low'], row['high'])}，最低–最高 {interval(row['min'], row['max'])}"
        for row in found
    ]
    return finish(layers, values, rows.height, listed(_KIND, items))
