"""Days and names of one year, moved to another."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    Span = tuple[date, date]

_WEEK = 7
_DAY = timedelta(days=1)
_YEARS = re.compile(r"(?<![0-9])(?P<year>[0-9]{4})(?:(?P<between>[-—–_/])(?P<next>[0-9]{2})(?![0-9]))?(?![0-9])")


def same_day(day: date, years: int) -> date:
    """The day so many years later; the last of a month stays the last: 28 February may become the 29th."""
    year = day.year + years
    last = monthrange(year, day.month)[1]
    is_last = day.day == monthrange(day.year, day.month)[1]
    return day.replace(year=year, day=last if is_last else min(day.day, last))


def moved_period(start: date, end: date, years: int) -> Span:
    """A period so many years later, which begins on the day after the one before would end."""
    return same_day(start - _DAY, years) + _DAY, same_day(end, years)


def by_weeks(span: Span, years: int, within: Span | None = None) -> Callable[[date], date]:
    """How days near a span move by so many years: by whole weeks, so that weekdays and distances stay.

    Where a span moved by weeks would not lie within the given days, its days keep their dates instead.
    """
    first, last = span
    weeks = round((same_day(first, years) - first).days / _WEEK)
    for more in (0, 1, -1):
        shift = timedelta(weeks=weeks + more)
        if within is None or (within[0] <= first + shift and last + shift <= within[1]):
            return lambda day: day + shift
    return lambda day: same_day(day, years)


def years_of(period: Span, year: int) -> frozenset[int]:
    """The years that names of a rulebook may mean: its own, and those that its period touches."""
    return frozenset({year, period[0].year, period[1].year})


def renamed(name: str, of: Collection[int], years: int, year: int) -> str:
    """`investor_2018` of `investor_2017`; a name without a year of those has the new one added.

    Args:
        name: of the old year.
        of: the old year, or years where the period crosses them.
        years: how many years later.
        year: the new year.
    """
    found = _moved(name, of, years)
    return found if found != name else f"{name}_{year}"


def retitled(title: str, of: Collection[int], years: int, year: int) -> str:
    """`评价（2018年度）` of `评价（2017年度）`; a title without a year of those has the new one added."""
    found = _moved(title, of, years)
    return found if found != title else f"{title}（{year}年度）"


def _moved(text: str, of: Collection[int], years: int) -> str:
    def moved(found: re.Match[str]) -> str:
        year = int(found["year"])
        if year not in of:
            return found[0]
        if found["next"] is None:
            return str(year + years)
        if int(found["next"]) == (year + 1) % 100:  # 2017-18
            return f"{year + years}{found['between']}{(year + years + 1) % 100:02}"
        return f"{year + years}{found['between']}{found['next']}"

    return _YEARS.sub(moved, text)
