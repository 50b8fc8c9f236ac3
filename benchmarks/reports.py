"""Breakdowns of all 101 firms beside the minute that they may take: `python -m benchmarks.reports [--runs N]`."""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.processes import in_turn, ipscore, python

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


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1)
    runs = parser.parse_args().runs
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
