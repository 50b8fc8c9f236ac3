"""All checks, in the order in which their findings are reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.verdict.against_last_year import figures_changed, firms_changed, records_changed, sources_missing
from scoring.verdict.evidence import missing_evidence
from scoring.verdict.files import file_remarks, general_remarks, hidden_sheets, ignored_files
from scoring.verdict.finding import SEVERITIES
from scoring.verdict.firms import silent_firms
from scoring.verdict.periods import answered_outside, field_period, without_a_period
from scoring.verdict.ranges import implausible_values
from scoring.verdict.rows import (
    excluded_rows,
    misfitting_decisions,
    nothing_used,
    outside_the_period,
    rejected_rows,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from scoring.verdict.finding import Finding
    from scoring.verdict.subject import Subject

    Check = Callable[[Subject], Iterator[Finding]]

OF_RECORDS: tuple[Check, ...] = (
    rejected_rows,
    misfitting_decisions,
    nothing_used,
    outside_the_period,
    field_period,
    answered_outside,
    hidden_sheets,
    file_remarks,
    silent_firms,
    implausible_values,
    records_changed,
    sources_missing,
    firms_changed,
    figures_changed,
    excluded_rows,
    without_a_period,
    general_remarks,
    ignored_files,
)
"""Checks that look at records alone."""

CHECKS: tuple[Check, ...] = (*OF_RECORDS, missing_evidence)
"""These, and whether a score would go through."""


def examine(subject: Subject, checks: Sequence[Check] = CHECKS) -> list[Finding]:
    """The findings of some checks, the worst first."""
    found = [finding for check in checks for finding in check(subject)]
    return sorted(found, key=lambda finding: SEVERITIES.index(finding.severity))
