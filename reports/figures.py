"""The one place where numbers are rounded and spelled, when they are shown and never before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.precision import half_up

if TYPE_CHECKING:
    from decimal import Decimal

EMPTY = "—"
"""What is shown where there is no number."""


def fixed(value: float | None, decimals: int = 2) -> str:
    """`94.71`, with thousands separators; a dash for none."""
    return EMPTY if value is None else f"{half_up(value, decimals) + 0:,}"


def signed(value: float | Decimal | None, decimals: int = 2) -> str:
    """`+0.28`, `-3.00`, `0.00`; a dash for none."""
    if value is None:
        return EMPTY
    rounded = half_up(float(value), decimals)
    return f"{rounded:+,}" if rounded else f"{abs(rounded):,}"


def percent(share: float | None, decimals: int = 1) -> str:
    """`94.7%` for 0.947."""
    return EMPTY if share is None else f"{fixed(share * 100, decimals)}%"


def percent_change(share: float | None, decimals: int = 1) -> str:
    """`+3.2%` for 0.032; a dash for none."""
    return EMPTY if share is None else f"{signed(share * 100, decimals)}%"


def plain(value: float | None, decimals: int = 4) -> str:
    """As many decimals as the number has, at most so many: `133`, `0.5`, `9,124.82`."""
    if value is None:
        return EMPTY
    text = fixed(value, decimals)
    return text.rstrip("0").rstrip(".") if "." in text else text


def interval(low: float | None, high: float | None, decimals: int = 2) -> str:
    """`94.61–94.81`; empty for none."""
    return "" if low is None or high is None else f"{fixed(low, decimals)}–{fixed(high, decimals)}"
