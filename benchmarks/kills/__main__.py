"""Kill commands at random moments and count what they leave: `python -m benchmarks.kills --seed 2018 --kills 1000`.

Needs Linux. Moments are even over the time that a command takes; a command that ended before its moment does not count,
and another moment is drawn.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from benchmarks.kills.commands import prepared
from benchmarks.kills.trial import Trial
from benchmarks.kills.working import killed, load

if TYPE_CHECKING:
    from benchmarks.kills.commands import Killed


def main() -> int:
    """Kill, write a line of JSON per kill, print the table; 1 if anything was left that should not be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=2018)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--out", type=Path, default=Path("build/kills.jsonl"), help="JSON lines; goes on where it ends")
    asked = parser.parse_args()
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    known = [Trial(**json.loads(line)) for line in asked.out.read_text().splitlines()] if asked.out.exists() else []
    trials = known[: asked.kills]
    with tempfile.TemporaryDirectory(prefix="kills-") as folder, asked.out.open("a", encoding="utf-8") as lines:
        commands = [command for command in _prepared(Path(folder)) for _ in range(command.share)]
        spawn = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(asked.workers, spawn, initializer=load) as pool:
            numbers = range(len(trials), asked.kills)
            tasks = [(Path(folder), commands[at % len(commands)], asked.seed, at) for at in numbers]
            for trial in pool.map(killed, *zip(*tasks, strict=True)) if tasks else ():
                trials.append(trial)
                lines.write(json.dumps(asdict(trial), ensure_ascii=False) + "\n")
                lines.flush()
                for fault in trial.faults:
                    print(f"{trial.command} after {trial.after_s:.3f} s: {fault}", flush=True)
    Console(width=120).print(summary(trials, asked.seed))
    return int(any(trial.faults for trial in trials))


def summary(trials: list[Trial], seed: int) -> Table:
    """Commands × what was found."""
    table = Table(title=f"{len(trials)} kills of seed {seed}", title_justify="left")
    table.add_column("command")
    columns = ("kills", "half-written", "replaced already", "children ended after s", "with faults")
    for column in columns:
        table.add_column(column, justify="right")
    for name in [*dict.fromkeys(trial.command for trial in trials), "all"]:
        own = [trial for trial in trials if name in (trial.command, "all")]
        cells = (
            len(own),
            sum(one.writing for one in own),
            sum(one.replaced for one in own),
            max(one.lingered_s for one in own),
            sum(bool(one.faults) for one in own),
        )
        table.add_row(name, *map(str, cells))
    return table


def _prepared(folder: Path) -> list[Killed]:
    """What is killed, made in a process of its own, which may print."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(prepared, folder).result()


if __name__ == "__main__":
    sys.exit(main())
