"""What our own time goes into: `python -m benchmarks.stages KIND FOLDER OUT.json [RULEBOOK]`, run under cProfile.

A stage is the time under some functions, called by name so that a function that has gone is simply not told; what is
under none of them is `other`. Work that Polars does later than it is asked for counts where it is collected.
"""

from __future__ import annotations

import cProfile
import importlib
import io
import json
import pstats
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.worker import OURS, without_tools

if TYPE_CHECKING:
    from collections.abc import Mapping

    Function = tuple[str, int, str]
    Calls = Mapping[Function, tuple[int, int, float, float, object]]

STAGES: dict[str, tuple[tuple[str, str], ...]] = {
    "fingerprint": (("input_files.py", "fingerprint"),),
    "parse": (("parquet_files.py", "tables"), ("text_files.py", "tables")),
    "check and keep canonical rows": (("bulk/on_polars.py", "split"),),
    "read rows one by one": (("reading.py", "_cells"), ("reading.py", "read_cells"), ("sifting.py", "sift")),
    "hash and spill": (("gathering.py", "add"),),
    "find duplicates": (
        *(("gathering.py", "judge_as_a_whole"), ("bulk/on_polars.py", "repeated"), ("bulk/on_polars.py", "batches")),
        ("readings/duplicates.py", "move_duplicates"),
    ),
    "gather readings": (("readings/gathering.py", "read_long"), ("readings/gathering.py", "read_wide")),
    "clean responses": (("accepted_responses.py", "prepare"),),
    "count": (("evidence/cells.py", "of"), ("evidence/breakdown.py", "break_down"), ("monthly.py", "monthly")),
    "count answers": (("patterns.py", "answer_patterns"),),
    "list records": (("record_lists.py", "hold_records"),),
    "score": (("evaluating.py", "score_evidence"),),
    "write": (("run_folder.py", "write_run"),),
}
_UNSCORED = ("readings", "accounts")
_TOP = 15


def by_stage(calls: Calls, whole: float) -> dict[str, float]:
    """Seconds by stage, from the calls that cProfile counted (file, line, name → …, cumulative seconds, …)."""

    def under(file: str, name: str) -> float:
        return sum(
            float(times[3])
            for (path, _, function), times in calls.items()
            if function == name and Path(path).as_posix().endswith(f"/{file}")
        )

    found = {stage: sum(under(*each) for each in functions) for stage, functions in STAGES.items()}
    found = {stage: seconds for stage, seconds in found.items() if seconds}
    return {**found, "other": max(whole - sum(found.values()), 0.0)}


def main() -> None:
    """Profile what `ipscore score` does before it prints, or the reduction of a kind that it does not score."""
    started = time.perf_counter()
    without_tools()
    kind, folder, out = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    if kind in _UNSCORED:  # importing is a stage
        reduce = importlib.import_module(f"benchmarks.rivals.{kind}_{OURS}").reduce
    else:
        publish = importlib.import_module("ipscore.publishing").publish
    from benchmarks.rules import write_rules  # noqa: PLC0415
    from ipscore.rules import read_rules  # noqa: PLC0415

    imported = time.perf_counter() - started
    profiler = cProfile.Profile()
    started = time.perf_counter()
    with TemporaryDirectory() as temporary:
        evidence = Path(temporary) / "evidence.parquet"
        if kind in _UNSCORED:
            profiler.runcall(reduce, folder, evidence)
        else:
            rules: str | Path = next(iter(sys.argv[4:]), Path(temporary) / "rules.json")
            if isinstance(rules, Path):
                write_rules(kind, rules)
            profiler.runcall(publish, folder, Path(temporary) / "run", read_rules(rules))
    whole = time.perf_counter() - started
    text = io.StringIO()
    stats = pstats.Stats(profiler, stream=text)
    stages = {"import": imported, **by_stage(stats.stats, whole)}  # type: ignore[attr-defined]
    stats.strip_dirs().sort_stats("tottime").print_stats(_TOP)
    lines = [line.rstrip() for line in text.getvalue().splitlines() if line.strip()]
    start = next(number for number, line in enumerate(lines) if "ncalls" in line)
    out.write_text(json.dumps({"stages": stages, "profile": "\n".join(lines[start:])}), encoding="utf-8")


if __name__ == "__main__":
    main()
