"""Realisations that a sensitivity analysis cannot use, because firms have no total under them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from scoring.robustness.assumptions import AS_EVALUATED, ASSUMPTIONS, Assumption
from scoring.robustness.simulate import simulate

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from scoring.robustness.banks import Banks

    Draws = npt.NDArray[np.int64]
    Choices = Mapping[Assumption, npt.NDArray[np.int64]]

EXCLUDED = pl.Schema(
    {"assumption": pl.String, "variant": pl.String, "realisations": pl.Int64, "of": pl.Int64, "reason": pl.String}
)
"""Which realisations were left out and why; how many, of how many. `variant` is the label of one, where it has any."""

TOGETHER = "与其他假设的某些取值同时出现时："

SUSPECTS: tuple[Assumption, ...] = ("aggregation", "left_out", "parameters", "survey", "scheme", "weights")
"""Who is asked first when realisations fail only together: most failures are zeros under a method without a value for
them, or follow from an indicator less."""


def all_choices(banks: Banks) -> dict[Assumption, npt.NDArray[np.int64]]:
    """The realisations of every assumption that is varied."""
    return {name: np.arange(banks.sizes[name]) for name in ASSUMPTIONS if banks.sizes[name]}


def alone(assumption: Assumption, realisations: npt.NDArray[np.int64]) -> Draws:
    """Draws of these realisations, each with all else as evaluated, shape (realisations, assumptions)."""
    draws = np.full((len(realisations), len(ASSUMPTIONS)), AS_EVALUATED, dtype=np.int64)
    draws[:, ASSUMPTIONS.index(assumption)] = realisations
    return draws


def failing_alone(banks: Banks) -> dict[Assumption, npt.NDArray[np.int64]]:
    """The realisations that fail with all else as evaluated."""
    choices = all_choices(banks)
    failed = {name: simulate(banks, alone(name, rows)).failed for name, rows in choices.items()}
    return {name: rows[failed[name]] for name, rows in choices.items() if failed[name].any()}


def failing_together(banks: Banks, draws: Draws) -> dict[Assumption, npt.NDArray[np.int64]]:
    """The realisations to which draws that failed owe it, though they do not fail alone.

    A draw owes it to the first of `SUSPECTS` without which it has a total; where only two together make the
    difference, to the first of them that is not as evaluated.

    Args:
        banks: of the study.
        draws: that failed, at least one.
    """
    found: dict[Assumption, npt.NDArray[np.int64]] = {}
    left = draws
    for name in SUSPECTS:
        column = ASSUMPTIONS.index(name)
        without = left.copy()
        without[:, column] = AS_EVALUATED
        cured = ~simulate(banks, without).failed
        if cured.any():
            found[name] = np.unique(left[cured, column])
            left = left[~cured]
    if not found:
        name = next(name for name in SUSPECTS if (draws[:, ASSUMPTIONS.index(name)] != AS_EVALUATED).any())
        rows = draws[:, ASSUMPTIONS.index(name)]
        found[name] = np.unique(rows[rows != AS_EVALUATED])
    return found


def excluded(banks: Banks, failing: Choices, draws: Draws | None = None) -> pl.DataFrame:
    """Frame `EXCLUDED`: the realisations, with the reasons why they failed.

    Args:
        banks: of the study.
        failing: the realisations.
        draws: in which they failed, where they fail only together.
    """
    rows = []
    for name, realisations in failing.items():
        labels = banks.labels.get(name, ())
        groups = [(labels[at], np.array([at])) for at in realisations] if labels else [("", realisations)]
        for label, members in groups:
            if draws is None:
                where, before = alone(name, members), ""
            else:
                where, before = draws[np.isin(draws[:, ASSUMPTIONS.index(name)], members)], TOGETHER
            reasons = simulate(banks, where).reasons
            rows.append((name, label, len(members), banks.sizes[name], before + "、".join(reasons)))
    return pl.DataFrame(rows, schema=EXCLUDED, orient="row")


def without(choices: Choices, failing: Choices) -> dict[Assumption, npt.NDArray[np.int64]]:
    """The choices that are left; an assumption without any is no longer varied."""
    left = {name: np.setdiff1d(rows, failing.get(name, np.array([], dtype=np.int64))) for name, rows in choices.items()}
    return {name: rows for name, rows in left.items() if len(rows)}
