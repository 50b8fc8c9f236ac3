"""Clearing time against volume, with the bands within which it usually varies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt

from reports.charts.drawn import Drawn, listed
from reports.charts.theme import BLUE, BOLD, GREY, INK, PALE, VERMILLION, coloured, finish, nothing, unchecked
from reports.figures import interval, plain

if TYPE_CHECKING:
    import polars as pl

_HEIGHT = 230
_BAND, _MIDDLE, _BEFORE, _NOW, _OUTSIDE = "正常波动范围", "预期时长", "此前各日", "本月各日", "本月偏离之日"
_COLOURS = {_BAND: PALE, _MIDDLE: INK, _BEFORE: GREY, _NOW: BLUE, _OUTSIDE: VERMILLION}
_KIND = "散点图：清算时长（秒）与清算记录数（条）"


@unchecked
def clearing(frame: pl.DataFrame) -> Drawn:
    """A point a day; behind each day of the month what was expected of it and the band within which it usually varies;
    the dates of the flagged days.

    Args:
        frame: date, records, seconds, expected, low, high (of the day; null where nothing was expected), outside
            (whether a day is flagged), current (whether it belongs to the month that is told of).
    """
    found = frame.drop_nulls(["records", "seconds"]).sort("records", "date").rows(named=True)
    if not found:
        return nothing(_KIND)
    values = [
        {
            "日期": f"{row['date'].year}年{row['date'].month}月{row['date'].day}日",
            "记录数": f"{plain(row['records'], 0)} 条",
            "时长": f"{plain(row['seconds'], 0)} 秒",
            _BAND: f"{interval(row['low'], row['high'], 0)} 秒" if row["low"] is not None else "",
            **{name: row[name] for name in ("records", "seconds", "expected", "low", "high")},
            "group": _group(current=row["current"], outside=bool(row["outside"])),
            "label": f"{row['date'].month}月{row['date'].day}日" if row["current"] and row["outside"] else "",
        }
        for row in found
    ]
    groups = {str(value["group"]) for value in values}
    banded = any(row["low"] is not None and row["current"] for row in found)
    shown = groups | ({_BAND, _MIDDLE} if banded else set())
    colours = {name: colour for name, colour in _COLOURS.items() if name in shown}
    near = alt.Scale(zero=False, nice=True, padding=10)
    x = alt.X("records:Q", scale=near, axis=alt.Axis(title="清算记录数（条）"))
    first: alt.Axis | None = alt.Axis(title="清算时长（秒）")
    base = alt.Chart().encode(x=x)
    tooltip = [alt.Tooltip(f"{field}:N") for field in ("日期", "记录数", "时长", *([_BAND] if banded else []))]

    def y(field: str, axis: alt.Axis | None = None) -> alt.Y:
        return alt.Y(f"{field}:Q", scale=near, axis=axis)

    layers = []
    if banded:
        known = base.transform_filter(f"isValid(datum.low) && datum.group !== '{_BEFORE}'")
        band = known.mark_bar(width=9).encode(y=y("low", first), y2=alt.Y2("high:Q"))
        middle = known.mark_tick(orient="horizontal", width=13, thickness=1.5).encode(y=y("expected"))
        layers += [coloured(band, _BAND, colours), coloured(middle, _MIDDLE, colours)]
        first = None
    for name, shape, size in ((_BEFORE, "circle", 22), (_NOW, "circle", 46), (_OUTSIDE, "diamond", 110)):
        if name in groups:
            points = base.transform_filter(f"datum.group === '{name}'").mark_point(
                filled=True, shape=shape, size=size, stroke="white", strokeWidth=0.6
            )
            layers.append(coloured(points.encode(y=y("seconds", first), tooltip=tooltip), name, colours))
            first = None
    labels = base.transform_filter("datum.label !== ''").mark_text(
        align="left", dx=9, dy=-6, fontWeight=BOLD, color=VERMILLION
    )
    layers.append(labels.encode(y=y("seconds"), text=alt.Text("label:N")))
    items = [
        f"{value['日期']} {value['记录数']} {value['时长']}"
        + ("（偏离正常波动范围）" if value["group"] == _OUTSIDE else "")
        for _, value in sorted(zip((row["date"] for row in found), values, strict=True), key=lambda pair: pair[0])
        if value["group"] != _BEFORE
    ]
    return finish(layers, values, _HEIGHT, listed(_KIND, items))


def _group(*, current: bool, outside: bool) -> str:
    if not current:
        return _BEFORE
    return _OUTSIDE if outside else _NOW
