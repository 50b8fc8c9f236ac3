"""Resident ID numbers of 15 and 18 digits, column by column.

python-stdnum judges one number at a time, too slowly for a hundred million; here it says which places it knows, and
the tests hold the rest against it. A number whose place it does not know is valid here: its list lacks some counties,
and those founded since it was made. Nor need the county have existed in the year of birth, since the number is given
when the person is registered, not at birth.
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
    dtype=pl.UInt32,
)
_RESIDENCE_PERMITS = frozenset({810000, 820000, 830000})  # of residents of Hong Kong, Macao and Taiwan
_BORN_IN_18 = (996, 999)  # order numbers that the first edition of GB 11643 kept for those born before 1900
_SHORT, _LONG = 15, 18
_REPEATED = 111_111_111_111_111  # divides 15 times the same digit: a placeholder, whose date of birth may be one


class ResidentIds(NamedTuple):
    """What the numbers of a column tell, one value per row.

    Attributes:
        fifteen: whether the number is one of 15 digits, valid or not; null for an empty cell.
        body: the first 17 digits of the number of 18, which tell persons apart; null unless the number is valid.
        born: the date of birth; null unless the number is valid.
        place_known: whether python-stdnum knows the place; null unless the number is valid.
    """

    fifteen: pl.Series
    body: pl.Series
    born: pl.Series
    place_known: pl.Series


def read_resident_ids(numbers: pl.Series) -> ResidentIds:
    """Read a column of numbers in half-width capitals without blanks; cells may hold anything else too."""
    length, digits = numbers.str.len_bytes(), numbers.cast(pl.UInt64, strict=False)
    long, short = length == _LONG, (length == _SHORT).arg_true()
    body, check = (digits // 10).set(~long, None), (digits % 10).set(~long, None)
    in_x = (long & digits.is_null()).arg_true()
    body.scatter(in_x, numbers.gather(in_x).str.strip_suffix("X").cast(pl.UInt64, strict=False))
    check.scatter(in_x, pl.repeat(_X, len(in_x), dtype=pl.UInt64, eager=True))
    old = numbers.gather(short).str.extract("^([0-9]{15})$").cast(pl.UInt64)
    lengthened = _lengthened(old.set((old % _REPEATED == 0).fill_null(value=False), None))
    body.scatter(short, lengthened)
    check.scatter(short, _check_codes(lengthened))
    born = _dates(body // 1000 % 10**8)
    valid = born.is_not_null() & (check == _check_codes(body))
    body = body.set(~valid.fill_null(value=False), None)
    fifteen = length.is_null().set(length.is_null(), None).scatter(short, old.is_not_null())
    return ResidentIds(fifteen, body, born.set(body.is_null(), None), _known(body // 10**11))


def in_full(numbers: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Where valid numbers of 15 digits stand among those of `read_resident_ids`, and the same with 18 digits."""
    short = (numbers.str.len_bytes() == _SHORT).arg_true()
    bodies = read_resident_ids(numbers.gather(short)).body
    valid = bodies.is_not_null()
    bodies = bodies.filter(valid)
    return short.filter(valid), bodies.cast(pl.String).str.zfill(_LONG - 1) + check_digits(bodies)


def check_digits(body: pl.Series) -> pl.Series:
    """The 18th characters of numbers from their first 17 digits (GB 11643)."""
    return _CHECK.gather(_check_codes(body))


def _check_codes(body: pl.Series) -> pl.Series:
    """The 18th digits as numbers, 10 for X: with it, the digits make 1 modulo 11, read as if their base were 2."""
    halves = (body % 10**8).cast(pl.UInt32), (body // 10**8).cast(pl.UInt32)  # faster to divide
    total = halves[1] // 10**8 * _BASE**16
    for half, power in zip(halves, (0, 8), strict=True):
        for at in (0, 4):
            total += _OF_FOUR_DIGITS.gather(half // 10**at % _FOUR) * _BASE ** (power + at)
    return ((12 - total * _BASE % 11) % 11).cast(pl.UInt64)


def _lengthened(old: pl.Series) -> pl.Series:
    """The first 17 digits of the numbers of 18 from those of 15."""
    century = 19 - (old % 1000).is_between(*_BORN_IN_18).cast(pl.UInt64)
    return old // 10**9 * 10**11 + century * 10**9 + old % 10**9


def _known(places: pl.Series) -> pl.Series:
    known = [place for place in places.unique().drop_nulls() if _is_known(place)]
    return places.is_in(pl.Series(known, dtype=places.dtype).implode())


@cache
def _is_known(place: int) -> bool:
    if place in _RESIDENCE_PERMITS:
        return True
    return any("county" in properties for _, properties in numdb.get("cn/loc").info(f"{place:06d}"))


def _dates(numbers: pl.Series) -> pl.Series:
    """The dates that YYYYMMDD tell; null where there is none."""
    new_years_days, leap, of_year = _calendar()
    numbers = numbers.cast(pl.UInt32)
    years = numbers // 10_000
    days = numbers % 10_000 + leap.gather(years) * 10_000
    return (new_years_days.gather(years) + of_year.gather(days)).cast(pl.Date)


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
        pl.concat([none.cast(pl.UInt32), years.dt.is_leap_year().cast(pl.UInt32)]),
        of_year,
    )
