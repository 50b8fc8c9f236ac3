"""How much of the uncertainty each assumption explains."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt

from reports.charts.drawn import Drawn, listed
from reports.charts.rows import ROW, Rows
from reports.charts.theme import BASELINE, BLUE, INK, VERMILLION, axis_ends, coloured, finish, nothing, unchecked
from reports.figures import fixed, interval

if TYPE_CHECKING:
    import polars as pl

_FIRST, _TOTAL = "一阶指数", "总指数"
_COLOURS = {_FIRST: BLUE, _TOTAL: VERMILLION}
_KIND = "横条图：各假定的 Sobol 指数"
_SHARE = "占平均位次变动方差的份额"
_THICKNESS, _OFF = 9, 5.0  # pixels of a bar, and from the middle of its row
_FIELDS = ("first", "first_low", "first_high", "total", "total_low", "total_high")


@unchecked
def sobol(frame: pl.DataFrame) -> Drawn:
    """Two bars a row, in the order given: the first-order and the total index, whiskers at their intervals.

    Args:
        frame: name, first, first_low, first_high, total, total_low, total_high (null where not computed).
    """
    if frame.is_empty():
        return nothing(_KIND)
    found = frame.rows(named=True)
    spelled = [f"{fixed(row['first'])} / {fixed(row['total'])}" for row in found]
    rows = Rows([row["name"] for row in found], spelled)
    values = [
        {
            ROW: place,
            "假定": row["name"],
            _FIRST: _with_interval(row, "first"),
            _TOTAL: _with_interval(row, "total"),
            **{name: row[name] for name in _FIELDS},
        }
        for place, row in enumerate(found)
    ]
    numbers = [row[name] for row in found for name in _FIELDS if row[name] is not None]
    scale = alt.Scale(domain=axis_ends([0.0, *numbers]), nice=True, padding=6)
    tooltip = [alt.Tooltip(f"{field}:N") for field in ("假定", _FIRST, _TOTAL)]

    def layer(kind: str, off: float, y: alt.Y) -> list[alt.Chart]:
        bars = alt.Chart().mark_bar(height=_THICKNESS, yOffset=off)
        whiskers = alt.Chart().mark_rule(color=INK, strokeWidth=1.5, yOffset=off)
        name = _FIRST if kind == "first" else _TOTAL
        x = alt.X(f"{kind}:Q", scale=scale, title=_SHARE)
        return [
            coloured(bars.encode(y=y, x=x, tooltip=tooltip), name, _COLOURS),
            whiskers.encode(
                y=rows.bare(), x=alt.X(f"{kind}_low:Q", scale=scale, title=_SHARE), x2=alt.X2(f"{kind}_high:Q")
            ),
        ]

    zero = alt.Chart().mark_rule(color=BASELINE).encode(x=alt.XDatum(0, scale=scale))
    layers = [zero, *layer("first", -_OFF, rows.left(baseline=False)), *layer("total", _OFF, rows.right())]
    items = [
        f"{row['name']} {_FIRST} {_with_interval(row, 'first')}，{_TOTAL} {_with_interval(row, 'total')}"
        for row in found
    ]
    return finish(layers, values, rows.height, listed(_KIND, items), right=12)


def _with_interval(row: dict[str, float | None], name: str) -> str:
    between = interval(row[f"{name}_low"], row[f"{name}_high"])
    return fixed(row[name]) + (f"（{between}）" if between else "")
