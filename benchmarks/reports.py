"""Breakdowns of all 101 firms, beside the minute that they may take and beside an earlier build.

    python -m benchmarks.reports [--runs N] [--base CHECKOUT]

`--base` is a checkout of the build to compare with that has an environment of its own (`.venv`); then the pages of all
firms are compared, processor time and bytes, and put into `results.md`.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.machine import described
from benchmarks.processes import in_turn, ipscore, python
from benchmarks.results import lines_of, put_part
from benchmarks.scale import RESULTS

ALLOWED = 60.0  # seconds on two processors
PROCESSES = 2
FORMS = ("html", "pdf", "xlsx")


def breakdowns(run: Path, out: Path, *forms: str) -> list[str]:
    """A command that writes the breakdowns of all firms; spawned processes need a file that they can import."""
    script = out.with_suffix(".py")
    script.write_text(
        "from pathlib import Path\n"
        "from ipscore.report_firm import write_all\n"
        "from ipscore.run_folder import Run\n"
        "if __name__ == '__main__':\n"
        f"    run, out = Run.open(Path({str(run)!r})), Path({str(out)!r})\n"
        f"    write_all(run, {forms!r}, out, force=True, processes={PROCESSES})\n",
        encoding="utf-8",
    )
    return python(f"import runpy; runpy.run_path({str(script)!r}, run_name='__main__')")


def pages_beside(base: Path, runs: int) -> str:
    """The pages of all firms, as this build writes them and as an earlier one does, each of its own demonstration."""
    programs = {
        "this build": Path(sys.executable).parent / "ipscore",
        "build compared with": base / ".venv/bin/ipscore",
    }
    with tempfile.TemporaryDirectory() as folder:
        demos = {name: Path(folder) / f"demo{place}" for place, name in enumerate(programs)}
        outs = {name: Path(folder) / f"pages{place}" for place, name in enumerate(programs)}
        in_turn({name: [str(programs[name]), "demo", "--out", str(demos[name])] for name in programs}, runs=0)
        commands = {
            name: [
                *(str(program), "report", "firm", str(demos[name] / "run"), "--all", "--format", "html"),
                *("--out", str(outs[name]), "--force"),
            ]
            for name, program in programs.items()
        }
        timings = in_turn(commands, runs)
        sizes = {name: [path.stat().st_size for path in out.iterdir()] for name, out in outs.items()}
    own, other = programs
    rows = [["", "seconds", "processor s", "MB in all", "largest page, kB", "processor time to it", "bytes to it"]]
    for name, timing in timings.items():
        cpu, size = statistics.median(timing.cpu), sum(sizes[name])
        beside = (cpu / statistics.median(timings[other].cpu), size / sum(sizes[other])) if name == own else ()
        cells = (f"{timing.median:.1f}", f"{cpu:.1f}", f"{size / 1e6:.1f}", f"{max(sizes[name]) / 1e3:.0f}")
        rows.append([name, *cells, *(f"{ratio:.2f}" for ratio in beside), *[""] * (2 - len(beside))])
    told = {**described(), "runs": f"median of {runs}"}
    return "\n".join([*(f"- {name}: {text}" for name, text in told.items()), "", *lines_of(rows)])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--base", type=Path, help="checkout of the build to compare with")
    options = parser.parse_args()
    runs: int = options.runs
    if options.base is not None:
        text = pages_beside(options.base.resolve(), runs)
        put_part(RESULTS, "pages of all firms", "Pages of all firms beside an earlier build", text)
        Console(width=140).print(text)
        return
    with tempfile.TemporaryDirectory() as folder:
        demo = Path(folder) / "demo"
        in_turn({"demo": ipscore("demo", "--out", str(demo), "--force")}, runs=1)
        orders = {"+".join(forms): forms for forms in ((form,) for form in FORMS)} | {"+".join(FORMS): FORMS}
        commands = {
            name: breakdowns(demo / "run", Path(folder) / f"out{place}", *forms)
            for place, (name, forms) in enumerate(orders.items())
        }
        timings = in_turn(commands, runs)
        sizes = {
            name: sum(path.stat().st_size for path in (Path(folder) / f"out{place}").iterdir()) / 2**20
            for place, name in enumerate(orders)
        }
    title = f"101 firms, {PROCESSES} processes, {os.cpu_count()} processors, {platform.machine()}, median of {runs}"
    table = Table(title=title, title_justify="left")
    for column in ("formats", "seconds", "MiB written", "peak MiB", f"ratio to {ALLOWED:.0f} s"):
        table.add_column(column, justify="left" if column == "formats" else "right")
    for name, timing in timings.items():
        figures = (timing.median, sizes[name], timing.peak_mib)
        table.add_row(name, *(f"{figure:.0f}" for figure in figures), f"{timing.median / ALLOWED:.2f}")
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
