"""Steps from one number to another, as a chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from reports import charts
from reports.document import Figure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reports.explanation import Step

ChartStep = tuple[str, str, float | None, float | None]
"""Kind (start, change or end), cause, points and points so far."""
_SCHEMA = {"kind": pl.String, "cause": pl.String, "points": pl.Float64, "running": pl.Float64}
_TELLING = 2  # changes that make a waterfall worth a chart


def waterfall(key: str, caption: str, steps: Iterable[ChartStep]) -> Figure:
    """The steps as a waterfall."""
    drawn = charts.waterfall(pl.DataFrame([*steps], schema=_SCHEMA, orient="row"))
    return Figure(key, caption, drawn.chart, drawn.alt)


def has_chart(steps: Iterable[Step]) -> bool:
    """Whether a ledger is drawn: at least two rows after the opening one give or take points."""
    return sum(step.kind == "change" and bool(step.points) for step in steps) >= _TELLING


def ledger_waterfall(key: str, caption: str, steps: Iterable[Step]) -> Figure:
    """The rows of a ledger that give or take points."""
    shown = [(s.kind, s.cause, s.points, s.running) for s in steps if s.kind != "change" or s.points]
    return waterfall(key, caption, shown)
