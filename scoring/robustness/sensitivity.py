"""Which assumption moves ranks most, alone and together with the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from scoring.robustness.assumptions import AS_EVALUATED, ASSUMPTIONS
from scoring.robustness.drawing import chosen
from scoring.robustness.exclusion import all_choices, excluded, failing_alone, failing_together, without
from scoring.robustness.rank_shifts import rank_shifts
from scoring.robustness.sobol import SENSITIVITY, analysed, sobol_indices, sobol_sample

if TYPE_CHECKING:
    import numpy.typing as npt

    from indicator_tree.robustness import Robustness
    from scoring.robustness.banks import Banks, Progress
    from scoring.robustness.exclusion import Choices

    Floats = npt.NDArray[np.float64]
    Draws = npt.NDArray[np.int64]

__all__ = ["SENSITIVITY", "Sensitivity", "sensitivity", "sobol_indices"]


@dataclass(frozen=True)
class Sensitivity:
    """What became of a sensitivity analysis.

    Attributes:
        indices: frame `SENSITIVITY`, one row per assumption that was varied.
        excluded: frame `EXCLUDED` (`scoring.robustness.exclusion`): the realisations that could not be used.
        draws: how many draws the indices rest on.
    """

    indices: pl.DataFrame
    excluded: pl.DataFrame
    draws: int


def sensitivity(
    banks: Banks, spec: Robustness, seed: int | None = None, progress: Progress | None = None
) -> Sensitivity:
    """Sobol indices of the mean absolute rank shift of the total, per assumption.

    OECD/JRC Handbook on Constructing Composite Indicators (2008), step 7. An input is the choice among the realisations
    of a bank, each as likely as in the draws.

    A variance needs an outcome for every combination of choices. Realisations under which some firm has no total are
    therefore left out of their bank before, and told with their reason: first those that fail with all else as
    evaluated, then those that end failures of combinations at the least loss (`failing_together`), until no draw
    fails. Nothing is put in their place. An assumption of which nothing is left stays as evaluated and has no row; one
    of which a single realisation is left varies nothing: its indices are 0. Where no choice moves any rank, they are
    null.

    Args:
        banks: of the study.
        spec: base sample (`sobol`), confidence (`interval`) and seed.
        seed: instead of that of the study.
        progress: told as draws are scored.

    Raises:
        ValueError: the base sample is no power of two.
    """
    drawn_with = spec.seed if seed is None else seed
    failing = failing_alone(banks)
    choices, told = without(all_choices(banks), failing), [excluded(banks, failing)]
    while choices:
        draws = _draws(banks, sobol_sample(len(choices), spec.sobol, drawn_with), choices)
        shifts = rank_shifts(banks, draws, progress)
        if not shifts.failed.any():
            indices = analysed(shifts.mean, list(choices), drawn_with, spec.interval)
            return Sensitivity(indices, pl.concat(told), len(draws))
        failed = draws[shifts.failed]
        failing = failing_together(banks, failed)
        choices = without(choices, failing)
        told.append(excluded(banks, failing, failed))
    return Sensitivity(SENSITIVITY.to_frame(), pl.concat(told), 0)


def _draws(banks: Banks, inputs: Floats, choices: Choices) -> Draws:
    """The realisations that numbers in [0, 1) choose, shape (rows, assumptions)."""
    draws = np.full((len(inputs), len(ASSUMPTIONS)), AS_EVALUATED, dtype=np.int64)
    for column, (name, realisations) in zip(inputs.T, choices.items(), strict=True):
        draws[:, ASSUMPTIONS.index(name)] = realisations[chosen(column, banks.likely(name)[realisations])]
    return draws
