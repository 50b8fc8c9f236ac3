"""The sheet 较上年: the change from last year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from reports.firm.change_tables import WEIGHTS, cause_of, line_words, name_of
from reports.firm.sheets.shapes import NODE, Column, Sheet

if TYPE_CHECKING:
    from reports.firm.firm import Firm


def change_sheet(firm: Firm) -> Sheet:
    """较上年: one row per indicator and per cause."""
    period = firm.rulebook.period_words
    both = (period.before, period.now)
    columns = (
        *NODE,
        *(Column("原因", "text", 40), *(Column(f"{when}数量", "quantity") for when in both)),
        *(*(Column(f"{when}分值", "points") for when in both), Column("变动", "signed")),
        *(*(Column(f"{when}总分权重", "percent", 13) for when in both), Column("对总分", "signed")),
    )
    change = firm.compared.change if firm.compared else None
    if firm.compared and change is None:
        said = f"{firm.rulebook.words.own}没有{firm.compared.title}的总分，无从比较"
        return Sheet(f"较{period.before}", columns, [("", said, *(None,) * 9)])
    if change is None:
        return Sheet(f"较{period.before}", columns, [])
    system = firm.compared.system if firm.compared else None
    rows: list[tuple[Any, ...]] = []
    for row in change.indicators.to_dicts():
        said = "" if row["kind"] in ("aggregation", "node_rule") else line_words(period).get(row["kind"], "合计")
        figures = (row["before"], row["now"], row["change"], row["weight_before"], row["weight"], row["effect"])
        rows.append((row["node"], name_of(row, system), said, None, None, *figures))
        for cause in change.causes.filter(pl.col("node") == row["node"]).to_dicts():
            points = (cause["quantity_before"], cause["quantity"], cause["before"], cause["now"], cause["change"])
            rows.append(
                (row["node"], name_of(row, system), cause_of(firm, cause), *points, None, None, cause["effect"])
            )
    rows.append(("", WEIGHTS, "", *(None,) * 7, change.weights))
    total = change.change
    whole = "总分" if system is None else system.marked("总分", "total")
    rows.append(("total", whole, "合计", None, None, change.before, change.now, total, None, None, total))
    if system is not None and system.note:
        rows.append(("", system.note, *(None,) * 9))
    return Sheet(f"较{period.before}", columns, rows)
