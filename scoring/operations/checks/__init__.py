"""Checks of readings that a person should look at before anything is reported: `check_readings`.

What cannot be read or is not plausible is refused when files are read (`data_sources.readings.intake`); here is what is
missing by the calendar, what has no cause, what contradicts another indicator, and what jumps.
"""

from scoring.operations.checks.all_checks import CHECKED, check_readings

__all__ = ["CHECKED", "check_readings"]
