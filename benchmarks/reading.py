"""Reading alone, beside libraries that only parse, and beside an earlier build in the same run.

    python -m benchmarks.reading --base CHECKOUT [--runs N] [--scale 0.1] [--folder DIR] [--first N]

`--base` is a checkout of the build to compare with that has an environment of its own (`.venv`). Every row is a process
of its own, imports included, timed in turn. Figures go into their part of `benchmarks/results.md`.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from benchmarks.generators import KINDS, write
from benchmarks.machine import described
from benchmarks.processes import Timing, in_turn
from benchmarks.results import lines_of, put_part
from benchmarks.rules import write_earlier_rules
from benchmarks.scale import RESULTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_OURS, _BASE, _PEER, _AGAIN = "this build", "build compared with", "library that only parses", "this build, read before"
_HIDDEN = 5  # the row of a workbook with traps that is not shown
_READ = """
import sys
sys.modules.setdefault("hypothesis", None)
from pathlib import Path
from indicator_tree import load_rulebook
from ipscore.inputs import read_records
source, folder, rules, cache = sys.argv[1:5]
records = read_records(Path(folder), load_rulebook(rules), cache=cache == "cache")
table = records.tables[source]
rows = table.collect().height
entries = [each for each in records.intake if each.source == source]
assert rows == sum(each.used for each in entries), (rows, entries)
"""
_POLARS = """
import sys, polars as pl
frame = pl.read_csv(sys.argv[1], encoding="gb18030", try_parse_dates=True)
assert frame.height == int(sys.argv[2])
"""
_FASTEXCEL = """
import sys, fastexcel
frame = fastexcel.read_excel(sys.argv[1]).load_sheet(0).to_polars()
assert frame.height == int(sys.argv[2])
"""
_REDUCE = """
import sys
sys.modules.setdefault("hypothesis", None)
sys.path.insert(0, sys.argv.pop(1))
from benchmarks.worker import main
main()
"""


@dataclass(frozen=True)
class Item:
    """What is read: its name, its goals (processor seconds to a peer, at most), and the commands that read it."""

    name: str
    commands: Mapping[str, Sequence[str]]
    goals: Mapping[str, float]


@dataclass(frozen=True)
class Build:
    """A build that is measured: what it is called, its checkout, and the interpreter of its environment."""

    name: str
    checkout: Path
    python: Path


def items(folder: Path, builds: Sequence[Build], scale: float) -> Iterator[Item]:
    """Everything that is measured, one after the other; its files are made if they are not there.

    The first build is ours.
    """
    yield _csv(folder, builds, round(1_000_000 * scale))
    yield from _workbooks(folder, builds, round(300_000 * scale))
    for kind in (*KINDS, "accounts"):
        yield _parquet(kind, folder, builds, scale)


def _reading(build: Build, records: Path, rules: Path, cache: str = "no") -> list[str]:
    return [str(build.python), "-P", "-c", _READ, "complaints", str(records), str(rules), cache]


def _readings(builds: Sequence[Build], records: Path, rules: Path, peer: Sequence[str]) -> dict[str, Sequence[str]]:
    once = {build.name: _reading(build, records, rules) for build in builds}
    return {**once, _PEER: peer, _AGAIN: _reading(builds[0], records, rules, "cache")}


def _rules(folder: Path) -> Path:
    path = folder / "complaints_rules.json"
    write_earlier_rules("complaints", path)
    return path


def _csv(folder: Path, builds: Sequence[Build], rows: int) -> Item:
    records = folder / f"csv_{rows}"
    path = records / "12386投诉工单.csv"
    if not path.is_file():
        write("complaints", records, rows, "csv")
        path.write_bytes(path.read_text(encoding="utf-8-sig").encode("gb18030"))
    peer = [str(builds[0].python), "-P", "-c", _POLARS, str(path), str(rows)]
    commands = _readings(builds, records, _rules(folder), peer)
    return Item(f"CSV in GB18030, {rows:,} complaints, beside polars", commands, {_PEER: 2.0})


def _workbooks(folder: Path, builds: Sequence[Build], rows: int) -> Iterator[Item]:
    """A workbook in which no cell can mislead, and one with a percent format, a hidden row and an error."""
    for name, limit in (("tidy", 1.6), ("with traps", 3.0)):
        records = folder / f"xlsx_{name.replace(' ', '_')}_{rows}"
        path = records / "12386投诉工单.xlsx"
        if not path.is_file():
            write("complaints", records, rows)
            _write_workbook(records / "12386投诉工单.parquet", path, traps=name != "tidy")
        peer = [str(builds[0].python), "-P", "-c", _FASTEXCEL, str(path), str(rows)]
        commands = _readings(builds, records, _rules(folder), peer)
        yield Item(f"XLSX {name}, {rows:,} complaints, beside fastexcel", commands, {_PEER: limit})


def _write_workbook(parquet: Path, path: Path, *, traps: bool) -> None:
    import xlsxwriter  # noqa: PLC0415  (only where a workbook is made)

    table = pl.read_parquet(parquet)
    parquet.unlink()
    texts = table.with_columns(pl.col(pl.Boolean).replace_strict({True: "是", False: "否"}, return_dtype=pl.String))
    book = xlsxwriter.Workbook(path, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("Sheet1")
    percent = book.add_format({"num_format": "0.00%"})
    sheet.write_row(0, 0, [*texts.columns, *(["备注"] if traps else [])])
    for number, row in enumerate(texts.iter_rows(), start=1):  # rows are written as they come: nothing is added later
        if traps and number == _HIDDEN:
            sheet.set_row(number, None, None, {"hidden": True})
        sheet.write_row(number, 0, ["" if cell is None else cell for cell in row])
        if traps and number == 1:
            sheet.write_formula(number, len(row), "=1/0", None, "#DIV/0!")
        elif traps and number % 1000 == 0:
            sheet.write_number(number, len(row), 0.455, percent)
    book.close()


def _parquet(kind: str, folder: Path, builds: Sequence[Build], scale: float) -> Item:
    rows = round((KINDS[kind].rows if kind in KINDS else 10_000_000) * scale)
    records = folder / f"{kind}_{rows}"
    if not records.is_dir():
        write(kind, records, rows)
    commands = {}
    for place, build in enumerate(builds):
        reduce = [str(build.python), "-P", "-c", _REDUCE, str(build.checkout)]
        commands[build.name] = [*reduce, kind, "ours", str(records), str(folder / f"{kind}_{place}")]
    return Item(f"typed Parquet, {rows:,} {kind.replace('_', ' ')}, file to evidence", commands, {_BASE: 1.0})


def section(measured: Sequence[tuple[Item, Mapping[str, Timing]]], runs: int) -> str:
    """The figures as Markdown."""
    head = ["", "seconds", "processor s", "peak MiB", "processor time to it"]
    parts = [f"- {name}: {text}" for name, text in {**described(), "runs": f"median of {runs}"}.items()]
    for item, timings in measured:
        own = statistics.median(timings[_OURS].cpu)
        rows = [head]
        for name, timing in timings.items():
            cpu = statistics.median(timing.cpu)
            beside = "" if name == _OURS else f"{own / cpu:.2f}"
            rows.append([name, f"{timing.median:.2f}", f"{cpu:.2f}", f"{timing.peak_mib:.0f}", beside])
        parts += ["", f"### {item.name}", "", *lines_of(rows), ""]
        for peer, limit in item.goals.items():
            ratio = own / statistics.median(timings[peer].cpu)
            parts.append(f"- at most {limit:g} × {peer}: {'met' if ratio <= limit else '**missed**'} ({ratio:.2f} ×)")
    return "\n".join(parts)


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=Path, required=True, help="checkout of the build to compare with")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--scale", type=float, default=1.0, help="part of the usual number of rows")
    parser.add_argument("--folder", type=Path, help="where the records are kept; a temporary folder if omitted")
    parser.add_argument("--first", type=int, help="so many items: CSV, two workbooks, five kinds of Parquet")
    parser.add_argument("--out", type=Path, default=RESULTS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) if options.folder is None else options.folder
        folder.mkdir(parents=True, exist_ok=True)
        base = options.base.resolve()
        builds = (
            Build(_OURS, Path(__file__).parents[1], Path(sys.executable)),
            Build(_BASE, base, base / ".venv" / "bin" / "python"),
        )
        measured = []
        for item in islice(items(folder, builds, options.scale), options.first):
            timings = in_turn(item.commands, options.runs, told=lambda text, item=item: print(f"{item.name}: {text}"))
            measured.append((item, timings))
        text = section(measured, options.runs)
        print(text)
        put_part(options.out, "reading", "Reading alone, and typed Parquet beside an earlier build", text)


if __name__ == "__main__":
    main()
