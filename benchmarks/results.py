"""Measured figures as Markdown."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

from benchmarks.worker import OURS, START

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from benchmarks.figures import Measured
    from benchmarks.processes import Timing

LABELS = {
    OURS: "ours: file to evidence",
    "score": "ours: `ipscore score`, file to run",
    "workbook": "ours: `ipscore report workbook` of that run",
    START: "ours: start-up alone",
    "duckdb": "DuckDB SQL by hand",
    "polars": "Polars by hand",
    "pandas": "pandas by hand",
    "scan_polars": "bare scan, Polars",
    "scan_duckdb": "bare scan, DuckDB",
}
_INTRODUCTION = """Written by `python -m benchmarks.scale`; every figure of a table is from one run on one machine.

Every row is a process of its own, imports included, timed in turn with the others after a round that does not count,
so that the files are in the page cache for all. Processor seconds are those of all cores together. Memory is the
largest resident set of the process or of a child of its. Ours, DuckDB, pandas and Polars gave equal numbers of rows
used, rejected and excluded, and equal evidence, or there would be no table. What the others leave out: they say of no
row why it does not count nor where it stands, keep no record ids behind the counts, break nothing down by columns, read
only cells that are written as the generators write them, and notice no changed, renamed or broken file. The bare scan
reads every column and adds it up, texts by their length; the ratio is to the faster one. Growth is that of whole
processes too, so that small sizes show the start-up.
"""


def markdown(machine: Mapping[str, str], measured: Sequence[Measured], runs: int) -> str:
    """All figures as one document."""
    told = "\n".join(f"- {name}: {text}" for name, text in {**machine, "runs": f"median of {runs}"}.items())
    return "\n".join([_INTRODUCTION, told, "", *(_section(each) for each in measured)])


def table_of(measured: Measured) -> list[list[str]]:
    """Header and cells of the comparison of one kind."""
    rows = [["", "seconds", "processor s", "peak MiB", "to DuckDB", "to the bare scan"]]
    duckdb = measured.timings.get("duckdb")
    for name in (name for name in LABELS if name in measured.timings):
        timing = measured.timings[name]
        if timing.failure:
            rows.append([LABELS[name], f"failed: {timing.failure}", "", "", "", ""])
            continue
        beside = f"{timing.median / duckdb.median:.2f}" if duckdb is not None and not duckdb.failure else ""
        ratio = f"{timing.median / measured.floor:.2f}"
        cpu = f"{statistics.median(timing.cpu):.2f}" if timing.cpu else ""
        rows.append([LABELS[name], f"{timing.median:.2f}", cpu, f"{timing.peak_mib:.0f}", beside, ratio])
    return rows


def growth_of(measured: Measured) -> list[list[str]]:
    """Header and cells of the growth of one kind: seconds and MiB by size, and the exponents."""
    sizes = sorted(measured.growth)
    methods = [name for name in LABELS if all(_sound(measured.growth[size].get(name)) for size in sizes)]
    rows = [["", *(f"{size:,} rows" for size in sizes), "time ~ rows^p", "memory ~ rows^p"]]
    for name in methods:
        cells = [measured.growth[size][name] for size in sizes]
        found = [f"{each.median:.2f} s, {each.peak_mib:.0f} MiB" for each in cells]
        exponents = (measured.exponent(name), measured.exponent_of_memory(name))
        rows.append([LABELS[name], *found, *(f"{round(exponent, 2) + 0.0:.2f}" for exponent in exponents)])
    return rows


def _sound(timing: Timing | None) -> bool:
    return timing is not None and not timing.failure


def _section(measured: Measured) -> str:
    parts = [f"### {measured.kind.replace('_', ' ')}: {measured.rows:,} rows, {measured.mib:,.0f} MiB of Parquet", ""]
    parts += [*lines_of(table_of(measured)), ""]
    parts += [f"- {goal.text}: {'met' if goal.met else '**missed**'} ({goal.reached})" for goal in measured.goals]
    if measured.growth:
        parts += ["", "Growth:", "", *lines_of(growth_of(measured))]
    if measured.stages:
        whole = sum(measured.stages.values())
        cells = [[stage, f"{seconds:.2f}", f"{seconds / whole:.0%}"] for stage, seconds in measured.stages.items()]
        parts += ["", "Our own time by stage, under cProfile:", "", *lines_of([["stage", "seconds", "share"], *cells])]
    if measured.profile:
        parts += ["", "The functions that take most of it:", "", "```", measured.profile.strip(), "```"]
    return "\n".join([*parts, ""])


def lines_of(rows: Sequence[Sequence[str]]) -> list[str]:
    """A table in Markdown: header and rows; all columns but the first are numbers."""
    head, *body = rows
    rule = ["---", *["---:" for _ in head[1:]]]
    return [f"| {' | '.join(row)} |" for row in (head, rule, *body)]


def put_part(path: Path, name: str, title: str, text: str) -> None:
    """Write one part of a file of figures, in the place of what an earlier measurement wrote there.

    Every part stands between marks of its own name; `title` is its heading. All other parts stay as they are.
    """
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    part = f"{begin}\n\n## {title}\n\n{text.strip()}\n\n{end}\n"
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    head, found, rest = before.partition(begin)
    after = rest.partition(end)[2].lstrip("\n") if found else ""
    kept = [piece for piece in (head.rstrip("\n"), part.rstrip("\n"), after.rstrip("\n")) if piece]
    path.write_text("\n\n".join(kept) + "\n", encoding="utf-8", newline="\n")
