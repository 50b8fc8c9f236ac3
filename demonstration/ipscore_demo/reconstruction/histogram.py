"""How many firms show which pattern: the integer histogram nearest to a natural draw that meets the figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ipscore_demo.reconstruction.solver import Bools, Floats, InfeasibleError, Ints, Row, nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ipscore_demo.reconstruction.shapes import Interval

GAP = 0.25  # a quarter more changes than the fewest possible will do


@dataclass(frozen=True)
class Total:
    """A sum over all firms: `each` per pattern, between low and high."""

    each: Floats | Ints | Bools
    low: float
    high: float


def exactly(each: Floats | Ints | Bools, value: float) -> Total:
    """A sum over all firms that must come out exactly."""
    return Total(each, value, value)


def histogram(
    score: Floats,
    natural: Floats,
    bands: Sequence[Interval],
    totals: Sequence[Total],
    *,
    rng: np.random.Generator,
    what: str,
) -> Ints:
    """The pattern of each firm, in the order of the patterns; shape (firms,).

    Within every band, firms are drawn by the `natural` weights of the patterns; then as few firms as possible change
    pattern until all totals come out.

    Raises:
        InfeasibleError: no such histogram.
    """
    target = np.zeros(score.size)
    rows = [Row(np.asarray(total.each, dtype=np.float64), total.low, total.high) for total in totals]
    inside_any = np.zeros(score.size, dtype=bool)
    for band in bands:
        inside = (score >= band.low) & (score <= band.high)
        inside_any |= inside
        if band.firms and not inside.any():
            raise InfeasibleError(f"{what}：没有得分在 {band.low:g} 与 {band.high:g} 之间的情形")
        if band.firms:
            share = natural * inside
            target += rng.multinomial(band.firms, share / share.sum())
        rows.append(Row(inside.astype(np.float64), band.firms, band.firms))
    # A change to a likelier pattern is cheaper; it also keeps the optimum unique.
    price = 1 + 0.1 * rng.random(score.size)
    upper = np.where(inside_any, float(sum(band.firms for band in bands)), 0.0)
    firms = nearest(target, rows, upper=upper, weight=price, gap=GAP, what=what)
    return np.repeat(np.arange(score.size), np.rint(firms).astype(np.int64))
