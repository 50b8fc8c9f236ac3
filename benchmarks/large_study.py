"""Draws of weights for 1,000 units × 60 indicators beside NumPy alone: `python -m benchmarks.large_study [--runs N]`.

Processor time of one thread, the least of some runs that take turns, so that a busy machine tells the same.
"""

from __future__ import annotations

import os

os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "POLARS_MAX_THREADS"), "1")

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.machine import described
from benchmarks.results import lines_of, put_part
from scoring.aggregation import Group, Hierarchy
from scoring.robustness import ASSUMPTIONS, Banks, intervals, nominal, simulate, superiority

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

UNITS, PARTS, EACH, DRAWS = 1_000, 6, 10, 10_000
SCORES, PAIRS, FLOOR = "scores, ranks and intervals", "matrix of superiority", "product and stable argsort"
GOALS = {SCORES: 2.5, PAIRS: 4.0}
_SIZE = f"{DRAWS:,} draws of the weights of {PARTS * EACH} indicators for {UNITS:,} units"
_INTRODUCTION = f"""Written by `python -m benchmarks.large_study`: {_SIZE}.

Processor seconds of one thread, the least of runs that take turns. The floors are NumPy's: the matrix product of the
drawn weights with the scores, and an argsort of every draw. A stable argsort keeps equal totals in their order; the
other one does not (with AVX-512 it is several times as fast) and leaves ties to the processor.
"""


def made_banks() -> Banks:
    """Scores drawn evenly over the scale, weights perturbed by a quarter."""
    random = np.random.default_rng(1)
    leaves = tuple(f"{part}.{leaf:02}" for part in range(1, PARTS + 1) for leaf in range(1, EACH + 1))
    groups = [Group(f"{part}", 1, leaves[(part - 1) * EACH : part * EACH]) for part in range(1, PARTS + 1)]
    tops = tuple(group.node for group in groups)
    hierarchy = Hierarchy(leaves, (*groups, Group("base", 0, tops)))
    given = np.array([1 / EACH] * len(leaves) + [1 / PARTS] * PARTS)[:, None, None]
    factors = random.uniform(0.75, 1.25, (len(given), 1, DRAWS))
    units = tuple(f"{unit:05}" for unit in range(UNITS))
    return Banks(
        firms=units,
        names=units,
        hierarchy=hierarchy,
        floor=0.0,
        full=100.0,
        leaves=random.uniform(0, 100, (1, len(leaves), UNITS)),
        bonus=np.zeros((1, UNITS)),
        surveyed=(),
        errors=np.zeros((1, 0, UNITS)),
        counted=(),
        count_errors=np.zeros((1, 0, UNITS)),
        weights=np.concatenate([given * factors, given], axis=2),
        methods=(dict.fromkeys((*tops, "base"), "arithmetic"),),
        minimum_present=(0.0,),
        labels={"scheme": (), "aggregation": (), "left_out": ()},
        sizes=dict.fromkeys(ASSUMPTIONS, 0) | {"weights": DRAWS},
    )


def least(works: Mapping[str, Callable[[], object]], runs: int) -> dict[str, float]:
    """Processor seconds of works that take turns, the least of some runs."""
    found = dict.fromkeys(works, float("inf"))
    for _ in range(runs):
        for name, work in works.items():
            start = time.process_time()
            work()
            found[name] = min(found[name], time.process_time() - start)
    return found


def main() -> None:
    """Measure, print, and write the part of the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--out", type=Path, default=Path("benchmarks/results.md"))
    options = parser.parse_args()
    banks = made_banks()
    draws = np.full((DRAWS, len(ASSUMPTIONS)), -1)
    draws[:, 0] = np.arange(DRAWS)
    evaluated, outcomes = simulate(banks, nominal(banks)), simulate(banks, draws)
    weights, scores = np.random.default_rng(2).random((DRAWS, PARTS * EACH)), banks.leaves[0]
    totals = outcomes.scores["total"]
    spent = least(
        {
            "NumPy: matrix product": lambda: weights @ scores,
            "NumPy: argsort": lambda: np.argsort(totals, axis=1),
            "NumPy: stable argsort": lambda: np.argsort(totals, axis=1, kind="stable"),
            SCORES: lambda: intervals(banks, evaluated, simulate(banks, draws), 0.9),
            PAIRS: lambda: superiority(banks, outcomes),
        },
        options.runs,
    )
    product = spent["NumPy: matrix product"]
    floors = {FLOOR: product + spent["NumPy: stable argsort"], "product and argsort": product + spent["NumPy: argsort"]}
    rows = [["", "processor s", *(f"to {name}" for name in floors)]]
    for name, seconds in spent.items():
        rows.append([name, f"{seconds:.3f}", *(f"{seconds / floor:.2f}" for floor in floors.values())])
    told = [f"- {name}: {text}" for name, text in {**described(), "runs": f"least of {options.runs}"}.items()]
    met = []
    for name, goal in GOALS.items():
        ratio = spent[name] / floors[FLOOR]
        met.append(f"- {name} within {goal} × {FLOOR}: {'met' if ratio <= goal else '**missed**'} ({ratio:.2f} ×)")
    text = "\n".join([_INTRODUCTION, *told, "", *lines_of(rows), "", *met])
    print(text)
    put_part(options.out, "large_study", "Robustness of a large evaluation", text)


if __name__ == "__main__":
    main()
