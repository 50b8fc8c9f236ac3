"""What `ipscore check --format json` prints: one document, described by `schemas/check.schema.json`."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from data_sources.errors import CombinedIntakeError
from data_sources.masking import mask
from ipscore.verdict import EXIT_CODES
from scoring.verdict import Finding, verdict_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import polars as pl

    from data_sources.records import Records
    from ipscore.rules import Rules

FORMAT = "ipscore-check/1"
GROUPS = 1_000
"""How many groups of rows that do not count are listed at most."""


def check_document(
    rules: Rules,
    findings: Sequence[Finding],
    records: Records | None = None,
    groups: pl.DataFrame | None = None,
    previous: str | None = None,
) -> dict[str, Any]:
    """The document.

    Args:
        rules: by which the records would be scored.
        findings: what was found.
        records: what was read; None if nothing could be.
        groups: rows that do not count, by reason (`scoring.verdict.Subject.groups`).
        previous: what the run of the year before is called.
    """
    verdict = verdict_of(findings)
    listed = [] if groups is None else groups.head(GROUPS).rename({"row": "first_row"}).to_dicts()
    return {
        "format": FORMAT,
        "verdict": verdict,
        "exit_code": EXIT_CODES[verdict],
        "rulebook": {"id": rules.rulebook.id, "title": rules.rulebook.title},
        "previous": previous,
        "reasons": [asdict(finding) for finding in findings],
        "files": [] if records is None else [asdict(entry) for entry in records.intake],
        "quarantine": listed,
        "quarantine_omitted": 0 if groups is None else groups.height - len(listed),
        "remarks": [] if records is None else [*records.remarks, *records.beside],
        "ignored": [] if records is None else list(records.ignored),
    }


def unreadable(error: Exception, message: str) -> list[Finding]:
    """Findings of an error that stopped the reading; one for each of several."""
    return [Finding(_code(each), "not_ready", mask(text)) for each, text in _each(error, message)]


def _each(error: Exception, message: str) -> Iterator[tuple[Exception, str]]:
    if isinstance(error, CombinedIntakeError):
        yield from ((each, str(each)) for each in error.errors)
    else:
        yield error, message


def _code(error: Exception) -> str:
    """`missing_source` of `MissingSourceError`."""
    name = type(error).__name__.removesuffix("Error")
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
