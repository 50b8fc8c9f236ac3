"""Sums that do not depend on who adds, nor in which order.

An amount is taken apart into its whole and its thousand-millionth parts. Both are whole numbers, and sums of these are
exact in double precision, whereas a plain sum differs in its last bits from thread to thread and from engine to engine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, overload

from scoring.precision import DECIMALS

if TYPE_CHECKING:
    from types import ModuleType

    import narwhals as nw
    import polars as pl

_PARTS, _PART = 10.0**DECIMALS, 10.0**-DECIMALS
_EXACT = 2.0**53 / _PARTS - 1
"""Below it, an amount's number of parts is a double."""


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


def joined(wholes: Any, number: Any, library: ModuleType) -> Any:
    """The sum of amounts from the sums of their wholes and of their parts, still to be settled by Polars.

    Multiplied, not divided: dividing by a number, one engine multiplies by its inverse.

    Args:
        wholes: an expression.
        number: an expression.
        library: whose expressions they are, `narwhals` or `polars`.
    """
    exact = (wholes * _PARTS + number) * _PART
    return library.when(wholes.abs() < _EXACT).then(exact).otherwise(wholes + number * _PART)
