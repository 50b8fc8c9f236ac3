"""Start-up, scoring and explaining beside what Python and the libraries take: `python -m benchmarks [--runs N]`.

Bytecode is compiled on both sides. Ratios are of processor seconds, which other work on the machine disturbs least.
"""

from __future__ import annotations

import argparse
import platform
import statistics
import tempfile
from pathlib import Path

import polars as pl
from rich.console import Console
from rich.table import Table

from benchmarks.processes import in_turn, ipscore, python

FLOOR = "import polars, pandera.polars"
_BARE, _LIBRARIES = "python -c pass", f"python -c '{FLOOR}'"
_HELP, _SCORE, _EXPLAIN = "ipscore --help", "ipscore score (2017 records)", "ipscore explain (one firm)"
GOALS = ((_HELP, _BARE, 8), (_SCORE, _LIBRARIES, 3), (_EXPLAIN, _LIBRARIES, 0.5))
"""What is compared with what, and the ratio that is aimed at."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        demo = Path(folder) / "demo"
        in_turn({"demo": ipscore("demo", "--out", str(demo), "--force")}, runs=1)
        run, records = str(Path(folder) / "run"), str(demo / "records")
        firm = pl.read_parquet(demo / "run" / "firms.parquet")["firm"][0]
        commands = {
            _BARE: python("pass"),
            _HELP: ipscore("--help"),
            _LIBRARIES: python(FLOOR),
            _SCORE: ipscore("score", records, "--rulebook", "2017", "--out", run, "--force"),
            _EXPLAIN: ipscore("explain", str(demo / "run"), firm),
            "ipscore demo (rebuild, score, compare)": ipscore("demo", "--out", str(demo), "--force"),
        }
        timings = in_turn(commands, runs)
    base = timings[_LIBRARIES].median
    title = f"{platform.machine()}, Python {platform.python_version()}, median of {runs} runs in turn"
    table = Table(title=title, title_justify="left")
    for column in ("whole process", "seconds", "min", "max", "peak MiB", f"ratio to '{FLOOR}'"):
        table.add_column(column, justify="left" if column == "whole process" else "right")
    for name, timing in timings.items():
        seconds = (timing.median, min(timing.seconds), max(timing.seconds))
        table.add_row(name, *(f"{s:.2f}" for s in seconds), f"{timing.peak_mib:.0f}", f"{timing.median / base:.2f}")
    console = Console(width=130)
    console.print(table)
    for name, floor, goal in GOALS:
        ratio = statistics.median(timings[name].cpu) / statistics.median(timings[floor].cpu)
        console.print(f"{name}: {ratio:.2f} x {floor}, processor seconds (goal: {goal:g})", highlight=False)


if __name__ == "__main__":
    main()
