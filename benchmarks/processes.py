"""Whole processes, timed in turn so that a drift of the machine touches all of them alike."""

from __future__ import annotations

import atexit
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

_LAUNCH = str(Path(__file__).with_name("launch.py"))


@dataclass(frozen=True)
class Timing:
    """Wall seconds of every run, the largest peak memory in MiB, processor seconds of every run; why it failed, if so.

    Memory is the resident set of the process or of a child of its, whichever was larger.
    """

    seconds: tuple[float, ...]
    peak_mib: float
    cpu: tuple[float, ...] = ()
    failure: str = ""

    @property
    def median(self) -> float:
        """Median wall time, in seconds; NaN where it failed."""
        return statistics.median(self.seconds) if self.seconds else float("nan")


def python(code: str) -> list[str]:
    """A command that runs a line of Python in this environment."""
    return [sys.executable, "-c", code]


def ipscore(*arguments: str, tools: bool = True) -> list[str]:
    """A command that runs the command line in this environment; on demand as if hypothesis were not installed."""
    hidden = "" if tools else "from benchmarks.worker import without_tools; without_tools(); "
    return python(f"{hidden}from ipscore.cli import main; main()") + list(arguments)


@cache
def _bytecode() -> str:
    folder = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _run(command: Sequence[str]) -> tuple[float, float, float]:
    """Wall seconds, peak MiB and processor seconds; bytecode is kept from run to run, in a folder of this process."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    launched = subprocess.run(
        [sys.executable, "-IS", _LAUNCH, *command],
        capture_output=True,
        text=True,
        check=False,
        env={**kept, "PYTHONPYCACHEPREFIX": _bytecode()},
    )
    seconds, cpu, peak, code = launched.stdout.split() or (0, 0, 0, launched.returncode)
    if int(code):
        raise RuntimeError(f"{command} exited with {code}:\n{launched.stderr}")
    return float(seconds), float(peak) / 1024, float(cpu)


def in_turn(
    commands: Mapping[str, Sequence[str]],
    runs: int,
    *,
    may_fail: Collection[str] = (),
    told: Callable[[str], None] = lambda _: None,
) -> dict[str, Timing]:
    """Time every command `runs` times, A B C A B C …, after one round that does not count (unless it is the only one).

    Args:
        commands: by name.
        runs: how often.
        may_fail: names of those that may fail, as for want of memory; they are not tried again.
        told: told of every run.
    """
    measured: dict[str, list[tuple[float, float, float]]] = {name: [] for name in commands}
    failures: dict[str, str] = {}
    for count in range(runs + 1):
        for name, command in commands.items():
            if name in failures:
                continue
            try:
                result = _run(command)
            except RuntimeError as error:
                if name not in may_fail:
                    raise
                failures[name] = str(error).strip().splitlines()[-1]
                continue
            told(f"{name}: {result[0]:.1f} s, {result[1]:.0f} MiB" + ("" if count else " (does not count)"))
            if count or not runs:
                measured[name].append(result)
    return {
        name: Timing(
            tuple(seconds for seconds, _, _ in results if name not in failures),
            max((peak for _, peak, _ in results), default=float("nan")),
            tuple(cpu for _, _, cpu in results),
            failures.get(name, ""),
        )
        for name, results in measured.items()
    }
