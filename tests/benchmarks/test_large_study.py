"""What the benchmark of a large study draws from is what studies draw from."""

from __future__ import annotations

import numpy as np

from benchmarks.large_study import UNITS, made_banks
from scoring.robustness import ASSUMPTIONS, simulate


def test_draws_of_the_benchmark_are_scored() -> None:
    totals = simulate(made_banks(), np.full((3, len(ASSUMPTIONS)), -1)).scores["total"]
    assert totals.shape == (3, UNITS)
    assert np.isfinite(totals).all()
