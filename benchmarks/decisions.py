"""The decision to go on without the rows that were made to be rejected: `accepted.toml` beside the records."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from data_sources.acceptance import ACCEPTED_FILE, Place, Wanted, write_accepted
from data_sources.firm_register import SOURCE
from ipscore.inputs import read_records

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data_sources.records import Records
    from indicator_tree import Rulebook

SCORED = ("complaints", "survey_responses", "fund_warnings")
"""The generated kinds of records that `ipscore score` takes."""
_REASON = "生成时有意放入的坏行"


def write_decisions(folder: Path, rulebook: Rulebook) -> None:
    """Accept, in a folder of records that was made, all rows that are rejected when it is read."""
    records = read_records(folder, rulebook, cache=False)
    wanted = list(_wanted(records))
    records.close()
    write_accepted(folder, wanted)


def _wanted(records: Records) -> Iterator[Wanted]:
    counts: dict[str, int] = {}
    for entry in records.intake:
        counts[entry.source] = counts.get(entry.source, 0) + entry.rejected
    for source, rejected in counts.items():
        if source == SOURCE.name:
            lines = records.quarantine[source].filter(pl.col("kind") == "rejected")
            for file, sheet, row in lines.select("file", "sheet", "row").unique(maintain_order=True).rows():
                yield Wanted(source, Place(row, file, sheet or None), _REASON, ACCEPTED_FILE)
        elif rejected:
            yield Wanted(source, rejected, _REASON, ACCEPTED_FILE)
