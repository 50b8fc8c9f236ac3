"""Columns of percentages, some with a sign and some without."""

from __future__ import annotations

import polars as pl

from benchmarks.fuzz.holding import hold
from benchmarks.fuzz.targets.columns import CELLS, read
from data_sources.notations import Judge, look


def notations(text: str) -> None:
    """How a column is judged depends neither on the order of its rows nor on how they are spread over batches.

    The input is up to 64 cells, each on a line of its own.
    """
    cells = text.split("\n")[:CELLS]
    for unit in ("", "%"):
        values = pl.Series(read(cells, "number", unit)[0], dtype=pl.Float64)
        rows = pl.DataFrame({"_row": range(len(cells)), "cell": cells, "value": values})
        judge = Judge(["own"] if unit else [], apart=10.0)
        whole = _refused(judge, [rows], percent=bool(unit))
        for parts in ([rows[::-1]], [rows[:1], rows[1:]], list(rows.iter_slices(3))):
            hold(f"in {len(parts)} parts", _refused(judge, parts, percent=bool(unit)), whole)


def _refused(judge: Judge, parts: list[pl.DataFrame], *, percent: bool) -> list[tuple[int, str]]:
    """The rows that mean nothing certain, and why."""
    looked = [
        look(part["_row"], pl.repeat("own", part.height, eager=True), part["cell"], part["value"], percent=percent)
        for part in parts
    ]
    reasons = judge.mixed([each.seen for each in looked])
    doubtful = pl.concat([each.doubtful for each in looked])
    return judge.rejected(doubtful, reasons).select("_row", "reason").sort("_row").rows()
