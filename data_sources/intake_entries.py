"""What became of every file, put together from what was read batch by batch and what was read where it lies."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from data_sources.batches import fates
from data_sources.records import FileIntake

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from data_sources.bulk.intake import Bulk
    from data_sources.gathering import Gathering
    from data_sources.parts import Part


NONE: Mapping[str, Bulk] = MappingProxyType({})
"""Nothing was read where it lies."""


def intake_entries(
    parts: Sequence[Part],
    gathered: Mapping[str, Gathering],
    read: Mapping[str, Bulk] = NONE,
    order: Sequence[str] = (),
) -> Iterator[FileIntake]:
    """One entry per file and sheet: those of the folder in their order, then those that lie elsewhere."""
    here = {part.sheet.file for part in parts}
    where_they_lie = {entry.file: entry for name in order if name in read for entry in read[name].intake}
    for number, part in enumerate(parts):
        if part.source.name in read:
            yield where_they_lie[part.sheet.file]
        else:
            yield _entry_of(number, part, gathered[part.source.name])
    for name in order:
        if name in read:
            yield from (entry for entry in read[name].intake if entry.file not in here)


def _entry_of(number: int, part: Part, gathering: Gathering) -> FileIntake:
    """What became of one sheet."""
    return FileIntake(
        file=part.sheet.file,
        source=part.source.name,
        title=part.source.title,
        sheet=part.sheet.name,
        sha256=part.sha256,
        dropped=part.header.dropped,
        hidden=part.sheet.hidden,
        remarks=part.sheet.remarks,
        **fates((batch for batch in gathering.batches if batch.origin.part == number), gathering.canonical[number]),
    )
