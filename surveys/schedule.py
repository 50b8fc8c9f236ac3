"""The schedule of a phone survey: every firm once a round, balanced over weekdays and hours, from a seed."""

from __future__ import annotations

from datetime import timedelta
from math import lcm
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from surveys.errors import ScheduleError

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from surveys.coding_scheme import Calls, Round

SCHEDULE = pl.Schema(
    {
        "round": pl.Int64,
        "called_on": pl.Date,
        "weekday": pl.Int64,
        "called_at": pl.Int64,
        "part_of_day": pl.String,
        "firm_id": pl.String,
    }
)
_SATURDAY = 6


def schedule(firm_ids: Collection[str], calls: Calls, seed: int) -> pl.DataFrame:
    """Who is called when.

    Firms are put in a random order once; position i then decides all the rest, cyclically:

    - part of the day (i + round) mod parts, so that a firm has another part in every round (a Latin square);
    - the hour within the part by the next digit of i, so that hour slots repeat with a period of all hours;
    - the weekday (i + shift + round) mod weekdays, where the shift grows by one with every common period of hours and
      weekdays, so that every hour meets every weekday;
    - the date by turns among those of that weekday.

    In every round the numbers of calls differ by at most one between weekdays, between hours, and between dates of one
    weekday. The order in which firms are given plays no part.

    Args:
        firm_ids: who is called.
        calls: rounds, parts of the day and holidays.
        seed: of the order of firms.

    Returns:
        round, called_on, weekday (1 Monday to 5 Friday), called_at (hour), part_of_day, firm_id; in the order in which
        the calls are made.

    Raises:
        surveys.errors.ScheduleError: a round has no working day.
    """
    order = np.random.default_rng(seed).permutation(sorted(firm_ids))
    parts = calls.part_of_day
    per_part = len(parts[0].hours)
    rows = []
    for number, when in enumerate(calls.round):
        days = _by_weekday(when, calls.holidays)
        weekdays = sorted(days)
        period = lcm(len(parts) * per_part, len(weekdays))
        turns = dict.fromkeys(weekdays, 0)
        for at, firm in enumerate(order):
            part = parts[(at + number) % len(parts)]
            hour = part.hours[(at // len(parts) + number) % per_part]
            weekday = weekdays[(at + at // period + number) % len(weekdays)]
            day = days[weekday][turns[weekday] % len(days[weekday])]
            turns[weekday] += 1
            rows.append((number + 1, day, weekday, hour, part.label, str(firm)))
    return pl.DataFrame(rows, schema=SCHEDULE, orient="row").sort("round", "called_on", "called_at", "firm_id")


def _by_weekday(when: Round, holidays: Sequence[date]) -> dict[int, list[date]]:
    """The working days of a round by their weekday; weekends and holidays are none."""
    span = [when.start + timedelta(days=at) for at in range((when.end - when.start).days + 1)]
    found: dict[int, list[date]] = {}
    for day in span:
        if day.isoweekday() < _SATURDAY and day not in holidays:
            found.setdefault(day.isoweekday(), []).append(day)
    if not found:
        raise ScheduleError(f"{when.start} 至 {when.end} 之间没有工作日，排不出这一轮")
    return found
