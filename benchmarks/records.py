"""A run with the records behind its points, beside a build whose runs hold their numbers alone.

    python -m benchmarks.records --base CHECKOUT [--scale 0.1] [--runs N] [--folder DIR]

`--base` is a checkout of the build to compare with that has an environment of its own (`.venv`). Both score the same
complaints in turn; sizes are those of whole run folders. Figures go into their part of `benchmarks/results.md`.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.decisions import write_decisions
from benchmarks.generators import KINDS, write
from benchmarks.machine import described
from benchmarks.processes import in_turn, ipscore
from benchmarks.results import lines_of, put_part
from benchmarks.rules import rules_of, write_earlier_rules
from benchmarks.scale import RESULTS

if TYPE_CHECKING:
    from benchmarks.processes import Timing

_KIND = "complaints"
_OURS, _BASE = "this build", "build compared with"
_LARGEST, _LONGEST = 1.6, 1.25
"""What a run with its records may be, in the size and in the time of one without."""


def measure(rows: int, base: Path, folder: Path, runs: int) -> tuple[dict[str, Timing], dict[str, float]]:
    """Timings of scoring, and the sizes of the runs in MB (10^6 bytes), by build.

    Rows that are made to be bad are accepted by this build's own count; the build compared with knows no such decisions
    and reads the records without them.
    """
    ours, theirs, rules = folder / "ours", folder / "theirs", folder / "rules.json"
    if not ours.is_dir():
        write(_KIND, ours, rows)
        shutil.copytree(ours, theirs)
        write_decisions(ours, rules_of(_KIND))
        write_earlier_rules(_KIND, rules)
    out = {_OURS: folder / "run_ours", _BASE: folder / "run_theirs"}
    tail = ["--rulebook", str(rules), "--force", "--out"]
    command = ipscore("score", str(ours), *tail, str(out[_OURS]), tools=False)
    commands = {
        _OURS: command,
        _BASE: [str(base / ".venv" / "bin" / "ipscore"), "score", str(theirs), *tail, str(out[_BASE])],
    }
    timings = in_turn(commands, runs, told=print)
    sizes = {
        name: sum(file.stat().st_size for file in run.rglob("*") if file.is_file()) / 1e6 for name, run in out.items()
    }
    return timings, sizes


def _text(rows: int, timings: dict[str, Timing], sizes: dict[str, float], runs: int) -> str:
    cells = [["", "seconds", "processor s", "peak MiB", "run, MB"]]
    for name in (_OURS, _BASE):
        timing = timings[name]
        cpu = statistics.median(timing.cpu)
        cells.append([name, f"{timing.median:.2f}", f"{cpu:.2f}", f"{timing.peak_mib:.0f}", f"{sizes[name]:.1f}"])
    time, cpu = (
        timings[_OURS].median / timings[_BASE].median,
        statistics.median(timings[_OURS].cpu) / statistics.median(timings[_BASE].cpu),
    )
    size = sizes[_OURS] / sizes[_BASE]
    goals = [
        f"- size at most {_LARGEST} ×: {_met(size, _LARGEST)}",
        f"- time at most {_LONGEST} ×: {_met(time, _LONGEST)}; processor time {cpu:.2f} ×",
    ]
    told = [f"- {name}: {text}" for name, text in {**described(), "runs": f"median of {runs}, in turn"}.items()]
    head = (
        "Written by `python -m benchmarks.records`: `ipscore score`, imports included, each row a process of its own."
    )
    return "\n".join([head, "", *told, f"- records: {rows:,} complaints", "", *lines_of(cells), "", *goals])


def _met(found: float, limit: float) -> str:
    return f"{'met' if found <= limit else '**missed**'} ({found:.2f} ×)"


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--scale", type=float, default=1.0, help="part of the usual number of complaints")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="where the records are kept; a temporary folder where not given")
    parser.add_argument("--out", type=Path, default=RESULTS)
    options = parser.parse_args()
    rows = round(KINDS[_KIND].rows * options.scale)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) if options.folder is None else options.folder
        folder.mkdir(parents=True, exist_ok=True)
        text = _text(rows, *measure(rows, options.base, folder, options.runs), options.runs)
    print(text)
    put_part(options.out, "records", "A run with its records", text)


if __name__ == "__main__":
    main()
