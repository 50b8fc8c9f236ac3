"""Realisations drawn at random, all assumptions together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.robustness.assumptions import ASSUMPTIONS, random_numbers
from scoring.robustness.simulate import simulate

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from indicator_tree.robustness import Robustness
    from scoring.robustness.assumptions import Assumption
    from scoring.robustness.banks import Banks, Progress
    from scoring.robustness.outcomes import Outcomes

    Draws = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]

_STRATA = 4096
"""As many steps as a round has at most, however rare a realisation is."""


def monte_carlo(
    banks: Banks,
    spec: Robustness,
    draws: int | None = None,
    seed: int | None = None,
    progress: Progress | None = None,
    *,
    nodes: Sequence[str] = ("total",),
) -> tuple[Draws, Outcomes]:
    """All assumptions varied together; the first draws of a longer study are those of a shorter one.

    Args:
        banks: what the draws choose from.
        spec: number of draws and seed, unless they are given.
        draws: how many.
        seed: of the choices.
        progress: told after every block.
        nodes: whose scores and ranks are wanted.

    Returns:
        The realisations that were drawn, shape (draws, assumptions), and what they came to.
    """
    count = spec.draws if draws is None else draws
    drawn = random_draws(banks, count, spec.seed if seed is None else seed)
    return drawn, simulate(banks, drawn, nodes, progress=progress)


def random_draws(banks: Banks, count: int, seed: int) -> Draws:
    """Realisations at random, shape (count, assumptions); -1 where an assumption is not varied.

    The realisations of a bank are gone through in a random order, then in another, so that each comes up equally often
    (stratified sampling). Where they are not equally likely, the strata are equal steps of their cumulated shares.
    """
    drawn = np.full((count, len(ASSUMPTIONS)), -1, dtype=np.int64)
    for column, assumption in enumerate(ASSUMPTIONS):
        if assumption in banks.shares:
            drawn[:, column] = _unequal(banks, assumption, count, seed)
        elif size := banks.sizes[assumption]:
            drawn[:, column] = _strata(assumption, size, count, seed)
    return drawn


def chosen(places: Floats, likely: Floats) -> Draws:
    """The realisations that numbers in [0, 1) choose.

    Args:
        places: any shape.
        likely: how likely each realisation is, to any scale.
    """
    ends = likely.cumsum()
    found: Draws = np.searchsorted(ends[:-1] / ends[-1], places, side="right")
    return found


def _unequal(banks: Banks, assumption: Assumption, count: int, seed: int) -> Draws:
    likely = banks.likely(assumption)
    strata = min(round(1 / float(np.median(likely))), _STRATA)
    within = random_numbers(seed, "draws", assumption, "within").random(count)
    return chosen((_strata(assumption, strata, count, seed) + within) / strata, likely)


def _strata(assumption: Assumption, strata: int, count: int, seed: int) -> Draws:
    rounds = random_numbers(seed, "draws", assumption).random((-(-count // strata), strata))
    return rounds.argsort(axis=1, kind="stable").ravel()[:count]
