"""One reduction in a process of its own: `python -m benchmarks.worker KIND METHOD FOLDER OUT`.

Evidence goes to OUT.parquet, what became of the rows to OUT.json; a bare scan writes its sums to OUT.json.
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


def without_extras() -> None:
    """Hide pyspark, which pandera imports wherever it is installed: ours is measured as installed by itself."""
    sys.modules.setdefault("pyspark", None)  # type: ignore[arg-type]


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
    evidence = out.with_suffix(".parquet")
    if method in (OURS, START):
        without_extras()
        from benchmarks.rivals import ours

        if method == START:
            return
        special = {"readings": ours.reduce_readings, "accounts": ours.reduce_accounts}
        fates = special[kind](folder, evidence) if kind in special else ours.reduce_source(folder, evidence, kind)
    else:
        fates = importlib.import_module(f"benchmarks.rivals.{kind}_{method}").reduce(folder, evidence)
    out.with_suffix(".json").write_text(json.dumps(fates._asdict()), encoding="utf-8")


if __name__ == "__main__":
    main()
