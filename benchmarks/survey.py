"""Millions of survey responses from file to run: `python -m benchmarks.survey [--responses N]`.

The rebuilt 2017 responses are repeated under new numbers until there are enough, then read, cleaned and scored by
`ipscore score`, beside a bare scan of the same columns.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import polars as pl
from rich.console import Console
from rich.table import Table

from benchmarks.decisions import write_decisions
from benchmarks.processes import in_turn, ipscore, python
from indicator_tree import load_rulebook


def repeat_responses(file: Path, responses: int) -> int:
    """Replace a Parquet of responses by copies of itself with numbers, respondents and devices of their own."""
    once = pl.read_parquet(file).with_row_index("at")
    copies = max(responses // once.height, 1)
    own = [name for name in ("record_id", "respondent", "device") if name in once.columns]
    repeated = pl.concat(
        once.lazy().with_columns(pl.format("{}-{}", pl.col(name), pl.lit(copy)).alias(name) for name in own).drop("at")
        for copy in range(copies)
    )
    larger = file.with_suffix(".larger")
    repeated.sink_parquet(larger)
    larger.replace(file)
    return copies * once.height


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--responses", type=int, default=5_000_000)
    wanted = parser.parse_args().responses
    with tempfile.TemporaryDirectory() as folder:
        demo = Path(folder) / "demo"
        in_turn({"demo": ipscore("demo", "--out", str(demo), "--force")}, runs=1)
        records = demo / "records"
        file = records / "survey_responses.parquet"
        responses = repeat_responses(file, wanted)
        write_decisions(records, load_rulebook("2017"))
        scan = f"import polars as pl; pl.scan_parquet({str(file)!r}).select(pl.all().null_count()).collect()"
        commands = {
            "bare scan of all columns": python(scan),
            "ipscore score": ipscore("score", str(records), "--out", str(Path(folder) / "run"), "--force"),
        }
        timings = in_turn(commands, runs=1)
    floor = timings["bare scan of all columns"].median
    table = Table(title=f"{responses:,} survey responses, one run each after a warm-up", title_justify="left")
    for column in ("whole process", "seconds", "peak MiB", "ratio to the scan"):
        table.add_column(column, justify="left" if column == "whole process" else "right")
    for name, timing in timings.items():
        table.add_row(name, f"{timing.median:.1f}", f"{timing.peak_mib:.0f}", f"{timing.median / floor:.1f}")
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
