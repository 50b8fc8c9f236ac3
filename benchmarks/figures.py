"""What was measured of one kind of records, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.worker import OURS, SCANS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from benchmarks.processes import Timing

WITHIN_SCAN = 1.5
FLAT = 1.25
"""Eight times the records may take so many times the memory, and still count as flat."""


@dataclass(frozen=True)
class Goal:
    """A goal, what was reached, and whether that is enough."""

    text: str
    reached: str
    met: bool


@dataclass(frozen=True)
class Measured:
    """One kind of records.

    Attributes:
        kind: its name.
        rows: how many.
        mib: size of the files.
        timings: by method.
        growth: by number of rows, then by method.
        stages: what our own time goes into, in seconds by stage; empty where not looked at.
        profile: the functions that take most of it, as text.
    """

    kind: str
    rows: int
    mib: float
    timings: Mapping[str, Timing]
    growth: Mapping[int, Mapping[str, Timing]] = field(default_factory=dict)
    stages: Mapping[str, float] = field(default_factory=dict)
    profile: str = ""

    @property
    def floor(self) -> float:
        """Seconds of the faster of the bare scans."""
        scans = [self.timings[name] for name in SCANS if name in self.timings]
        return min(timing.median for timing in scans if not timing.failure)

    @property
    def goals(self) -> tuple[Goal, ...]:
        """The goals of which enough was measured to judge them."""
        if OURS not in self.timings:
            return ()
        ours = self.timings[OURS].median
        floor = ours / self.floor
        found = [Goal(f"at most {WITHIN_SCAN} × the bare scan", f"{floor:.2f} ×", floor <= WITHIN_SCAN)]
        duckdb = self.timings.get("duckdb")
        if duckdb is not None and not duckdb.failure:
            found.insert(0, Goal("at or under DuckDB's time", f"{ours / duckdb.median:.2f} ×", ours <= duckdb.median))
        if len(self.growth) > 1:
            peaks = [self.growth[rows][OURS].peak_mib for rows in sorted(self.growth)]
            grown = peaks[-1] / peaks[0]
            found.append(Goal("memory does not grow with the records", f"{grown:.2f} ×", grown <= FLAT))
        return tuple(found)

    def exponent(self, method: str) -> float:
        """P of time ~ rows^p over the sizes of `growth`, by least squares of the logarithms."""
        return _exponent({rows: timings[method].median for rows, timings in self.growth.items()})

    def exponent_of_memory(self, method: str) -> float:
        """The same of peak memory."""
        return _exponent({rows: timings[method].peak_mib for rows, timings in self.growth.items()})


def _exponent(by_rows: Mapping[int, float]) -> float:
    rows, values = np.log(list(by_rows)), np.log(list(by_rows.values()))
    return float(np.polyfit(rows, values, 1)[0])
