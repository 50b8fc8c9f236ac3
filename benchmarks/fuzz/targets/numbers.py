"""Cells that may mean a number, under a header that says a unit, in a column that wants one."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from benchmarks.fuzz.holding import around, hold, in_full_width
from data_sources.numerals import plain_text, read_number, read_share, unit_within
from data_sources.units import factor_between

_FIVES_OR_TWOS = 400


def numbers(text: str) -> None:
    """A number or a reason, whatever is around it; written again it is the same, in another unit as much.

    The input is a cell, the unit that is wanted and the one that the header says, each on a line of its own.
    """
    cell, wanted, said = (*text.split("\n", 2), "", "")[:3]
    read = read_number(cell, wanted, said)
    hold("a number or a reason", isinstance(read, Fraction | str), expected=True)
    for spelled in (*around(cell), in_full_width(cell)):
        hold(f"{spelled!r} reads as {cell!r} does", read_number(spelled, wanted, said), read)
        hold(f"the unit within {spelled!r}", unit_within(spelled), unit_within(cell))
        hold(f"the share {spelled!r}", read_share(spelled), read_share(cell))
    if not isinstance(read, Fraction):
        return
    written = _written(read)
    if written is not None:
        hold(f"{written} reads as itself", read_number(written, wanted), read)
        hold(f"{written} with its unit reads as itself", read_number(written + _unit(wanted), wanted), read)
    if plain_text(cell)[:1] not in ("-", "+") and read > 0:
        negative = read_number(f"-{plain_text(cell)}", wanted, said)
        if isinstance(negative, Fraction):
            hold(f"minus {cell!r}", negative, -read)
    _in_other_units(cell, wanted, said, read)


def _in_other_units(cell: str, wanted: str, said: str, read: Fraction) -> None:
    """The same cell in a column that wants another unit: the same quantity, exactly."""
    for other in ("元", "万元", "亿元", "次", "%", "秒", "小时"):
        forth, back = factor_between(wanted, other), factor_between(other, wanted)
        if forth is None or back is None:
            continue
        hold(f"from {wanted!r} to {other} and back", forth * back, Fraction(1))
        again = read_number(cell, other, said)
        if isinstance(again, Fraction) and (said or _bears_unit(cell)):
            hold(f"{cell!r} in {other} instead of {wanted!r}", again, read * forth)


def _bears_unit(cell: str) -> bool:
    """Whether a unit stands behind the number; a sign of a currency before it leaves open how many it counts."""
    unit = unit_within(cell)
    return bool(unit) and plain_text(cell).endswith(str(unit))


def _unit(wanted: str) -> str:
    """A unit that can be told from the number before it."""
    return wanted if factor_between(wanted, wanted) and wanted in ("元", "万元", "次", "%", "秒") else ""


def _written(number: Fraction) -> str | None:
    """A number in digits; None if it has too many of them, or no end."""
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1 or number.denominator.bit_length() > _FIVES_OR_TWOS or abs(number) >= 10**100:
        return None
    whole, places = abs(number), 0
    while whole.denominator != 1:
        whole, places = whole * 10, places + 1
    digits = f"{whole.numerator:0{places + 1}}"
    text = f"{digits[: len(digits) - places]}.{digits[len(digits) - places :]}".rstrip(".")
    if len(text) > 300 or Fraction(Decimal(text)) != abs(number):
        return None
    return f"-{text}" if number < 0 else text
