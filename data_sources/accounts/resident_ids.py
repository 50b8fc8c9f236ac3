"""Resident ID numbers of 15 and 18 digits, column by column.

python-stdnum judges one number at a time, too slowly for a hundred million; here it says which places exist, and the
tests hold the rest against it. It also asks whether the county existed in the year of birth; here it need not, since
the number is given when the person is registered, not at birth.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import NamedTuple

import polars as pl
from stdnum import numdb

_CHECK = pl.Series(list("0123456789X"))
_X = 10
_BASE = 2  # GB 11643: the weights, ISO 7064 MOD 11-2, are those of digits whose base is 2
_FOUR = 10_000
_OF_FOUR_DIGITS = pl.Series(
    [sum(int(digit) * _BASE ** (3 - at) for at, digit in enumerate(f"{number:04}")) for number in range(_FOUR)],
    dtype=pl.Int64,
)
_RESIDENCE_PERMITS = frozenset({810000, 820000, 830000})  # of residents of Hong Kong, Macao and Taiwan
_BORN_IN_18 = (996, 999)  # order numbers that the first edition of GB 11643 kept for those born before 1900
_SHORT, _LONG = 15, 18


class ResidentIds(NamedTuple):
    """What the numbers of a column tell, one value per row.

    Attributes:
        fifteen: whether the number is one of 15 digits, valid or not; null for an empty cell.
        body: the first 17 digits of the number of 18, which tell persons apart; null unless the number is valid.
        born: the date of birth; null unless the number is valid.
    """

    fifteen: pl.Series
    body: pl.Series
    born: pl.Series


def read_resident_ids(numbers: pl.Series) -> ResidentIds:
    """Read a column of numbers in half-width capitals without blanks; cells may hold anything else too."""
    length = numbers.str.len_bytes()
    digits = numbers.cast(pl.UInt64, strict=False)
    found = pl.DataFrame([length.alias("length"), digits.alias("digits")]).select(
        fifteen=pl.when(pl.col("length").is_not_null()).then(statement=False),
        body=pl.when(pl.col("length") == _LONG).then(pl.col("digits") // 10).cast(pl.Int64),
        check=pl.when(pl.col("length") == _LONG).then(pl.col("digits") % 10).cast(pl.Int64),
    )
    fifteen, body, check = found.get_columns()
    others = (digits.is_null() & (length == _LONG)).arg_true()
    in_x = numbers.gather(others).str.strip_suffix("X").cast(pl.UInt64, strict=False).cast(pl.Int64)
    body.scatter(others, in_x)
    check.scatter(others, pl.repeat(_X, len(others), dtype=pl.Int64, eager=True))
    short = (length == _SHORT).arg_true()
    old = numbers.gather(short).str.extract("^([0-9]{15})$").cast(pl.Int64)
    fifteen.scatter(short, old.is_not_null())
    body.scatter(short, old.to_frame("old").select(_lengthened(pl.col("old"))).to_series())
    read = pl.DataFrame([body.alias("body"), check.alias("check")]).with_columns(
        place=pl.col("body") // 10**11, born=_date(pl.col("body") // 1000 % 10**8)
    )
    existing = [place for place in read["place"].unique().drop_nulls() if _exists(place)]
    right = pl.col("check").is_null() | (pl.col("check") == _check_code(pl.col("body")))
    sound = pl.col("place").is_in(existing) & pl.col("born").is_not_null() & right
    valid = read.select(pl.when(sound).then("body"), pl.when(sound).then("born"))
    return ResidentIds(fifteen, *valid.get_columns())


def in_full(numbers: pl.Series) -> pl.Series:
    """Numbers as in `read_resident_ids`, valid ones of 15 digits written with 18, so that both forms are one."""
    short = (numbers.str.len_bytes() == _SHORT).arg_true()
    body = read_resident_ids(numbers.gather(short)).body.alias("body")
    valid = body.is_not_null()
    if not valid.any():
        return numbers
    told = body.filter(valid).to_frame().select(pl.format("{}{}", "body", check_digit(pl.col("body")))).to_series()
    return numbers.clone().scatter(short.filter(valid), told)


def check_digit(body: pl.Expr) -> pl.Expr:
    """The 18th character of a number from its first 17 digits (GB 11643)."""
    return pl.lit(_CHECK).gather(_check_code(body))


def _check_code(body: pl.Expr) -> pl.Expr:
    """The 18th digit as a number, 10 for X: with it, the digits make 1 modulo 11, read as if their base were 2."""
    fours = (pl.lit(_OF_FOUR_DIGITS).gather(body // 10**at % _FOUR) * _BASE**at for at in (0, 4, 8, 12))
    total = pl.sum_horizontal(*fours, body // 10**16 * _BASE**16)
    return (12 - total * _BASE % 11) % 11


def _lengthened(old: pl.Expr) -> pl.Expr:
    """The first 17 digits of the number of 18 from one of 15."""
    century = 19 - (old % 1000).is_between(*_BORN_IN_18).cast(pl.Int64)
    return old // 10**9 * 10**11 + century * 10**9 + old % 10**9


@cache
def _exists(place: int) -> bool:
    if place in _RESIDENCE_PERMITS:
        return True
    return any("county" in properties for _, properties in numdb.get("cn/loc").info(f"{place:06d}"))


def _date(number: pl.Expr) -> pl.Expr:
    """The date that YYYYMMDD tells; null if there is none."""
    new_years_days, leap, of_year = (pl.lit(values) for values in _calendar())
    year, day = number // 10_000, number % 10_000
    in_leap_years = leap.gather(year).cast(pl.Int64) * 10_000
    return (new_years_days.gather(year) + of_year.gather(day + in_leap_years)).cast(pl.Date)


@cache
def _calendar() -> tuple[pl.Series, pl.Series, pl.Series]:
    """By year the days from 1970 to its first, and whether it is a leap year; by MMDD the days since the year began.

    Those of leap years stand beyond 10,000. Null where there is no such year or day.
    """
    years = pl.select(year=pl.int_range(1, 10_000)).select(first=pl.date("year", 1, 1))["first"]
    of_year = pl.repeat(None, 20_000, dtype=pl.Int32, eager=True)
    for year, beyond in ((2001, 0), (2000, 10_000)):
        days = pl.date_range(date(year, 1, 1), date(year, 12, 31), eager=True)
        places = days.dt.month().cast(pl.Int64) * 100 + days.dt.day() + beyond
        of_year.scatter(places, days.dt.ordinal_day().cast(pl.Int32) - 1)
    none = pl.Series([None])
    return (
        pl.concat([none.cast(pl.Int32), years.cast(pl.Int32)]),
        pl.concat([none.cast(pl.Boolean), years.dt.is_leap_year()]),
        of_year,
    )
