"""Readings → operations run: `ipscore ops score`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from data_sources.readings.intake import read_readings
from indicator_tree.catalogue import load_catalogue
from ipscore.acceptance import accept_readings, decisions_of
from ipscore.atomic_folder import Place
from ipscore.intake_tables import showing_intake
from ipscore.manifest import is_operations_run, stay_out_of_runs
from ipscore.ops_manifest import Scored
from ipscore.ops_period import insist_on_clear_period
from ipscore.ops_run import OperationsRun, write_operations_run
from ipscore.ops_tables import file_of
from reports.operations.tables import DUE
from scoring.effects import evaluate
from scoring.intake import intake_by_source
from scoring.operations.checks import CHECKED, check_readings
from scoring.operations.digest import due_readings
from scoring.operations.monitoring import monitor
from scoring.operations.peers import peers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from pathlib import Path

    from data_sources.records import Records
    from indicator_tree.catalogue import Catalogue
    from ipscore.acceptance import Acceptance


def score_readings(
    readings: Path,
    out: Path,
    catalogue: str | Path = "operations_2020",
    *,
    firm: str | None = None,
    period: tuple[date, date] | None = None,
    notice: str = "",
    accepted: Sequence[str] = (),
    force: bool = False,
) -> OperationsRun:
    """Read, check, monitor, compare and publish; the run folder appears whole, at the end, or not at all.

    What was refused when read is in the run's quarantine and enters nothing else. A refused reading that a check or a
    threshold needs is missing evidence: it stops everything unless it is accepted. Every indicator has checks (that its
    readings are there, at least), so that all are needed but those of days on which none is due. What the checks doubt
    is told (`checks.csv`) and stays in.

    Args:
        readings: a file of readings, or a folder of such files.
        out: where the run goes.
        catalogue: year, name or path of a catalogue.
        firm: the firm of rows that name none.
        period: first and last day on which readings are due; from the first to the last reading where not given.
        notice: what every reader of a report must know first, such as that the firms are invented.
        accepted: refused readings to go on without, beside those of `accepted.toml` in the folder, or beside the file.
        force: whether an existing run is replaced.

    Raises:
        TargetError: the run folder must not be written. Nothing is read then.
        CatalogueError: the catalogue cannot be used.
        IntakeError: the readings cannot be read.
        AcceptanceError: refused readings are accepted in words that cannot be understood. Nothing is read then.
        RejectedRowsError: readings were refused and not accepted; the reasons are printed.
    """
    decisions = decisions_of(readings, accepted)
    return score_decided(
        *(readings, out, catalogue),
        decide=partial(accept_readings, decisions=decisions),
        firm=firm,
        period=period,
        notice=notice,
        force=force,
    )


def score_decided(
    readings: Path,
    out: Path,
    catalogue: str | Path,
    *,
    decide: Callable[[Records], tuple[Records, Acceptance]],
    firm: str | None = None,
    period: tuple[date, date] | None = None,
    notice: str = "",
    force: bool = False,
) -> OperationsRun:
    """See `score_readings`; `decide` says what refused readings are gone without, or raises."""
    stay_out_of_runs(out)
    place = Place(out, force=force, ours=is_operations_run)
    place.check()
    known = load_catalogue(catalogue)
    read = read_readings(readings, known, firm=firm)
    with showing_intake(read):
        records, acceptance = decide(read)
    with place.new_folder() as partial_run:
        file = partial_run / file_of("readings")
        read.tables["readings"].sink_parquet(file)
        tables = _tables(file, known, records, period) | {
            "intake": acceptance.stated(intake_by_source(records.intake)),
            "corrections": read.corrected,
        }
        write_operations_run(partial_run, Scored(known, records, acceptance, tables, period, firm, notice))
    return OperationsRun.open(out)


def _tables(
    file: Path, catalogue: Catalogue, records: Records, period: tuple[date, date] | None
) -> dict[str, pl.DataFrame]:
    """Every table of the run but the readings, which lie in `file`."""
    readings = pl.read_parquet(file, memory_map=False)
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
