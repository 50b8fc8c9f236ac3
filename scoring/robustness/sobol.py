"""Sobol indices: how much of the variance of an outcome each input explains, alone and with the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

SENSITIVITY = pl.Schema(
    {
        "assumption": pl.String,
        **dict.fromkeys(("first", "first_low", "first_high", "total", "total_low", "total_high"), pl.Float64),
    }
)
"""One row per input."""

_RESAMPLES = 500


def sobol_indices(
    function: Callable[[Floats], Floats], names: Sequence[str], base: int, seed: int, confidence: float
) -> pl.DataFrame:
    """First-order and total indices of a function: frame `SENSITIVITY`.

    Args:
        function: inputs in [0, 1), shape (n, inputs), to the outcome, shape (n,), without NaN.
        names: of the inputs.
        base: rows of the base sample, a power of two; the function gets base × (inputs + 2) rows.
        seed: of the sample and of the intervals.
        confidence: of the intervals, between 0 and 1.

    Raises:
        ValueError: the base is no power of two.
    """
    return analysed(function(sobol_sample(len(names), base, seed)), names, seed, confidence)


def sobol_sample(inputs: int, base: int, seed: int) -> Floats:
    """The rows at which a function is looked at, shape (base × (inputs + 2), inputs), in [0, 1).

    A scrambled Sobol sequence crossed as in Saltelli et al. (see `analysed`), by SALib (Herman & Usher, SALib, Journal
    of Open Source Software 2, 2017).

    Raises:
        ValueError: the base is no power of two.
    """
    from SALib.sample import sobol  # noqa: PLC0415  (loads pandas)

    if base < 2 or base & (base - 1):  # noqa: PLR2004
        raise ValueError(f"the base sample of a Sobol sequence is a power of two, not {base}")
    problem = _problem([str(at) for at in range(inputs)])
    return np.asarray(sobol.sample(problem, base, calc_second_order=False, seed=_seeds(seed)[0]))


def analysed(outcome: Floats, names: Sequence[str], seed: int, confidence: float) -> pl.DataFrame:
    """Indices from the outcomes at the rows of `sobol_sample`: frame `SENSITIVITY`.

    The first-order index is the share of the outcome's variance that goes when an input is fixed, the total index the
    share that stays when all others are (Saltelli et al., Variance based sensitivity analysis of model output, Computer
    Physics Communications 181, 2010). Intervals come from resampling the rows, on the assumption that the estimates are
    normal.

    The numbers are kept as they come. Of an input that hardly matters, estimate and interval lie around zero, partly
    below: a negative index says that no share was found. First-order indices may add up to slightly more than 1. Total
    indices add up to more than 1 where inputs act together.

    Args:
        outcome: shape (base × (inputs + 2),), without NaN.
        names: of the inputs.
        seed: of the resampling.
        confidence: of the intervals, between 0 and 1.

    Returns:
        One row per name; null where the outcome is the same everywhere, so that there is no variance to explain.
    """
    from SALib.analyze import sobol  # noqa: PLC0415

    named = pl.DataFrame({"assumption": list(names)}, schema={"assumption": pl.String})
    if np.ptp(outcome) == 0:
        return named.with_columns(pl.lit(None, pl.Float64).alias(column) for column in SENSITIVITY.names()[1:])
    found = sobol.analyze(
        _problem(names),
        outcome,
        calc_second_order=False,
        num_resamples=_RESAMPLES,
        conf_level=confidence,
        seed=_seeds(seed)[1],
    )
    pairs = ((found[name], found[f"{name}_conf"]) for name in ("S1", "ST"))
    columns = [values for index, half in pairs for values in (index, index - half, index + half)]
    return named.with_columns(
        pl.Series(name, values) for name, values in zip(SENSITIVITY.names()[1:], columns, strict=True)
    )


def _problem(names: Sequence[str]) -> dict[str, object]:
    return {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}


def _seeds(seed: int) -> tuple[int, int]:
    """For the sample and for the resampling; never 0, which SALib takes for none."""
    sample, resampling = np.random.SeedSequence(seed).generate_state(2)
    return int(sample) + 1, int(resampling) + 1
