"""What is to be reached, how far levers are moved for it, and what that makes of the evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scoring.kinds.levers import Lever, Rows

_COUNTS = ("records", "open", "faults", "remedied")


@dataclass(frozen=True, eq=False)
class Problem:
    """A firm at an indicator: its score, the place of its band from the best (0), the edge to be reached (None in the
    best band), its evidence and levers.
    """

    firm_id: str
    node: str
    score: float
    band: int
    edge: float | None
    evidence: Rows
    levers: tuple[Lever, ...]


@dataclass(frozen=True)
class Option:
    """A way to the band: how far every lever is moved, and the score that follows."""

    moves: tuple[tuple[Lever, int], ...]
    score: float


Amounts = dict[int, int]
"""Steps by place of the lever."""


def untouched(problem: Problem, amounts: Amounts) -> list[int]:
    """Places of the levers that are not set."""
    return [place for place in range(len(problem.levers)) if place not in amounts]


def evidence_of(problem: Problem, amounts: Amounts) -> Rows:
    """The evidence with the levers moved."""
    moved = [(problem.levers[place], amount) for place, amount in amounts.items() if amount]
    return problem.evidence | {lever.parameter: lever.rows(amount) for lever, amount in moved}


def effort(problem: Problem, amounts: Amounts) -> tuple[float, ...]:
    """What is compared between ways: numbers of records where all levers count records, else relative changes."""
    counted = all(lever.kind in _COUNTS for lever in problem.levers)
    changes = []
    for place, amount in amounts.items():
        now, needed = problem.levers[place].now, problem.levers[place].needed(amount)
        changes.append(abs(needed - now) / (1.0 if counted else max(now, needed)))
    return (sum(changes), *amounts)
