"""Resident ID numbers of 15 and 18 digits, column by column.

python-stdnum judges one number at a time, too slowly for a hundred million; here it says which places exist, and the
tests hold the rest against it. It also asks whether the county existed in the year of birth; here it need not, since
the number is given when the person is registered, not at birth.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import polars as pl
from stdnum import numdb

if TYPE_CHECKING:
    from collections.abc import Iterable

_WEIGHTS = tuple(2 ** (17 - place) % 11 for place in range(17))  # GB 11643: ISO 7064 MOD 11-2
_CHECK = "10X98765432"  # by the weighted sum modulo 11
_RESIDENCE_PERMITS = frozenset({810000, 820000, 830000})  # of residents of Hong Kong, Macao and Taiwan
_BORN_IN_18 = (996, 999)  # order numbers that the first edition of GB 11643 kept for those born before 1900
_FEBRUARY = 2
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class ResidentIds(NamedTuple):
    """What the numbers of a column tell, one value per row.

    Attributes:
        fifteen: whether the number is one of 15 digits, valid or not; null for an empty cell.
        body: the first 17 digits of the number of 18, which tell persons apart; null unless the number is valid.
        born: the date of birth as YYYYMMDD; null unless the number is valid.
    """

    fifteen: pl.Series
    body: pl.Series
    born: pl.Series


def read_resident_ids(numbers: pl.Series) -> ResidentIds:
    """Read a column of numbers in half-width capitals without blanks; cells may hold anything else too."""
    cell = pl.col("number")
    frame = numbers.alias("number").to_frame()
    frame = frame.select(
        fifteen=cell.str.contains(r"^[0-9]{15}$"),
        old=pl.when(cell.str.contains(r"^[0-9]{15}$")).then(cell).cast(pl.Int64),
        new=pl.when(cell.str.contains(r"^[0-9]{17}[0-9X]$")).then(cell.str.head(17)).cast(pl.Int64),
        check=cell.str.tail(1),
    ).with_columns(body=pl.coalesce("new", _lengthened(pl.col("old"))))
    places = pl.col("body") // 10**11
    existing = [place for place in frame.select(places.unique().drop_nulls()).to_series() if _exists(place)]
    sound = (
        places.is_in(existing)
        & _is_date(pl.col("body") // 1000 % 10**8)
        & (pl.col("new").is_null() | (pl.col("check") == check_digit(pl.col("new"))))
    )
    found = frame.select("fifteen", body=pl.when(sound).then("body")).with_columns(born=pl.col("body") // 1000 % 10**8)
    return ResidentIds(*found.get_columns())


def check_digit(body: pl.Expr) -> pl.Expr:
    """The 18th character of a number from its first 17 digits (GB 11643)."""
    digits: Iterable[pl.Expr] = (body // 10 ** (16 - place) % 10 * weight for place, weight in enumerate(_WEIGHTS))
    return (pl.sum_horizontal(digits) % 11).replace_strict(list(range(11)), list(_CHECK), return_dtype=pl.String)


def _lengthened(old: pl.Expr) -> pl.Expr:
    """The first 17 digits of the number of 18 from one of 15."""
    century = 19 - (old % 1000).is_between(*_BORN_IN_18).cast(pl.Int64)
    return old // 10**9 * 10**11 + century * 10**9 + old % 10**9


@cache
def _exists(place: int) -> bool:
    if place in _RESIDENCE_PERMITS:
        return True
    return any("county" in properties for _, properties in numdb.get("cn/loc").info(f"{place:06d}"))


def _is_date(born: pl.Expr) -> pl.Expr:
    year, month, day = born // 10_000, born // 100 % 100, born % 100
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    days = month.replace_strict(range(1, 13), _DAYS, default=0, return_dtype=pl.Int64)
    return (year > 0) & (day >= 1) & (day <= days + (leap & (month == _FEBRUARY)).cast(pl.Int64))
