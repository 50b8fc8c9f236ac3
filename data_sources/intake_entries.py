"""What became of every file, put together from what was read batch by batch and what was read where it lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data_sources.records import FileIntake

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from data_sources.bulk.intake import Bulk
    from data_sources.gathering import Batch, Gathering
    from data_sources.opening import Part


def intake_entries(
    parts: Sequence[Part], gathered: Mapping[str, Gathering], read: Mapping[str, Bulk], order: Sequence[str]
) -> Iterator[FileIntake]:
    """One entry per file and sheet: those of the folder in their order, then those that lie elsewhere."""
    here = {part.sheet.file for part in parts}
    where_they_lie = {entry.file: entry for name in order if name in read for entry in read[name].intake}
    for number, part in enumerate(parts):
        if part.source.name in read:
            yield where_they_lie[part.sheet.file]
        else:
            yield _entry(number, part, gathered[part.source.name].batches)
    for name in order:
        if name in read:
            yield from (entry for entry in read[name].intake if entry.file not in here)


def _entry(number: int, part: Part, batches: Sequence[Batch]) -> FileIntake:
    mine = [batch for batch in batches if batch.origin.part == number]
    read, rejected, set_apart = (
        sum(getattr(batch, name) for batch in mine) for name in ("read", "rejected", "set_apart")
    )
    return FileIntake(
        file=part.sheet.file,
        source=part.source.name,
        sheet=part.sheet.name,
        sha256=part.sha256,
        read=read,
        used=read - rejected - set_apart,
        rejected=rejected,
        set_apart=set_apart,
        dropped=part.header.dropped,
    )
