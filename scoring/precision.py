"""The one place that settles binary noise.

Scores are double-precision sums; what is equal in decimal arithmetic can differ in the last bits (89.99999999999999
and 90). Before scores are compared with each other or with an edge they are settled to 1e-9 point, seven orders of
magnitude below what is shown. Sums of a ledger's points are settled likewise, so that a capped bonus is its cap; not
those of normalised figures, which are no decimal numbers, and whose geometric means would show it.
Nothing else is rounded before it is shown, or set beside a figure that is known only as it was printed.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

DECIMALS = 9


def settled(score: pl.Expr) -> pl.Expr:
    """The score as it is compared."""
    return score.round(DECIMALS)


def half_up(value: float, decimals: int = 2) -> Decimal:
    """The number as a document prints it: binary noise settled first, then rounded half up."""
    return Decimal(repr(round(value, DECIMALS))).quantize(_quantum(decimals), ROUND_HALF_UP)


@cache
def _quantum(decimals: int) -> Decimal:
    return Decimal(1).scaleb(-decimals)
