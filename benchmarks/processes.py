"""Whole processes, timed in turn so that a drift of the machine touches all of them alike."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence


@dataclass(frozen=True)
class Timing:
    """Wall seconds of every run, and the largest peak memory in MiB; why it failed, where it did.

    Memory is the resident set of the process or of a child of its, whichever was larger.
    """

    seconds: tuple[float, ...]
    peak_mib: float
    failure: str = ""

    @property
    def median(self) -> float:
        """Median wall time, in seconds; NaN where it failed."""
        return statistics.median(self.seconds) if self.seconds else float("nan")


def python(code: str) -> list[str]:
    """A command that runs a line of Python in this environment."""
    return [sys.executable, "-c", code]


def ipscore(*arguments: str) -> list[str]:
    """A command that runs the command line in this environment."""
    return python("from ipscore.cli import main; main()") + list(arguments)


def _run(command: Sequence[str]) -> tuple[float, float]:
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        stderr = process.stderr.read() if process.stderr else b""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    if process.returncode:
        raise RuntimeError(f"{command} exited with {process.returncode}:\n{stderr.decode(errors='replace')}")
    return seconds, usage.ru_maxrss / 1024


def in_turn(
    commands: Mapping[str, Sequence[str]],
    runs: int,
    *,
    may_fail: Collection[str] = (),
    told: Callable[[str], None] = lambda _: None,
) -> dict[str, Timing]:
    """Time every command `runs` times, A B C A B C …, after one round that does not count.

    Args:
        commands: by name.
        runs: how often.
        may_fail: names of those that may fail, as for want of memory; they are not tried again.
        told: told of every run.
    """
    measured: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
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
            if count:
                measured[name].append(result)
    return {
        name: Timing(
            tuple(seconds for seconds, _ in results if name not in failures),
            max((peak for _, peak in results), default=float("nan")),
            failures.get(name, ""),
        )
        for name, results in measured.items()
    }
