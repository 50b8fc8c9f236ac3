"""Dates, times and durations that a spreadsheet keeps as numbers of days."""

from __future__ import annotations

from datetime import date, timedelta

from data_sources.stage.marks import EPOCH_1900

NO_DATE = "########"
"""What a spreadsheet shows of a number that is no date: one below zero or after the year 9999."""

_LAST = 2958465  # 9999-12-31
_LEAP = 60  # 1900-02-29, which spreadsheets count though there was no such day
_MILLISECONDS = 86_400_000


def moment(serial: float, epoch: date = EPOCH_1900) -> str:
    """A serial number as ISO date, with the time if it has one (2017-03-05 13:45:00).

    Serial numbers of no day (0 and 60 of the older epoch, negative ones) are as a spreadsheet shows them.
    """
    days, seconds = _parts(serial)
    if not 0 <= days <= _LAST:
        return NO_DATE
    time = f" {_clock(seconds)}" if seconds else ""
    if epoch != EPOCH_1900 or days > _LEAP:
        return f"{(epoch + timedelta(days)).isoformat()}{time}"
    if days in {0, _LEAP}:
        return ("1900-01-00" if days == 0 else "1900-02-29") + time
    return f"{(epoch + timedelta(days + 1)).isoformat()}{time}"


def time_of_day(serial: float) -> str:
    """The time of a serial number, as HH:MM:SS."""
    return _clock(_parts(serial)[1]) if serial >= 0 else NO_DATE


def duration(days: float) -> str:
    """A number of days as HH:MM:SS; the hours may exceed 24."""
    whole, seconds = _parts(abs(days))
    return f"{'-' if days < 0 else ''}{_clock(whole * 86_400 + seconds)}"


def _parts(serial: float) -> tuple[int, int]:
    """Days and whole seconds; what binary fractions lack of a whole second is made good, nothing else is rounded up."""
    days, rest = divmod(round(serial * _MILLISECONDS), _MILLISECONDS)
    return days, rest // 1000


def _clock(seconds: int) -> str:
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02}:{minute:02}:{second:02}"
