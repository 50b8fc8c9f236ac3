"""Readings that repeat the one before more often than chance allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from scoring.operations.panel import Panel

    Flags = npt.NDArray[np.bool_]

CHANCE = 1e-4
"""A run of equal readings is abnormal where its probability is less."""


def stuck(panel: Panel, window: int, minimum: int) -> Flags:
    """Which readings stand in a run of equal ones that their series' own past makes this improbable, from then on.

    Of at most `window` readings before the run, some equalled the one before. The probability that r - 1 more do is
    that of the beta-binomial distribution with Jeffreys' prior (Gelman et al. 2013, Bayesian Data Analysis, 2.4), which
    knows that a share out of few readings is uncertain. Series that often stand still, as counts of rare cases do, may
    go on doing so, and a series may rest at 0.

    Args:
        panel: of series, NaN only beyond their lengths.
        window: readings looked back on.
        minimum: readings before the run without which nothing is said.
    """
    values = panel.values
    equal = np.zeros(values.shape, dtype=bool)
    equal[:, 1:] = values[:, 1:] == values[:, :-1]
    steps = np.arange(values.shape[1])
    start = np.maximum.accumulate(np.where(equal, 0, steps), axis=1)
    before = np.cumsum(equal, axis=1)
    back = np.maximum(start - window, 0)
    compared = start - back
    ties = np.take_along_axis(before, start, axis=1) - np.take_along_axis(before, back, axis=1)
    repeats = steps - start
    furthest = np.arange(2 * values.shape[1] + 1)
    halves = np.concatenate([[0.0], np.cumsum(np.log(furthest + 0.5))])
    wholes = np.concatenate([[0.0], np.cumsum(np.log(furthest + 1.0))])
    chance = halves[ties + repeats] - halves[ties] - wholes[compared + repeats] + wholes[compared]
    return np.asarray((chance < np.log(CHANCE)) & equal & (values != 0) & (compared >= minimum))
