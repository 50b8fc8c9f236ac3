"""A finding about records, and what findings amount to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

Verdict = Literal["ready", "doubtful", "not_ready"]
Severity = Literal["not_ready", "doubtful", "note"]

SEVERITIES: tuple[Severity, ...] = ("not_ready", "doubtful", "note")
"""The worst first. A note changes nothing."""


@dataclass(frozen=True)
class Finding:
    """One thing about the records that somebody should know before they are scored.

    Attributes:
        code: what kind of thing, a stable English name.
        severity: what follows from it.
        text: what, where and what to do, in Chinese; personal data masked.
        source: the source that it concerns; empty if none alone.
        file: the file, if it is one.
        sheet: the sheet within the file, if it is one.
        count: how many rows, records or firms it concerns; 0 where there is nothing to count.
    """

    code: str
    severity: Severity
    text: str
    source: str = ""
    file: str = ""
    sheet: str = ""
    count: int = 0


def verdict_of(findings: Iterable[Finding]) -> Verdict:
    """The verdict that the worst finding asks for."""
    found = {finding.severity for finding in findings}
    if "not_ready" in found:
        return "not_ready"
    return "doubtful" if "doubtful" in found else "ready"
