"""Columns of cells, read all together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from benchmarks.fuzz.holding import around, hold
from data_sources.cells import is_dash
from data_sources.columns import Column
from data_sources.quarantine import Findings
from data_sources.values import read_values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data_sources.columns import Kind

CELLS = 64
_KINDS: Sequence[tuple[Kind, str]] = (
    ("date", ""),
    ("number", ""),
    ("number", "万元"),
    ("count", "次"),
    ("flag", ""),
    ("text", ""),
    ("code", ""),
)
_INVISIBLE = "\u200b\ufeff"


def columns(text: str) -> None:
    """Every cell has a value, a finding or nothing in it; neither its neighbours nor blanks around it change that.

    The input is up to 64 cells, each on a line of its own.
    """
    cells = text.split("\n")[:CELLS]
    for kind, unit in _KINDS:
        values, found = read(cells, kind, unit)
        silent = [
            cell
            for at, (cell, value) in enumerate(zip(cells, values, strict=True))
            if value is None and at not in found and cell.strip(f"{_INVISIBLE} \t\u3000\u00a0") and not is_dash(cell)
        ]
        if kind not in ("text", "code"):
            hold(f"neither value nor finding ({kind})", silent, [])
        hold(f"{kind} {unit} in another order", read(cells[::-1], kind, unit)[0][::-1], values)
        hold(f"{kind} {unit} twice", read(cells * 2, kind, unit)[0], values * 2)
        spelled = around(cells[0])
        hold(f"{kind} {unit} with blanks", read(spelled, kind, unit)[0], values[:1] * len(spelled))
        known = [value for at, value in enumerate(values) if value is not None and at not in found]
        written = [_written(value) for value in known]
        hold(f"{kind} {unit} written again", read(written, kind, unit), (known, {}))


def read(cells: Sequence[str], kind: Kind, unit: str) -> tuple[list[Any], dict[int, str]]:
    """The values of cells, and by the place of a cell what is wrong with it."""
    column = Column("own", "本列", "", kind, True, unit, "", (), (), None, False)
    rows = pl.DataFrame({"_row": range(len(cells)), "own": cells}, {"_row": pl.Int64, "own": pl.String})
    findings = Findings(rows)
    values = read_values(column, rows["own"], None, findings)
    return values.to_list(), dict(findings.found.select("index", "reason").iter_rows())


def _written(value: object) -> str:
    return {True: "是", False: "否"}[value] if isinstance(value, bool) else str(value)
