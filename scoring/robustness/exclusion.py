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

TOGETHER = "与其他假定的某些取值同时出现时："

_SUSPECTS: tuple[Assumption, ...] = (
    "aggregation",
    "left_out",
    "treatment",
    "parameters",
    "survey",
    "counting",
    "scheme",
    "weights",
)
"""In the order in which they are taken where the choice is even: most failures are zeros under a method without a value
for them, or follow from an indicator less."""


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
    """The realisations to leave out so that these draws, in which none fails alone, do not fail.

    An assumption can be the cause of a failure if the draw has a total with it as evaluated. Of the assumptions that
    can be the cause, those are left out first of which, for every failure that ends, the least share of the bank is
    lost.

    Args:
        banks: of the study.
        draws: that failed, at least one.
    """
    found: dict[Assumption, npt.NDArray[np.int64]] = {}
    columns = {name: ASSUMPTIONS.index(name) for name in _SUSPECTS}
    cured = {name: ~simulate(banks, _as_evaluated(draws, column)).failed for name, column in columns.items()}
    left = np.ones(len(draws), dtype=np.bool_)
    while (causes := [name for name in _SUSPECTS if (cured[name] & left).any()]) and left.any():
        rows = {name: np.unique(draws[cured[name] & left, columns[name]]) for name in causes}
        name = min(causes, key=lambda at: banks.likely(at)[rows[at]].sum() / int((cured[at] & left).sum()))
        found[name] = np.union1d(found.get(name, rows[name]), rows[name])
        left &= ~np.isin(draws[:, columns[name]], rows[name])
    if not found:  # no assumption alone makes the difference
        name = next(name for name in _SUSPECTS if (draws[:, columns[name]] != AS_EVALUATED).any())
        found[name] = np.setdiff1d(draws[:, columns[name]], [AS_EVALUATED])
    return found


def _as_evaluated(draws: Draws, column: int) -> Draws:
    changed = draws.copy()
    changed[:, column] = AS_EVALUATED
    return changed


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
