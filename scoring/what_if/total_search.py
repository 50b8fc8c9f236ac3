"""The search for changes at several indicators that together lift a firm's whole score to an edge.

Levers are those of `scoring.next_band`, of all leaves; what they do to a leaf its rule says, what that does to the
whole the tree says. The combination is found greedily: move after move, the one that adds the most points to the whole
for a unit of effort, none being credited with more than what is still missing. Where no single move adds anything (a
least of several, say), all levers are moved to their ends. Last, every move is taken back as far as the others allow,
the latest first: one step less of any does not reach the band. It need not be the combination of the least effort of
all.

A unit of effort is a record, a complaint, a fault, a grade or a tier; one point of a mean of answers; one percentage
point of a ratio.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.next_band.plans import evidence_of
from scoring.next_band.trials import Trials
from scoring.precision import DECIMALS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import numpy.typing as npt

    from scoring.kinds.levers import Lever
    from scoring.next_band.plans import Amounts, Problem
    from scoring.what_if.standing import Standing

    Floats = npt.NDArray[np.float64]

_PROBES = 24  # amounts of a lever that are tried at a time
_PERCENT = 100
_NOISE = 10.0**-DECIMALS
_TIE = 5  # decimals of points per effort: of moves worth the same, the one that adds more comes first

Place = tuple[str, int]
"""A leaf, and the place of a lever there."""
Plan = dict[Place, int]
"""Steps per lever, in the order in which they were moved."""


class TotalSearch:
    """The search for one target of one firm."""

    def __init__(self, at: Standing, target: str, edge: float, problems: Mapping[str, Problem]) -> None:
        self._at, self._target, self._edge, self._problems = at, target, edge, problems
        self._trials = {node: Trials(node, at.evaluation.rulebook) for node in problems}
        self._known: dict[tuple[str, tuple[tuple[int, int], ...]], float] = {}

    def solve(self) -> tuple[Plan, bool]:
        """The combination and whether it reaches the edge; where none does, all levers at their ends."""
        ends = {
            (node, place): len(lever.targets)
            for node, problem in self._problems.items()
            for place, lever in enumerate(problem.levers)
        }
        if not self._reach([ends])[0]:
            return ends, False
        return self._pruned(self._greedy(ends)), True

    def whole(self, plans: Sequence[Plan]) -> Floats:
        """The score of the target under each plan, settled; NaN where there is none."""
        wanted = [{node: _at_leaf(plan, node) for node in self._problems} for plan in plans]
        changed = {node: self._scores(node, [plan[node] for plan in wanted]) for node in self._problems}
        found = np.broadcast_to(self._at.scores(changed)[self._target], len(plans))
        return np.round(found, DECIMALS)

    def rows(self, plan: Plan) -> Iterator[tuple[object, ...]]:
        """The steps of a plan, of the shape `TOTAL_STEPS`, in tree order."""
        order = list(self._problems)
        for step, (node, place) in enumerate(sorted(plan, key=lambda at: (order.index(at[0]), at[1])), 1):
            problem, amount = self._problems[node], plan[node, place]
            lever, score = problem.levers[place], self._scores(node, [_at_leaf(plan, node)])[0]
            needed = lever.needed(amount)
            yield (
                *(self._target, problem.firm_id, node, step, lever.kind, lever.parameter, lever.cause, lever.now),
                *(needed, abs(needed - lever.now), lever.grade(0), lever.grade(amount), float(score), problem.score),
            )

    def _greedy(self, ends: Plan) -> Plan:
        plan: Plan = {}
        now = self.whole([plan])[0]
        while not now >= self._edge:
            moves = [(place, amount) for place, end in ends.items() for amount in _spread(plan.get(place, 0), end + 1)]
            found = self.whole([_moved(plan, *move) for move in moves])
            gains = np.minimum(found, self._edge) - now
            efforts = np.array([self._effort(place, plan.get(place, 0), amount) for place, amount in moves])
            worth = np.round(np.where(gains > _NOISE, gains / efforts, 0.0), _TIE)
            if not (gains > _NOISE).any():
                return plan | {place: end for place, end in ends.items() if plan.get(place, 0) < end}
            best = max(range(len(moves)), key=lambda at: (worth[at], gains[at]))
            plan, now = _moved(plan, *moves[best]), found[best]
        return plan

    def _pruned(self, plan: Plan) -> Plan:
        """Every lever moved no further than needed with the others where they are, the latest first."""
        for place in reversed(list(plan)):
            low, high = -1, plan[place]
            while high - low > 1:
                tried = _spread(low, high)
                reached = self._reach([plan | {place: amount} for amount in tried])
                first = int(np.argmax(reached)) if reached.any() else len(tried)
                low, high = (tried[first - 1] if first else low), (tried[first] if first < len(tried) else high)
            plan = plan | {place: high}
        return {place: amount for place, amount in plan.items() if amount}

    def _reach(self, plans: Sequence[Plan]) -> npt.NDArray[np.bool_]:
        return np.asarray(self.whole(plans) >= self._edge)

    def _scores(self, node: str, amounts: Iterable[Amounts]) -> Floats:
        """The leaf's scores, settled; its own where nothing is moved."""
        keys = [(node, tuple(sorted(each.items()))) for each in amounts]
        new = [key for key in dict.fromkeys(keys) if key[1] and key not in self._known]
        problem = self._problems[node]
        found = self._trials[node].scores([evidence_of(problem, dict(moved)) for _, moved in new])
        self._known |= dict(zip(new, found.tolist(), strict=True))
        return np.array([self._known[key] if key[1] else problem.score for key in keys])

    def _effort(self, place: Place, before: int, amount: int) -> float:
        lever = self._problems[place[0]].levers[place[1]]
        return _effort(lever, amount) - _effort(lever, before)


def _effort(lever: Lever, amount: int) -> float:
    moved = abs(lever.needed(amount) - lever.now)
    if lever.kind == "ratio":
        return moved * _PERCENT
    return moved if lever.kind == "mean" else float(amount)


def _at_leaf(plan: Plan, node: str) -> Amounts:
    return {place: amount for (at, place), amount in plan.items() if at == node and amount}


def _moved(plan: Plan, place: Place, amount: int) -> Plan:
    """The plan with a lever moved, as its latest move."""
    return {at: steps for at, steps in plan.items() if at != place} | {place: amount}


def _spread(low: int, high: int) -> list[int]:
    """A few whole numbers that part the range evenly, its ends left out; all where they are few."""
    last = high - low - 2
    return sorted({low + 1 + last * part // (_PROBES - 1) for part in range(_PROBES)}) if last >= 0 else []
