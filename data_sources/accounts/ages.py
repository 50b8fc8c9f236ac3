"""Who has reached an age on a day."""

from __future__ import annotations

import calendar
from datetime import date


def last_born(as_of: date, years: int) -> date:
    """The last date of birth of those who have completed so many years on a day.

    The age is reached on the birthday; where the month has no such day, on its last (Civil Code of the PRC, art. 202).
    """
    year = as_of.year - years
    last = calendar.monthrange(year, as_of.month)[1]
    at_end = as_of.day == calendar.monthrange(as_of.year, as_of.month)[1]
    return date(year, as_of.month, last if at_end else as_of.day)
