"""Errors of the top room. What an error tells, and its way out: `indicator_tree.told_errors`.

IpscoreError
├── TargetError            where a folder should be written there is something that must stay
│   └── FullDiskError      the disk is full
├── NotARunError           the folder is no run, or one that is damaged
├── UnknownNodeError       no such indicator in the rulebook
├── NoStudyError           no study of robustness in the run, or one that is damaged or outdated
├── NoSettingsError        the rulebook does not say what a study of robustness varies
├── UnknownFirmError       no such firm in the run, or one that was not evaluated
├── UnknownMonthError      no figures of such a month in the operations run
├── NoSuchRecordError      a run holds no record of such a number
├── ObjectionFormError     a form for objections that cannot be taken as it was filled in
├── ChangeError            what is supposed to be otherwise cannot be understood
├── JudgementFormError     forms of experts that cannot be taken as they were filled in
├── OtherRecordsError      the records are not those of the run
├── IncomparableRunsError  two runs evaluated nothing in common, or one is not before the other
├── ReconciliationError    published figures that cannot be set beside a run, or read as weighted means
├── RejectedRowsError      rows were rejected that nobody accepted, or other ones than were accepted
├── UnclearPeriodError     readings so far apart that one of their dates must be wrong
├── QueryError             an SQL query that cannot be run
├── EngineError            an engine that is not there, not installed, or cannot be reached
└── MissingPlugInError     the distribution that brings a command is not installed
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicator_tree.told_errors import ToldError

if TYPE_CHECKING:
    from collections.abc import Sequence


class IpscoreError(ToldError):
    """Base of every error that this package raises on purpose."""


class TargetError(IpscoreError):
    """Where a folder should be written there is something that must stay."""


class FullDiskError(TargetError):
    """There is no space where something should be written; nothing of it was left, and nothing else touched."""

    WAY_OUT = "请腾出磁盘空间，或用 --out 写到别的磁盘"


class NotARunError(IpscoreError):
    """The folder is no run, or one that is damaged."""

    WAY_OUT = "请写完好的运行文件夹，或用 ipscore score 重新写出"


class UnknownNodeError(IpscoreError):
    """No such indicator in the rulebook."""

    WAY_OUT = "请写指标的编号或名称；全部指标见 ipscore rulebook show"


class NoStudyError(IpscoreError):
    """No study of robustness in the run, or one that is damaged or outdated."""


class NoSettingsError(IpscoreError):
    """The rulebook does not say what a study of robustness varies."""


class UnknownFirmError(IpscoreError):
    """No such firm in the run, or one that was not evaluated."""

    WAY_OUT = "请写参加评价的一家；全部名称可用 ipscore sql 查 firms 表"


class UnknownMonthError(IpscoreError):
    """No figures of such a month in the operations run."""


class ChangeError(IpscoreError):
    """What is supposed to be otherwise cannot be understood."""


class NoSuchRecordError(IpscoreError):
    """A run holds no record of such a number."""

    WAY_OUT = "请核对记录编号；计入的记录可用 ipscore explain 查看"


class ObjectionFormError(IpscoreError):
    """A form for objections cannot be taken as it was filled in; tells every place that is wrong."""

    WAY_OUT = "请改正后再读；空白的异议表可用 ipscore objections form 重新写出"


class JudgementFormError(IpscoreError):
    """Forms on which experts judged weights cannot be taken as they were filled in; tells every place that is wrong."""

    WAY_OUT = "请改正后再读；空白的征询表可用 ipscore weights form 重新写出"


class OtherRecordsError(IpscoreError):
    """The records are not those of the run."""

    WAY_OUT = "--records 请写那次运行所用的数据文件夹"


class IncomparableRunsError(IpscoreError):
    """Two runs evaluated nothing in common (other kinds of units, or none that is in both), or are in no order."""


class ReconciliationError(IpscoreError):
    """Published figures that cannot be set beside a run, or read as weighted means of a tree."""


class RejectedRowsError(IpscoreError):
    """Rows were rejected that nobody accepted, or other ones than were accepted.

    Attributes:
        problems: by source, which.
    """

    WAY_OUT = "请改正上列各行后再运行；确认可以不计的，写进数据文件夹的 accepted.toml，或加 --accept-rejected"

    def __init__(self, problems: Sequence[str], message: str) -> None:
        self.problems = tuple(problems)
        super().__init__(message)


class UnclearPeriodError(IpscoreError):
    """Readings so far apart that one of their dates must be wrong."""


class QueryError(IpscoreError):
    """An SQL query that cannot be run."""

    WAY_OUT = "请按上列的表和列改正 SQL"


class EngineError(IpscoreError):
    """An engine that is not there, is not installed, or cannot be reached."""


class MissingPlugInError(IpscoreError):
    """The distribution that brings a command is not installed."""
