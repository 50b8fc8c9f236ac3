"""Texts that may be units."""

from __future__ import annotations

from fractions import Fraction

from benchmarks.fuzz.holding import around, hold, in_full_width
from data_sources.units import factor_between, is_foreign, is_unit_like, unit_of


def units(text: str) -> None:
    """A unit is one whatever is around it; two convert into each other and by a third as they do at once.

    The input is up to three texts, each on a line of its own.
    """
    first, second, third = (*text.split("\n", 2), "", "")[:3]
    unit = unit_of(first)
    if unit is not None:
        hold(f"{first!r} is like a unit", is_unit_like(first), expected=True)
        hold(f"{first!r} is foreign", is_foreign(first), expected=False)
        hold(f"{first!r} has a factor", unit.factor > 0, expected=True)
    for spelled in (*around(first), in_full_width(first)):
        other = unit_of(spelled)
        hold(
            f"{spelled!r} is the unit {first!r}",
            other and (other.dimension, other.factor),
            unit and (unit.dimension, unit.factor),
        )
        hold(f"{spelled!r} is like a unit", is_unit_like(spelled), is_unit_like(first))
        hold(f"from {spelled!r}", factor_between(spelled, second), factor_between(first, second))
        hold(f"to {spelled!r}", factor_between(second, spelled), factor_between(second, first))
    forth, back, on, at_once = (
        factor_between(*pair) for pair in ((first, second), (second, first), (second, third), (first, third))
    )
    if forth is not None and back is not None:
        hold(f"from {first!r} to {second!r} and back", forth * back, Fraction(1))
    if forth is not None and on is not None and at_once is not None and third.strip():
        hold(f"from {first!r} by {second!r} to {third!r}", forth * on, at_once)
