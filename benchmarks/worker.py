"""One reduction in a process of its own: `python -m benchmarks.worker KIND METHOD FOLDER OUT`.

Evidence goes to OUT.parquet, what became of the rows to OUT.json; a bare scan writes its sums to OUT.json; `start` only
loads what `ours` would run.
"""

# ruff: noqa: PLC0415  (a process loads only what it measures)

from __future__ import annotations

import importlib
import json
import sys
from contextlib import suppress
from pathlib import Path

SCANS = ("scan_polars", "scan_duckdb")
RIVALS = ("duckdb", "pandas", "polars")
START = "start"
OURS = "ours"


def without_tools() -> None:
    """Hide hypothesis, which pandera imports where it is installed: ours is measured as its users install it."""
    sys.modules.setdefault("hypothesis", None)  # type: ignore[arg-type]


def main() -> None:
    """Do what the command line asks for."""
    kind, method, folder, out = sys.argv[1], sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4])
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")  # too large: this process, no other
    if method in SCANS:
        from benchmarks import scans

        sums = getattr(scans, method)(folder)
        out.with_suffix(".json").write_text(json.dumps(sums), encoding="utf-8")
        return
    if method in (OURS, START):
        without_tools()
    reduction = importlib.import_module(f"benchmarks.rivals.{kind}_{OURS if method == START else method}")
    if method == START:
        return
    fates = reduction.reduce(folder, out.with_suffix(".parquet"))
    out.with_suffix(".json").write_text(json.dumps(fates._asdict()), encoding="utf-8")


if __name__ == "__main__":
    main()
