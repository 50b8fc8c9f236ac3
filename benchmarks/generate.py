"""Write records of a kind into a folder: `python -m benchmarks.generate KIND [--rows N] --out DIR [--csv]`."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.decisions import SCORED, write_decisions
from benchmarks.generators import ALL, AT_ONCE, write
from benchmarks.rules import rules_of


def main() -> None:
    """Write the records that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=ALL)
    parser.add_argument("--rows", type=int, help="how many; the kind's usual number where not given")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--csv", action="store_true", help="CSV instead of Parquet")
    parser.add_argument("--at-once", type=int, default=AT_ONCE, help="rows in memory at a time; changes nothing else")
    given = parser.parse_args()
    write(given.kind, given.out, given.rows, "csv" if given.csv else "parquet", given.at_once)
    if given.kind in SCORED:
        write_decisions(given.out, rules_of(given.kind))


if __name__ == "__main__":
    main()
