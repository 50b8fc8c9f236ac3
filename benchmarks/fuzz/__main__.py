"""Look for inputs that break what must hold of cells: `python -m benchmarks.fuzz --seed 2018 --seconds 60`.

Needs Linux and atheris, which the lock does not hold: `make fuzz` brings it along.
"""

from __future__ import annotations

import argparse
import sys
import time

from rich.console import Console
from rich.table import Table

from benchmarks.fuzz.cells import Bounds, Fuzzed, corpus, fuzz


def main() -> int:
    """Fuzz, print what broke and the table; 1 if anything did."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=2018)
    parser.add_argument("--seconds", type=int, default=60, help="of every target")
    parser.add_argument("--runs", type=int, help="inputs of every target at most")
    parser.add_argument("--target", choices=[*corpus()], action="append", help="only these")
    asked = parser.parse_args()
    bounds, begun, done = Bounds(asked.seconds, asked.runs, asked.seed), time.monotonic(), []
    for target in asked.target or corpus():
        done.append(fuzz(target, bounds))
        if done[-1].finding:
            print(done[-1].said[-3000:], flush=True)
    Console(width=140).print(summary(done, asked.seed, time.monotonic() - begun))
    return int(any(one.finding for one in done))


def summary(done: list[Fuzzed], seed: int, seconds: float) -> Table:
    """Targets × inputs and findings."""
    table = Table(title=f"Cells fuzzed from seed {seed} in {seconds:.0f} s", title_justify="left")
    table.add_column("target")
    for column in ("inputs", "findings"):
        table.add_column(column, justify="right")
    table.add_column("what")
    for one in done:
        table.add_row(one.target, f"{one.tried:,}", str(int(bool(one.finding))), one.finding[:80])
    table.add_row("all", f"{sum(one.tried for one in done):,}", str(sum(bool(one.finding) for one in done)), "")
    return table


if __name__ == "__main__":
    sys.exit(main())
