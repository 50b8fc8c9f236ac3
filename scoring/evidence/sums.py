"""Sums that do not depend on who adds, nor in which order.

An amount is taken apart into its whole and its thousand-millionth parts. Both are whole numbers, and sums of these are
exact in double precision, whereas a plain sum differs in its last bits from thread to thread and from engine to engine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

from scoring.precision import DECIMALS

if TYPE_CHECKING:
    import narwhals as nw
    import polars as pl

_PARTS, _PART = 10.0**DECIMALS, 10.0**-DECIMALS


@overload
def whole(amount: nw.Expr) -> nw.Expr: ...
@overload
def whole(amount: pl.Expr) -> pl.Expr: ...
def whole(amount: Any) -> Any:
    """The whole of an amount, to be summed."""
    return amount.floor()


@overload
def parts(amount: nw.Expr) -> nw.Expr: ...
@overload
def parts(amount: pl.Expr) -> pl.Expr: ...
def parts(amount: Any) -> Any:
    """The number of its parts, to be summed."""
    return ((amount - amount.floor()) * _PARTS + 0.5).floor()


def joined(wholes: Any, number: Any) -> Any:
    """The sum of amounts from the sums of their wholes and of their parts, still to be settled by Polars.

    A sum of whole numbers stays one. Multiplied, not divided: dividing by a number, one engine multiplies by its
    inverse.

    Args:
        wholes: an expression, of narwhals or of polars.
        number: an expression of the same.
    """
    return wholes + number * _PART
