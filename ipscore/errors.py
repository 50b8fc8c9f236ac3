"""Errors of the top room.

IpscoreError
├── TargetError            where a folder should be written there is something that must stay
│   └── FullDiskError      the disk is full
├── NotARunError           the folder is no run, or one that is damaged
├── UnknownNodeError       no such indicator in the rulebook
├── NoStudyError           no study of robustness in the run, or one that is damaged or outdated
├── NoSettingsError        the rulebook does not say what a study of robustness varies
├── UnknownFirmError       no such firm in the run, or one that was not evaluated
├── UnknownMonthError      no figures of such a month in the operations run
├── ChangeError            what is supposed to be otherwise cannot be understood
├── JudgementFormError     forms of experts that cannot be taken as they were filled in
├── OtherRecordsError      the records are not those of the run
├── IncomparableRunsError  two runs evaluated nothing in common, or one is not before the other
├── ReconciliationError    published figures that cannot be set beside a run, or read as weighted means
├── RejectedRowsError      rows were rejected that nobody accepted, or other ones than were accepted
├── UnclearPeriodError     readings so far apart that one of their dates must be wrong
├── QueryError             an SQL query that cannot be run
├── EngineError            an engine that is not there, not installed, or cannot be reached
└── DemonstrationError     the 2017 records cannot be rebuilt
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class IpscoreError(Exception):
    """Base of every error that this package raises on purpose."""


class TargetError(IpscoreError):
    """Where a folder should be written there is something that must stay."""


class FullDiskError(TargetError):
    """There is no space where something should be written; nothing of it was left, and nothing else touched."""


class NotARunError(IpscoreError):
    """The folder is no run, or one that is damaged."""


class UnknownNodeError(IpscoreError):
    """No such indicator in the rulebook."""


class NoStudyError(IpscoreError):
    """No study of robustness in the run, or one that is damaged or outdated."""


class NoSettingsError(IpscoreError):
    """The rulebook does not say what a study of robustness varies."""


class UnknownFirmError(IpscoreError):
    """No such firm in the run, or one that was not evaluated."""


class UnknownMonthError(IpscoreError):
    """No figures of such a month in the operations run."""


class ChangeError(IpscoreError):
    """What is supposed to be otherwise cannot be understood."""


class NoSuchRecordError(IpscoreError):
    """A run holds no record of such a number."""


class ObjectionFormError(IpscoreError):
    """A form for objections cannot be taken as it was filled in; tells every place that is wrong."""


class JudgementFormError(IpscoreError):
    """Forms on which experts judged weights cannot be taken as they were filled in; tells every place that is wrong."""


class OtherRecordsError(IpscoreError):
    """The records are not those of the run."""


class IncomparableRunsError(IpscoreError):
    """Two runs evaluated nothing in common (other kinds of units, or none that is in both), or are in no order."""


class ReconciliationError(IpscoreError):
    """Published figures that cannot be set beside a run, or read as weighted means of a tree."""


class RejectedRowsError(IpscoreError):
    """Rows were rejected that nobody accepted, or other ones than were accepted.

    Attributes:
        problems: by source, which.
    """

    def __init__(self, problems: Sequence[str], message: str) -> None:
        self.problems = tuple(problems)
        super().__init__(message)


class UnclearPeriodError(IpscoreError):
    """Readings so far apart that one of their dates must be wrong."""


class QueryError(IpscoreError):
    """An SQL query that cannot be run."""


class EngineError(IpscoreError):
    """An engine that is not there, is not installed, or cannot be reached."""


class DemonstrationError(IpscoreError):
    """The 2017 records cannot be rebuilt."""
