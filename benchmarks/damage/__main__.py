"""Read damaged folders and count what became of them: `python -m benchmarks.damage --seed 2018 --folders 2000`."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.damage.making import KINDS, make_folder
from benchmarks.damage.outcomes import ABORT, FAILURES, HANG, LAW, OK, REFUSED, TRACEBACK
from benchmarks.damage.pool import SECONDS, try_folders

_OUTCOMES = (OK, REFUSED, TRACEBACK, ABORT, HANG, LAW)


def main() -> int:
    """Run, write one line of JSON per folder, print the table; 1 if any folder failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=2018)
    parser.add_argument("--folders", type=int, default=2000)
    parser.add_argument("--out", type=Path, help="JSON lines; with --make the folder")
    parser.add_argument("--make", type=int, metavar="NUMBER", help="write this folder only, to look at")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    asked = parser.parse_args()
    if asked.make is not None:
        print(make_folder(asked.out or Path(f"damaged_{asked.make}"), asked.seed, asked.make))
        return 0
    results = []
    lines = asked.out.open("w", encoding="utf-8", newline="\n") if asked.out else None
    for result in try_folders(asked.seed, range(asked.folders), workers=asked.workers, seconds=asked.seconds):
        results.append(result)
        if lines is not None:
            lines.write(json.dumps(result, ensure_ascii=False) + "\n")
            lines.flush()
    if lines is not None:
        lines.close()
    Console(width=140).print(summary(results, asked.seed))
    failed = [result for result in results if result["outcome"] in FAILURES]
    for result in failed[:40]:
        what = " ".join(str(result[name]) for name in ("number", "kind", "form", "title", "outcome"))
        print(f"{what}: {result['message'][-300:]}")
    return int(bool(failed))


def summary(results: list[dict[str, Any]], seed: int) -> Table:
    """Kinds of damage × outcomes."""
    slowest = max((result["seconds"] for result in results), default=0.0)
    table = Table(title=f"{len(results)} folders of seed {seed}, slowest {slowest:.1f} s", title_justify="left")
    table.add_column("damage")
    for outcome in _OUTCOMES:
        table.add_column(outcome, justify="right")
    counts = Counter((result["kind"], result["outcome"]) for result in results)
    for kind in KINDS:
        table.add_row(kind.__name__, *(f"{counts[kind.__name__, outcome] or ''}" for outcome in _OUTCOMES))
    sums = Counter(result["outcome"] for result in results)
    table.add_row("all", *(f"{sums[outcome]}" for outcome in _OUTCOMES))
    return table


if __name__ == "__main__":
    sys.exit(main())
