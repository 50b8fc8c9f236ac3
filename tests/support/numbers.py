"""Numbers in a printed report, and the numbers that the tables of a run can print."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal

import polars as pl

from scoring.precision import half_up

NUMBER = re.compile(r"(?<![A-Za-z0-9.,])(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(%)?")
_HOLDS_DIGITS = re.compile(r"\d.*[^\d.]|[^\d.].*\d")  # not the bare codes of indicators
_LABEL = re.compile(r"[图表]\s?\d+|（续\d+）")


def numbers_in(text: str, known: Collection[str]) -> Iterator[tuple[str, Decimal, bool]]:
    """The numbers of a text as printed, as numbers, and whether in per cent.

    Args:
        text: what a reader sees.
        known: names that hold digits (`12386投诉工单`, `[90,100)`); their digits are no numbers of the text.
    """
    if text in known:
        return
    rest = _LABEL.sub(" ", text)
    for name in sorted({name for name in known if _HOLDS_DIGITS.search(name)}, key=len, reverse=True):
        rest = rest.replace(name, " ")
    for found in NUMBER.finditer(rest):
        whole, fraction, per_cent = found.groups()
        yield found.group(), Decimal(whole.replace(",", "") + (fraction or "")), per_cent is not None


class Printable:
    """The values of some frames, and whether a printed number is one of them, rounded as it is printed."""

    def __init__(self, frames: Iterable[pl.DataFrame], more: Iterable[float] = ()) -> None:
        values = {abs(float(value)) for value in more}
        for frame in frames:
            for column in frame.select(pl.selectors.numeric()).iter_columns():
                values |= {abs(float(value)) for value in column.drop_nulls().drop_nans().unique()}
        self._values = sorted(values)
        self._spelled: dict[tuple[int, bool], set[Decimal]] = {}

    def __call__(self, number: Decimal, *, per_cent: bool) -> bool:
        """Whether some value prints as this number."""
        decimals = -int(number.as_tuple().exponent)
        key = (decimals, per_cent)
        if key not in self._spelled:
            factor = 100 if per_cent else 1
            self._spelled[key] = {half_up(value * factor, decimals) for value in self._values}
        return number in self._spelled[key]
