"""Readings → operations run: `ipscore ops score`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from data_sources.readings.intake import read_readings
from indicator_tree.catalogue import load_catalogue
from ipscore.atomic_folder import check_target, new_folder
from ipscore.intake_tables import intake_tables, rejected_rows
from ipscore.manifest import is_operations_run, stay_out_of_runs
from ipscore.ops_manifest import Scored
from ipscore.ops_period import insist_on_clear_period
from ipscore.ops_run import OperationsRun, write_operations_run
from ipscore.ops_tables import file_of
from reports.operations.tables import DUE
from reports.terminal import show
from scoring.effects import evaluate
from scoring.operations.checks import CHECKED, check_readings
from scoring.operations.digest import due_readings
from scoring.operations.monitoring import monitor
from scoring.operations.peers import peers

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from data_sources.records import Records
    from indicator_tree.catalogue import Catalogue


def score_readings(
    readings: Path,
    out: Path,
    catalogue: str | Path = "operations_2020",
    *,
    firm: str | None = None,
    period: tuple[date, date] | None = None,
    notice: str = "",
    strict: bool = False,
    force: bool = False,
) -> OperationsRun:
    """Read, check, monitor, compare and publish; the run folder appears whole, at the end, or not at all.

    What was refused when read is in the run's quarantine and enters nothing else; what the checks doubt is told
    (`checks.csv`) and stays in.

    Args:
        readings: a file of readings, or a folder of such files.
        out: where the run goes.
        catalogue: year, name or path of a catalogue.
        firm: the firm of rows that name none.
        period: first and last day on which readings are due; from the first to the last reading where not given.
        notice: what every reader of a report must know first, such as that the firms are invented.
        strict: whether one refused row stops everything.
        force: whether an existing run is replaced.

    Raises:
        TargetError: the run folder must not be written. Nothing is read then.
        CatalogueError: the catalogue cannot be used.
        IntakeError: the readings cannot be read.
        RejectedRowsError: rows were refused, and none may be; the reasons are printed.
    """
    stay_out_of_runs(out)
    check_target(out, force=force, ours=is_operations_run)
    known = load_catalogue(catalogue)
    records = read_readings(readings, known, firm=firm)
    if strict and any(entry.rejected for entry in records.intake):
        show(*intake_tables(records))
        raise rejected_rows(records, "没有写出任何结果")
    with new_folder(out) as partial:
        file = partial / file_of("readings")
        records.tables["readings"].sink_parquet(file)
        tables = _tables(file, known, records, period)
        write_operations_run(partial, Scored(known, records, tables, period, firm, notice))
    return OperationsRun.open(out)


def _tables(
    file: Path, catalogue: Catalogue, records: Records, period: tuple[date, date] | None
) -> dict[str, pl.DataFrame]:
    """Every table of the run but the readings, which lie in `file`."""
    readings = pl.read_parquet(file)
    if period is None:
        insist_on_clear_period(readings)
    checked = check_readings(readings, catalogue, records.firms["firm_id"].to_list(), period)
    watched = monitor(pl.scan_parquet(file), catalogue)
    effects = evaluate(watched.monthly, watched.clearing, catalogue)
    return {
        "alerts": watched.alerts,
        "monthly": watched.monthly,
        "clearing": watched.clearing,
        "clearing_models": watched.models,
        "peers": peers(watched.monthly, catalogue),
        "due": _due(readings, checked, catalogue, period),
        "firms": records.firms.select("firm_id", "firm"),
        "checks": checked.select(CHECKED.names()),
        **effects._asdict(),
    }


def _due(
    readings: pl.DataFrame, checked: pl.DataFrame, catalogue: Catalogue, period: tuple[date, date] | None
) -> pl.DataFrame:
    """What was due and received, month by month."""
    month = pl.col("date").dt.truncate("1mo")
    missing = checked.filter(check="missing")
    found = [pl.DataFrame(schema=DUE)]
    begin, end = period or (readings["date"].min(), readings["date"].max())
    within = readings.filter(pl.col("date").is_between(begin, end))
    for first in within.select(month.unique().sort()).to_series():
        last = pl.Series([first]).dt.month_end().item()
        here = missing.filter(month == first)
        found.append(due_readings(within, here, catalogue, first, last).cast(DUE))
    return pl.concat(found)
