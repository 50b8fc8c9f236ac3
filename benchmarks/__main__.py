"""Start-up and scoring beside the floor that the libraries set: `python -m benchmarks [--runs N]`."""

from __future__ import annotations

import argparse
import platform
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.processes import in_turn, ipscore, python

FLOOR = "import data_sources, polars, pandera.polars"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        demo = Path(folder) / "demo"
        in_turn({"demo": ipscore("demo", "--out", str(demo), "--force")}, runs=1)
        run, records = str(Path(folder) / "run"), str(demo / "records")
        commands = {
            "python -c pass": python("pass"),
            "ipscore --help": ipscore("--help"),
            f"python -c '{FLOOR}'": python(FLOOR),
            "ipscore score (2017 records)": ipscore("score", records, "--rulebook", "2017", "--out", run, "--force"),
            "ipscore demo (rebuild, score, compare)": ipscore("demo", "--out", str(demo), "--force"),
        }
        timings = in_turn(commands, runs)
    base = timings[f"python -c '{FLOOR}'"].median
    title = f"{platform.machine()}, Python {platform.python_version()}, median of {runs} runs in turn"
    table = Table(title=title, title_justify="left")
    for column in ("whole process", "seconds", "min", "max", "peak MiB", f"ratio to '{FLOOR}'"):
        table.add_column(column, justify="left" if column == "whole process" else "right")
    for name, timing in timings.items():
        seconds = (timing.median, min(timing.seconds), max(timing.seconds))
        table.add_row(name, *(f"{s:.2f}" for s in seconds), f"{timing.peak_mib:.0f}", f"{timing.median / base:.2f}")
    Console(width=130).print(table)


if __name__ == "__main__":
    main()
