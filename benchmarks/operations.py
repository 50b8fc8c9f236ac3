"""Planted anomalies beside what monitoring tells of them: `python -m benchmarks.operations [--seeds N …]`.

Every seed is another invented pilot: 11 firms, all indicators. Recall is the share of planted anomalies that an alert
or a check tells; the false alarm rate is the share of sound readings that one tells. Both have a goal; the program ends
with 1 if a seed misses one.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

import polars as pl
from rich.console import Console
from rich.table import Table

from indicator_tree.catalogue import load_catalogue
from indicator_tree.published.operations import load_pilot
from ipscore_demo.detection import detect
from ipscore_demo.operations import period_of
from ipscore_demo.pilot import SEED, rebuild_pilot
from scoring.operations.checks import check_readings
from scoring.operations.monitoring import monitor

if TYPE_CHECKING:
    from indicator_tree.catalogue import Catalogue
    from indicator_tree.published.operations import PilotFigures
    from scoring.operations.detection import Detection

RECALL, FALSE_ALARMS = 0.95, 0.01


def measured(catalogue: Catalogue, figures: PilotFigures, seed: int) -> Detection:
    """What is told of one invented pilot, whose implausible readings are left out as reading them would."""
    pilot = rebuild_pilot(catalogue, figures, seed)
    bounds = {code: catalogue.indicator[code].plausible for code in catalogue.leaves}
    high = pl.col("indicator").replace_strict(
        {code: ends[1] for code, ends in bounds.items() if ends is not None}, default=None, return_dtype=pl.Float64
    )
    readings = pilot.readings.filter((pl.col("value") <= high).fill_null(value=True))
    checks = check_readings(readings, catalogue, pilot.firms["firm_id"].to_list(), period_of(figures))
    return detect(pilot.planted, monitor(readings.lazy(), catalogue).alerts, checks, readings)


def _subtle(result: Detection) -> float:
    """Recall of all kinds but readings past a threshold, which no rule can miss."""
    kinds = result.by_kind.filter(pl.col("kind") != "threshold")
    return float(kinds["found"].sum() / kinds["planted"].sum())


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=[SEED, 1, 2])
    seeds = parser.parse_args().seeds
    figures = load_pilot()
    catalogue = load_catalogue(figures.catalogue)
    results = {seed: measured(catalogue, figures, seed) for seed in seeds}
    table = Table(title=f"goals: recall >= {RECALL:.0%}, false alarms < {FALSE_ALARMS:.0%}", title_justify="left")
    for column in ("kind", *(f"seed {seed}" for seed in seeds)):
        table.add_column(column, justify="left" if column == "kind" else "right")
    for kind in sorted({kind for result in results.values() for kind in result.by_kind["kind"]}):
        cells = [result.by_kind.row(by_predicate=pl.col("kind") == kind) for result in results.values()]
        table.add_row(kind, *(f"{hits}/{planted}" for _, planted, hits, _ in cells))
    table.add_section()
    table.add_row("recall", *(f"{result.recall:.2%}" for result in results.values()))
    table.add_row("recall without thresholds", *(f"{_subtle(result):.2%}" for result in results.values()))
    table.add_row("sound readings", *(f"{result.sound:,}" for result in results.values()))
    table.add_row("false alarms", *(f"{result.alarms:,}" for result in results.values()))
    table.add_row("false alarm rate", *(f"{result.false_alarm_rate:.2%}" for result in results.values()))
    Console(width=100).print(table)
    reached = all(
        (result.recall or 0) >= RECALL and (result.false_alarm_rate or 0) < FALSE_ALARMS for result in results.values()
    )
    sys.exit(0 if reached else 1)


if __name__ == "__main__":
    main()
