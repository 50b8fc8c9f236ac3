"""Draws of a robustness study on the 2017 records: `python -m benchmarks.robustness [--runs N]`.

Seconds are processor time of this process with one thread for linear algebra, so that a busy machine tells the same.
Beside them a loop in plain NumPy that rolls the tree up draw by draw.
"""

from __future__ import annotations

import os

os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "POLARS_MAX_THREADS"), "1")

import argparse
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.processes import in_turn, ipscore
from ipscore.run_folder import Run
from scoring.robustness import Banks, build_banks, intervals, monte_carlo, nominal, simulate, superiority
from scoring.robustness.weight_draws import weight_bank

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    from indicator_tree.robustness import Robustness
    from scoring import Evaluation

    Draws = npt.NDArray[np.int64]

_LOOPED = 1_000
"""Draws of the plain loop: it is too slow for more."""


def seconds(work: Callable[[], object], runs: int) -> float:
    """Median processor time of some runs after a warm-up."""
    timings = []
    for _ in range(runs + 1):
        start = time.process_time()
        work()
        timings.append(time.process_time() - start)
    return median(timings[1:])


def weights_study(banks: Banks, evaluation: Evaluation, spec: Robustness, draws: Draws) -> None:
    """Draw the weights, roll up, rank, and tell intervals and who is above whom."""
    book = evaluation.rulebook
    schemes = [book.local_weights(evaluation.scheme)]
    drawn = weight_bank(schemes, banks.hierarchy.nodes[:-1], spec.weights, spec.draws, spec.seed)
    anew = replace(banks, weights=drawn)
    evaluated, outcomes = simulate(anew, nominal(anew)), simulate(anew, draws)
    intervals(anew, evaluated, outcomes, spec.interval)
    superiority(anew, outcomes)


def plain_loop(banks: Banks, evaluation: Evaluation, spread: float, draws: int) -> None:
    """The same draws of weights one after another: roll-up and ranks alone."""
    book, hierarchy = evaluation.rulebook, banks.hierarchy
    given = book.local_weights(evaluation.scheme)
    random = np.random.default_rng(1)
    for _ in range(draws):
        scores = dict(zip(hierarchy.leaves, banks.leaves[-1], strict=True))
        for group in hierarchy.groups:
            weights = np.array([given[child] for child in group.children]) * random.uniform(
                1 - spread, 1 + spread, len(group.children)
            )
            scores[group.node] = (weights / weights.sum()) @ np.stack([scores[child] for child in group.children])
        total = np.round(scores[hierarchy.groups[-1].node] + banks.bonus[-1], 9)
        1 + (total[None, :] > total[:, None]).sum(axis=1)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        demo = Path(folder) / "demo"
        in_turn({"demo": ipscore("demo", "--out", str(demo), "--force")}, runs=1)
        evaluation = Run.open(demo / "run").evaluation
    spec = evaluation.rulebook.robustness
    if spec is None or spec.weights is None or spec.weights.kind != "perturbed":
        raise SystemExit("规则文件没有 [robustness.weights]，或其 kind 不是 perturbed")
    spread = spec.weights.spread
    banks = build_banks(evaluation, spec, spec.seed)
    draws = np.full((spec.draws, nominal(banks).shape[1]), -1)
    draws[:, 0] = np.arange(spec.draws)
    loop = seconds(lambda: plain_loop(banks, evaluation, spread, _LOOPED), runs) / _LOOPED
    measured = {
        "weights: roll-up, ranks, intervals, superiority": (
            seconds(lambda: weights_study(banks, evaluation, spec, draws), runs),
            spec.draws,
        ),
        "all assumptions: roll-up and ranks": (seconds(lambda: monte_carlo(banks, spec), runs), spec.draws),
        "plain NumPy loop: weights, roll-up, ranks": (loop * _LOOPED, _LOOPED),
    }
    scenarios = seconds(lambda: build_banks(evaluation, spec, spec.seed), 1)
    size = f"{len(banks.firms)} firms, {len(banks.hierarchy.leaves)} indicators"
    table = Table(title=f"{size}; processor time, median of {runs} runs", title_justify="left")
    for column in ("work", "draws", "seconds", "draws/s", "times the plain loop"):
        table.add_column(column, justify="left" if column == "work" else "right")
    for name, (spent, count) in measured.items():
        rate = count / spent
        table.add_row(name, f"{count:,}", f"{spent:.3f}", f"{rate:,.0f}", f"{rate * loop:.1f}")
    table.add_row(f"banks: {spec.realisations} scenarios of rule parameters", "", f"{scenarios:.3f}", "", "")
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
