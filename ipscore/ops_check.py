"""`ipscore ops check`: what is missing per owner, what should be looked at, and why readings were refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from data_sources.readings.intake import read_readings
from ipscore.intake_tables import files_table
from ipscore.ops_period import insist_on_clear_period
from reports.corrected_readings import corrected_table
from reports.operations_tables import found_table, missing_tables, owner_table, refused_table
from scoring.operations.checks import check_readings
from scoring.operations.checks.summary import by_owner, missing_by_series

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from data_sources.readings.intake import ReadingsRecords
    from indicator_tree.catalogue import Catalogue
    from reports.table import Table


@dataclass(frozen=True)
class CheckedReadings:
    """Readings that were read and checked.

    Attributes:
        catalogue: what they were checked against.
        records: the readings, and what was kept out; `records.tables["readings"]`.
        readings: READINGS, in memory.
        found: CHECKED: what should be looked at.
    """

    catalogue: Catalogue
    records: ReadingsRecords
    readings: pl.DataFrame
    found: pl.DataFrame

    @property
    def sound(self) -> bool:
        """Whether nothing was refused, is missing or should be looked at."""
        return self.found.is_empty() and not any(entry.rejected for entry in self.records.intake)


def check(
    path: Path, catalogue: Catalogue, *, firm: str | None = None, period: tuple[date, date] | None = None
) -> CheckedReadings:
    """Read and check readings.

    Args:
        path: a file of readings, or a folder of such files.
        catalogue: the indicators.
        firm: the firm of rows that name none; where there are several firms, the one whose readings are checked, by
            code or short name.
        period: first and last day on which readings are due; from the first to the last reading where not given.

    Raises:
        IntakeError: something is wrong with files, sheets or headers.
    """
    records = read_readings(path, catalogue, firm=firm)
    firms = records.firms
    if firm is not None and firm in {*firms["firm_id"], *firms["firm"]}:
        firms = firms.filter((pl.col("firm_id") == firm) | (pl.col("firm") == firm))
    codes = firms["firm_id"].to_list()
    readings = records.tables["readings"].filter(pl.col("firm_id").is_in(codes)).collect()
    if period is None:
        insist_on_clear_period(readings)
    found = check_readings(readings, catalogue, codes, period)
    return CheckedReadings(catalogue, records, readings, found)


def check_tables(checked: CheckedReadings) -> tuple[Table | str, ...]:
    """What the command prints."""
    catalogue, found = checked.catalogue, checked.found
    firms = dict(checked.records.firms.select("firm_id", "firm").iter_rows())
    looked_at = found_table(found, catalogue, firms)
    refused = refused_table(list(checked.records.quarantine.values()))
    return (
        files_table(checked.records),
        refused or "没有退回的读数。",
        *([corrected] if (corrected := corrected_table(checked.records.corrected, catalogue, firms)) else []),
        owner_table(by_owner(checked.readings, found, catalogue)),
        *([looked_at] if looked_at else []),
        *missing_tables(missing_by_series(found, catalogue), catalogue, firms),
        *([calendar] if (calendar := _calendar(checked)) else []),
        *(["检查通过：没有缺少、退回或待核对的读数。"] if checked.sound else []),
    )


def _calendar(checked: CheckedReadings) -> str:
    """That holidays are not known, where they are not."""
    years = sorted(set(checked.readings["date"].dt.year()) - set(checked.catalogue.calendar.years))
    if not years:
        return ""
    return f"指标目录没有 {'、'.join(map(str, years))} 年的休市日，这些年份的应报日只减去了周末。"
