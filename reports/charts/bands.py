"""Distributions: firms per band as columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from reports.charts.drawn import Drawn, listed
from reports.charts.theme import BLUE, GREY, INK, MUTED, VERMILLION, finish
from reports.figures import fixed

if TYPE_CHECKING:
    import polars as pl

_HEIGHT = 190
_BAND, _FIRMS = "得分段", "公司数"


def distribution(frame: pl.DataFrame) -> Drawn:
    """Columns with their counts, one a band, in the order given; whiskers from `firms_low` to `firms_high`.

    Args:
        frame: band, firms, firms_low, firms_high (limits null where nothing rests on answers of a sample).
    """
    found = frame.rows(named=True)
    limited = any(row["firms_low"] is not None for row in found)
    possible = {row["band"]: f"{row['firms_low']}–{row['firms_high']}" for row in found if row["firms_low"] is not None}
    values = [
        {
            _BAND: row["band"],
            _FIRMS: f"{row['firms']} 家",
            "可能的公司数": possible.get(row["band"], ""),
            "firms": row["firms"],
            "low": row["firms_low"],
            "high": row["firms_high"],
            "colour": BLUE,
            "label": [str(row["firms"])],
        }
        for row in found
    ]
    layers = _columns(values, [_BAND, _FIRMS, *(["可能的公司数"] if limited else [])])
    if limited:
        layers = [layers[0], *_whiskers(values), layers[1]]
    items = [
        f"{row['band']} {row['firms']} 家"
        + (f"（可能为 {possible[row['band']]} 家）" if row["band"] in possible else "")
        for row in found
    ]
    return finish(layers, _HEIGHT, listed("柱状图：各得分段的公司数", items))


def histogram_place(frame: pl.DataFrame, score: float | None) -> Drawn:
    """Columns with their counts, one a band, in the order given; the firm's own in another colour with its score.

    Args:
        frame: band, firms, own (whether the firm is in this band).
        score: the firm's, in points; None where it has none.
    """
    found = frame.rows(named=True)
    values = [
        {
            _BAND: row["band"],
            _FIRMS: f"{row['firms']} 家",
            "firms": row["firms"],
            "low": None,
            "high": None,
            "colour": VERMILLION if row["own"] else GREY,
            "label": [f"本公司 {fixed(score)}", str(row["firms"])] if row["own"] else [str(row["firms"])],
        }
        for row in found
    ]
    items = [
        f"{row['band']} {row['firms']} 家" + (f"（本公司在此段，{fixed(score)} 分）" if row["own"] else "")
        for row in found
    ]
    kind = listed("柱状图：各得分段的公司数", items)
    return finish(_columns(values, [_BAND, _FIRMS]), _HEIGHT, kind)


def _columns(values: list[dict[str, Any]], tooltip: list[str]) -> list[alt.Chart]:
    base = alt.Chart(alt.InlineData(values=values)).encode(x=_bands(values), tooltip=[f"{name}:N" for name in tooltip])
    columns = base.mark_bar(width=alt.RelativeBandSize(0.62)).encode(y=_firms("firms"), color=_as_given())
    labels = base.mark_text(baseline="line-bottom", dy=-4, lineHeight=16).encode(
        y=alt.Y("top:Q", axis=None), text="label:N"
    )
    for value in values:
        value["top"] = value["firms"] if value["high"] is None else value["high"]
    return [columns, labels]


def _whiskers(values: list[dict[str, Any]]) -> list[alt.Chart]:
    base = alt.Chart(alt.InlineData(values=values)).encode(x=_bands(values))
    low, high = alt.Y("low:Q", axis=None), alt.Y("high:Q", axis=None)
    return [
        base.mark_rule(color=INK, strokeWidth=1.5).encode(y=low, y2="high:Q"),
        base.mark_tick(color=INK, thickness=1.5, width=12).encode(y=low),
        base.mark_tick(color=INK, thickness=1.5, width=12).encode(y=high),
    ]


def _bands(values: list[dict[str, Any]]) -> alt.X:
    axis = alt.Axis(title="得分段（分）", labelAngle=0, titleColor=MUTED)
    return alt.X(f"{_BAND}:N", sort=[value[_BAND] for value in values], axis=axis)


def _firms(field: str) -> alt.Y:
    return alt.Y(f"{field}:Q", title="公司数（家）", axis=alt.Axis(tickMinStep=1, format="d"))


def _as_given() -> alt.Color:
    return alt.Color("colour:N", scale=None, legend=None)
