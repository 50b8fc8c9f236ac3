"""Records of every kind to evidence, beside DuckDB, pandas and Polars by hand and a bare scan.

    python -m benchmarks.scale [--scale 0.1 accounts=0.01] [--kinds …] [--runs N] [--growth [KIND …]]
                               [--profile] [--batch] [--folder DIR] [--out FILE]

Generates the records (`benchmarks.generators`), measures every method in a process of its own, insists that all give
equal evidence, prints the ratios and writes them to `benchmarks/results.md`. The records go at the end, unless a folder
is given, where they stay and are found again.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from benchmarks.agreement import insist_on_agreement
from benchmarks.batch import fill_batch
from benchmarks.decisions import SCORED, write_decisions
from benchmarks.figures import Measured
from benchmarks.generators import ALL, write
from benchmarks.machine import described
from benchmarks.processes import Timing, in_turn, ipscore
from benchmarks.results import growth_of, markdown, put_part, table_of
from benchmarks.rules import rules_of, write_rules
from benchmarks.scans import files
from benchmarks.worker import OURS, RIVALS, SCANS, START

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

RESULTS = Path(__file__).parent / "results.md"
BATCH = "batch"
_MAY_FAIL = (*RIVALS, "scan_duckdb")
_GROWN = (OURS, "duckdb", "polars", SCANS[0])
_PARTS = (8, 4, 2, 1)
_CONSOLE = Console(width=140)


def measure(kind: str, rows: int, folder: Path, options: argparse.Namespace) -> Measured:
    """Measure one kind of records."""
    data = _records(kind, rows, folder)
    work = folder / f"{kind}_out"
    work.mkdir(exist_ok=True)
    commands = {name: _worker(kind, name, data, work) for name in (OURS, *RIVALS, *SCANS, START)}
    if kind in SCORED:
        commands |= _whole_batch(kind, data, work)
    timings = in_turn(commands, options.runs, may_fail=_MAY_FAIL, told=_told(kind))
    insist_on_agreement({name: work / name for name in (OURS, *RIVALS) if not timings[name].failure})
    grown = options.growth is not None and kind in (options.growth or ALL)
    growth = _growth(kind, rows, folder, timings, options.runs) if grown else {}
    found = Measured(kind, rows, sum(path.stat().st_size for path in files(data)) / 2**20, timings, growth)
    if not options.profile or all(goal.met for goal in found.goals):
        return found
    stages, profile = _profiled(kind, data, work)
    return replace(found, stages=stages, profile=profile)


def measure_batch(rows: Mapping[str, int], folder: Path, options: argparse.Namespace) -> Measured:
    """Measure a whole evaluation: the demonstration's records with all of `SCORED` in the place of its own."""
    data, work = folder / BATCH, folder / "batch_out"
    sources = [_records(kind, rows[kind], folder) for kind in SCORED]
    fill_batch(data, sources)
    work.mkdir(exist_ok=True)
    commands = _scored(data, work, "2017") | {name: _worker(BATCH, name, data, work) for name in SCANS}
    timings = in_turn(commands, options.runs, may_fail=_MAY_FAIL, told=_told(BATCH))
    size = sum(path.stat().st_size for path in data.iterdir()) / 2**20
    found = Measured("whole batch", sum(rows[kind] for kind in SCORED), size, timings)
    if not options.profile:
        return found
    stages, profile = _profiled(BATCH, data, work, "2017")
    return replace(found, stages=stages, profile=profile)


def _records(kind: str, rows: int, folder: Path) -> Path:
    """The folder of so many records of a kind, made if it is not there."""
    data = folder / f"{kind}_{rows}"
    if not data.is_dir():
        _CONSOLE.print(f"{kind}: generating {rows:,} rows")
        partial = folder / f"{kind}_{rows}.partial"
        write(kind, partial, rows)
        if kind in SCORED:
            write_decisions(partial, rules_of(kind))
        partial.rename(data)
    return data


def _worker(kind: str, method: str, data: Path, work: Path) -> list[str]:
    return [sys.executable, "-m", "benchmarks.worker", kind, method, str(data), str(work / method)]


def _whole_batch(kind: str, data: Path, work: Path) -> dict[str, list[str]]:
    rules = work / "rules.json"
    write_rules(kind, rules)
    return _scored(data, work, str(rules))


def _scored(data: Path, work: Path, rules: str) -> dict[str, list[str]]:
    """`ipscore score`, and the workbook of its run."""
    run = work / "run"
    return {
        "score": ipscore("score", str(data), "--rulebook", rules, "--out", str(run), "--force", tools=False),
        "workbook": ipscore("report", "workbook", str(run), "--out", str(work / "run.xlsx"), "--force", tools=False),
    }


def _growth(kind: str, rows: int, folder: Path, whole: dict[str, Timing], runs: int) -> dict[int, dict[str, Timing]]:
    """Timings of an eighth, a quarter, half and all of the records."""
    found = {rows: {name: whole[name] for name in _GROWN}}
    for part in _PARTS[:-1]:
        data, work = _records(kind, rows // part, folder), folder / f"{kind}_out"
        commands = {name: _worker(kind, name, data, work) for name in _GROWN}
        found[rows // part] = in_turn(commands, runs, may_fail=_MAY_FAIL, told=_told(f"{kind} / {part}"))
    return dict(sorted(found.items()))


def _profiled(kind: str, data: Path, work: Path, *rules: str) -> tuple[dict[str, float], str]:
    """What our own time goes into, by stage and by function."""
    out = work / "stages.json"
    in_turn({"profile": [sys.executable, "-m", "benchmarks.stages", kind, str(data), str(out), *rules]}, runs=0)
    found = json.loads(out.read_text(encoding="utf-8"))
    return found["stages"], found["profile"]


def _told(what: str) -> Callable[[str], None]:
    return lambda text: _CONSOLE.print(f"{what}: {text}")


def _show(title: str, rows: list[list[str]]) -> None:
    table = Table(title=title, title_justify="left")
    for number, column in enumerate(rows[0]):
        table.add_column(column, justify="right" if number else "left")
    for row in rows[1:]:
        table.add_row(*row)
    _CONSOLE.print(table)


def _scales(given: Sequence[str]) -> dict[str, float]:
    """The part of the usual number of rows by kind; what names no kind is meant for all that are not named."""
    named = dict(one.split("=", 1) for one in given if "=" in one)
    if unknown := sorted(set(named) - set(ALL)):
        raise SystemExit(f"--scale: no such kind: {', '.join(unknown)}; there are {', '.join(ALL)}")
    whole = next((float(one) for one in given if "=" not in one), 1.0)
    return {kind: float(named.get(kind, whole)) for kind in ALL}


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--scale", nargs="*", default=[], metavar="SCALE", help="part of the usual number of rows: 0.1, or accounts=0.1"
    )
    parser.add_argument("--kinds", nargs="*", choices=ALL, default=list(ALL))
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument(
        "--growth", nargs="*", choices=ALL, help="an eighth, a quarter and half of the rows too; of these kinds, or all"
    )
    parser.add_argument("--profile", action="store_true", help="where a goal is missed, tell what takes the time")
    parser.add_argument("--batch", action="store_true", help="a whole evaluation with all that it scores, too")
    parser.add_argument("--folder", type=Path, help="where the records are kept; a temporary folder where not given")
    parser.add_argument("--out", type=Path, default=RESULTS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) if options.folder is None else options.folder
        folder.mkdir(parents=True, exist_ok=True)
        scales = _scales(options.scale)
        rows = {kind: round(count * scales[kind]) for kind, count in ALL.items()}
        measured = []
        for kind in [*options.kinds, *([BATCH] if options.batch else [])]:
            found = (
                measure_batch(rows, folder, options) if kind == BATCH else measure(kind, rows[kind], folder, options)
            )
            measured.append(found)
            _show(f"{kind}, {found.rows:,} rows, median of {options.runs}", table_of(found))
            if found.growth:
                _show("growth", growth_of(found))
            for goal in found.goals:
                _CONSOLE.print(f"{'met   ' if goal.met else 'missed'} {goal.text}: {goal.reached}")
            put_part(options.out, "scale", "Records to evidence", markdown(described(), measured, options.runs))


if __name__ == "__main__":
    main()
