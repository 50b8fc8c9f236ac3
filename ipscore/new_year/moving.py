"""Days and names of one year, moved to another."""

from __future__ import annotations

import re
from datetime import date, timedelta

_WEEK, _HALF = 7, 3
_LEAP_DAY = (2, 29)


def same_day(day: date, years: int) -> date:
    """The day so many years later; 29 February becomes the 28th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def same_weekday(day: date, years: int) -> date:
    """The nearest day to that so many years later that is the same day of the week and lies in the same year."""
    aim = same_day(day, years)
    ahead = (day.weekday() - aim.weekday()) % _WEEK
    found = aim + timedelta(days=ahead if ahead <= _HALF else ahead - _WEEK)
    return found if found.year == aim.year else found + timedelta(days=_WEEK if found < aim else -_WEEK)


def renamed(name: str, old: int, new: int) -> str:
    """`investor_2018` of `investor_2017`; a name without the year has the new one added."""
    found = re.sub(rf"(?<![0-9]){old}(?![0-9])", str(new), name)
    return found if found != name else f"{name}_{new}"


def retitled(title: str, old: int, new: int) -> str:
    """`评价（2018年度）` of `评价（2017年度）`; a title without the year has the new one added."""
    found = re.sub(rf"(?<![0-9]){old}(?![0-9])", str(new), title)
    return found if found != title else f"{title}（{new}年度）"
