"""How a score comes about, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reports.charts.canvas import blank
from reports.charts.drawn import Drawn, listed
from reports.charts.row_plot import RowPlot
from reports.charts.rows import THICKNESS, Rows
from reports.charts.theme import BLUE, GREY, INK, VERMILLION, axis_ends
from reports.figures import fixed, signed

if TYPE_CHECKING:
    import polars as pl

_KIND = "瀑布图：得分的由来（分）"


def waterfall(frame: pl.DataFrame) -> Drawn:
    """One row a step, in the order given: changes as bars between the points before and after, start and end as marks.

    The axis need not begin at 0: only the changes have a length.

    Args:
        frame: kind (start, change or end), cause, points (added by a change), running (points so far). Points and
            running are null where there is no score.
    """
    if frame.is_empty():
        return blank(_KIND)
    found = frame.rows(named=True)
    before = [0.0, *(row["running"] for row in found)]
    spelled = [signed(row["points"]) if row["kind"] == "change" else fixed(row["running"]) for row in found]
    rows = Rows([row["cause"] for row in found], spelled)
    moved = any(row["points"] for row in found if row["kind"] == "change")
    numbers = [row["running"] for row in found if row["running"] is not None]
    low, high = axis_ends(numbers)
    ends = (low, high) if moved else (min(low, 0.0), max(high, 0.0))
    plot = RowPlot(rows, ends, "得分（分）", padding=16)
    for place, (row, start, number) in enumerate(zip(found, before, spelled, strict=False)):
        _mark(plot, place, row, start)
        plot.tip(place, {"原因": row["cause"], "分值": number, "累计": fixed(row["running"])})
    items = [f"{row['cause']} {number}" for row, number in zip(found, spelled, strict=True)]
    return Drawn(plot.drawing(), listed(_KIND, items))


def _mark(plot: RowPlot, place: int, row: dict[str, Any], start: float | None) -> None:
    """A bar from the points before to those after, or a mark where nothing has a length."""
    if row["running"] is None:
        return
    end, middle = plot.x(row["running"]), plot.middle(place)
    if row["kind"] == "change" and start is not None and start != row["running"]:
        plot.canvas.bar(plot.x(start), end, middle - THICKNESS / 2, THICKNESS, _colour(row))
    else:
        plot.canvas.tick(end, middle, THICKNESS + 4, 4, _colour(row))


def _colour(row: dict[str, Any]) -> str:
    if row["kind"] != "change":
        return INK
    if not row["points"]:
        return GREY
    return BLUE if row["points"] > 0 else VERMILLION
