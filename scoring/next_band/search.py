"""The smallest change that reaches a band: of one lever alone, and where none is enough, of several.

All firms of an indicator are searched side by side, so that the rule scores many trials at once.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from scoring.next_band.plans import Amounts, Option, Problem, effort, evidence_of, untouched

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.next_band.trials import Trials

_PROBES = 4  # trials per round of a search

Ask = tuple[Problem, Amounts, int]
"""A problem, the levers that are set, and the place of the lever that is searched."""


def solve(trials: Trials, problems: Sequence[Problem]) -> dict[Problem, list[Option]]:
    """Options per problem, what asks for the least first; none where the band cannot be reached.

    Levers that are enough alone are an option each. Where none is, the only option is a combination: the lever that
    gains the most is moved to its end, then the next, until one of the rest is enough; last, every move is taken back
    as far as the others allow.
    """
    found = _enough(trials, {problem: {} for problem in problems})
    stuck = [problem for problem in problems if not found[problem] and len(problem.levers) > 1]
    found |= {problem: [amounts] for problem, amounts in _combined(trials, stuck).items()}
    ways = [(problem, way) for problem in problems for way in sorted(found[problem], key=partial(effort, problem))]
    scores = trials.scores([evidence_of(problem, way) for problem, way in ways])
    solved: dict[Problem, list[Option]] = {problem: [] for problem in problems}
    for (problem, way), score in zip(ways, scores, strict=True):
        moves = tuple((problem.levers[place], amount) for place, amount in way.items())
        solved[problem].append(Option(moves, float(score)))
    return solved


def _combined(trials: Trials, problems: Sequence[Problem]) -> dict[Problem, Amounts]:
    """A combination per problem that has one."""
    going: dict[Problem, Amounts] = {problem: {} for problem in problems}
    done: dict[Problem, Amounts] = {}
    while going:
        tries = [
            (problem, amounts | {place: len(problem.levers[place].targets)})
            for problem, amounts in going.items()
            for place in untouched(problem, amounts)
        ]
        best: dict[Problem, tuple[float, Amounts]] = {}
        for (problem, end), score in zip(tries, trials.scores([evidence_of(*each) for each in tries]), strict=True):
            if problem not in best or score > best[problem][0]:
                best[problem] = (float(score), end)
        going = {problem: end for problem, (_, end) in best.items()}
        for problem, ways in _enough(trials, going).items():
            if ways:
                done[problem] = min(ways, key=partial(effort, problem))
        going = {
            problem: amounts
            for problem, amounts in going.items()
            if problem not in done and untouched(problem, amounts)
        }
    return _pruned(trials, done)


def _enough(trials: Trials, given: dict[Problem, Amounts]) -> dict[Problem, list[Amounts]]:
    """What is given, with every one of the other levers that is then enough, moved as little as possible."""
    asks: list[Ask] = [
        (problem, fixed, place) for problem, fixed in given.items() for place in untouched(problem, fixed)
    ]
    ways: dict[Problem, list[Amounts]] = {problem: [] for problem in given}
    for (problem, fixed, place), amount in zip(asks, _least(trials, asks), strict=True):
        if amount is not None:
            ways[problem].append(fixed | {place: amount})
    return ways


def _pruned(trials: Trials, ways: dict[Problem, Amounts]) -> dict[Problem, Amounts]:
    """Every move taken back as far as the others allow, the last lever first."""
    for turn in range(max((len(way) for way in ways.values()), default=0)):
        asks: list[Ask] = [(p, way, list(way)[-1 - turn]) for p, way in ways.items() if turn < len(way)]
        for (problem, way, place), amount in zip(asks, _least(trials, asks), strict=True):
            ways[problem] = way | {place: amount or 0}
    return {problem: {place: amount for place, amount in way.items() if amount} for problem, way in ways.items()}


def _least(trials: Trials, asks: Sequence[Ask]) -> list[int | None]:
    """The fewest steps of one lever that reach the edge, the others being set; None where its end does not."""
    low = [-1] * len(asks)
    high = [len(problem.levers[place].targets) for problem, _, place in asks]
    ends = _reach(trials, list(zip(asks, high, strict=True)))
    going = [at for at, reached in enumerate(ends) if reached]
    while going := [at for at in going if high[at] - low[at] > 1]:
        probes = [(at, step) for at in going for step in _between(low[at], high[at])]
        for (at, step), reached in zip(probes, _reach(trials, [(asks[at], step) for at, step in probes]), strict=True):
            if reached:
                high[at] = min(high[at], step)
            elif step < high[at]:
                low[at] = max(low[at], step)
    return [end if reached else None for end, reached in zip(high, ends, strict=True)]


def _between(low: int, high: int) -> list[int]:
    """A few steps that part the range evenly, its ends left out; at least one."""
    return sorted({low + (high - low) * part // (_PROBES + 1) for part in range(1, _PROBES + 1)} - {low} or {high - 1})


def _reach(trials: Trials, tries: Sequence[tuple[Ask, int]]) -> list[bool]:
    changed = [evidence_of(problem, fixed | {place: step}) for (problem, fixed, place), step in tries]
    edges = np.array([problem.edge for (problem, _, _), _ in tries], dtype=np.float64)
    return list(trials.scores(changed) >= edges)
