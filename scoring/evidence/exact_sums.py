"""Exact sums of figures of any size, whoever adds and in whichever order.

A magnitude is cut into pieces of so many bits each, on a grid that is the same for all figures of a column. Sums of
whole numbers of grid steps are exact in double precision, so neither threads nor engines nor the order of rows change
them; added up from the finest grid to the coarsest they come to within a unit or two in the last place of the true sum
(Demmel & Nguyen 2015, Parallel reproducible summation, IEEE Transactions on Computers 64).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import narwhals as nw

from scoring.evidence.conditions import collected

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scoring.evidence.conditions import Table

_BITS = 26
"""Of a piece: 2^27 of them add up exactly."""

_PIECES = 5
"""As many as keep all digits of figures up to 2^77 times smaller than the largest."""

_INFINITY = float("inf")

_GRIDS = [2.0 ** -(_BITS * at) for at in range(1, _PIECES + 1)]
"""Steps of the grids, from the coarsest: powers of two, so that neither multiplying nor dividing rounds."""

_LEAST = -1021
"""Exponent of the smallest figure whose inverse is a number."""


def exact_sums(rows: Table, columns: Sequence[str], by: Sequence[str] = ("firm_id",)) -> Table:
    """Sums and means of columns per unit, as `<column>_sum` and `<column>_mean`; infinite where a figure is.

    Args:
        rows: lazily, with the columns, numbers without nulls; infinite ones are taken as positive.
        columns: to add up.
        by: columns that make a unit.
    """
    highest = collected(rows.select(*(_finite(name).max().alias(name) for name in columns)))
    scales = {name: math.ldexp(1.0, _exponent(highest[name].item())) for name in columns}
    pieces = rows.with_columns(
        **{f"{name}_size": _finite(name) * (1 / scales[name]) for name in columns},
        **{f"{name}_sign": nw.when(nw.col(name) < 0).then(-1.0).otherwise(1.0) for name in columns},
        **{f"{name}_infinite": nw.when(nw.col(name).abs() < _INFINITY).then(0.0).otherwise(1.0) for name in columns},
        _one=nw.lit(1.0),
    )
    for at, grid in enumerate(_GRIDS):
        pieces = pieces.with_columns(**{f"{name}_{at}": (nw.col(f"{name}_size") / grid).floor() for name in columns})
        pieces = pieces.with_columns(
            **{f"{name}_size": nw.col(f"{name}_size") - nw.col(f"{name}_{at}") * grid for name in columns},
            **{f"{name}_{at}": nw.col(f"{name}_{at}") * nw.col(f"{name}_sign") for name in columns},
        )
    wanted = [f"{name}_{end}" for name in columns for end in (*range(_PIECES), "infinite")]
    added = pieces.group_by(*by).agg(*(nw.col(each).sum() for each in (*wanted, "_one")))
    found = added.with_columns(**{f"{name}_sum": _joined(name) * scales[name] for name in columns})
    found = found.with_columns(
        **{
            f"{name}_sum": nw.when(nw.col(f"{name}_infinite") > 0).then(_INFINITY).otherwise(nw.col(f"{name}_sum"))
            for name in columns
        }
    )
    return found.with_columns(**{f"{name}_mean": nw.col(f"{name}_sum") / nw.col("_one") for name in columns})


def _finite(name: str) -> nw.Expr:
    """The magnitude of figures; 0 of infinite ones."""
    size = nw.col(name).abs()
    return nw.when(size < _INFINITY).then(size).otherwise(0.0)


def _exponent(highest: float | None) -> int:
    """That of the power of two just below the largest magnitude."""
    return max(math.frexp(highest or 1.0)[1] - 1, _LEAST)


def _joined(name: str) -> nw.Expr:
    """The pieces of a sum put together, from the finest."""
    total = nw.col(f"{name}_{_PIECES - 1}") * _GRIDS[-1]
    for at in reversed(range(_PIECES - 1)):
        total = total + nw.col(f"{name}_{at}") * _GRIDS[at]
    return total
