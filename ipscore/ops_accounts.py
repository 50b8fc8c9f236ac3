"""The account indicators of a firm: readings from its raw account tables, and tables to look at."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from data_sources.accounts.contracts import TABLES
from data_sources.accounts.counting import AccountCounts
from data_sources.accounts.counting import count_accounts as count
from data_sources.accounts.indicators import INDICATORS
from data_sources.accounts.notes import NOTES
from data_sources.readings.source import READINGS
from ipscore.frame_files import write_frame
from reports.table import Table, label, number, text

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from data_sources.meter import Progress
    from indicator_tree.catalogue import Catalogue

_TITLES = {source.name: source.title for source in TABLES}
_FATES = {"read": "读入", "used": "采用", "rejected": "不合格", "repeated": "重复", "at_odds": "自相矛盾"}


@dataclass(frozen=True)
class AccountReadings:
    """The account indicators of a firm.

    Attributes:
        readings: `READINGS`, dated by the last day of the month; no row for an indicator that nothing tells.
        counts: what they come from.
    """

    readings: pl.DataFrame
    counts: AccountCounts


def count_accounts(folder: Path, as_of: date, firm_id: str, *, progress: Progress | None = None) -> AccountReadings:
    """Count the account indicators of a firm from a folder of account tables.

    Args:
        folder: see `data_sources.accounts`.
        as_of: the day for which ages and validity of documents are told.
        firm_id: the firm's unified social credit code, or whatever readings call it.
        progress: told how far the reading is.

    Raises:
        IntakeError: see `data_sources.accounts.counting.count_accounts`.
    """
    counts = count(folder, as_of, progress=progress)
    month_end = as_of.replace(day=calendar.monthrange(as_of.year, as_of.month)[1])
    rows = [
        (firm_id, indicator.code, "", month_end, float(value), None)
        for indicator in INDICATORS
        for value in [counts.values[indicator.key]]
        if value is not None
    ]
    readings = pl.DataFrame(rows, schema=READINGS, orient="row")
    return AccountReadings(readings.sort("firm_id", "indicator", "system", "date"), counts)


def write_readings(found: AccountReadings, path: Path) -> None:
    """Write the readings as CSV or XLSX.

    Raises:
        TargetError: the file cannot be written; says why.
    """
    write_frame(found.readings, path, "账户质量")


def account_tables(found: AccountReadings, catalogue: Catalogue) -> tuple[Table, ...]:
    """The indicators, the rows behind them, why rows were rejected, and what bears on the indicators; no person."""
    tables = [_indicators(found.counts, catalogue), _rows(found.counts)]
    if found.counts.rejected.height:
        tables.append(_rejected(found.counts.rejected))
    if found.counts.notes.height:
        tables.append(_notes(found.counts.notes))
    return tuple(tables)


def _indicators(counts: AccountCounts, catalogue: Catalogue) -> Table:
    def spelled(value: int | None) -> str:
        return "—" if value is None else f"{value:,}"

    rows = tuple(
        (each.code, catalogue.indicator[each.code].name, spelled(counts.values[each.key])) for each in INDICATORS
    )
    untold = any(value is None for value in counts.values.values())
    notes = ("—：缺少所需的表，或没有一行可以判断，不填报",) if untold else ()
    return Table(f"账户质量控制（{counts.as_of}）", (label("代码"), text("指标"), number("户数")), rows, notes)


def _rows(counts: AccountCounts) -> Table:
    rows = tuple(
        (_TITLES[row["table"]], *(f"{row[fate]:,}" for fate in _FATES)) for row in counts.tables.iter_rows(named=True)
    )
    ignored = (f"未用的文件或工作表：{'、'.join(counts.ignored)}",) if counts.ignored else ()
    return Table("读入的账户表（行）", (label("表"), *map(number, _FATES.values())), rows, (*ignored, *counts.remarks))


def _rejected(rejected: pl.DataFrame) -> Table:
    rows = tuple(
        (
            row["file"] + (f"[{row['sheet']}]" if row["sheet"] else ""),
            str(row["first_row"]),
            row["column"] or "",
            f"{row['rows']:,}",
            row["reason"],
        )
        for row in rejected.iter_rows(named=True)
    )
    columns = (text("文件"), number("首见行"), text("列"), number("行数"), text("原因"))
    return Table("不合格的行（不显示内容）", columns, rows)


def _notes(notes: pl.DataFrame) -> Table:
    rows = tuple((_TITLES[row["table"]], NOTES[row["note"]], f"{row['rows']:,}") for row in notes.iter_rows(named=True))
    return Table("统计说明（行）", (label("表"), text("情况"), number("行数")), rows)
