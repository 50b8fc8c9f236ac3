"""All that a mapping could say of a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from data_sources.assignment import assign
from data_sources.errors import IntakeError
from data_sources.folder import is_note
from data_sources.headers import matched
from data_sources.listing import list_files, nothing
from data_sources.parts import rows_below
from data_sources.proposals.cells import cell_proposals
from data_sources.proposals.headers import header_proposals
from data_sources.proposals.proposal import Proposal
from data_sources.stage.sheets import open_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from data_sources.limits import Limits
    from data_sources.source import Source
    from data_sources.stage.sheet import Sheet
    from data_sources.stage.sheets import File

_LIKE_A_SOURCE = 0.5
"""Which share of a source's columns a table must have to be proposed as one of its files."""


class Unread(NamedTuple):
    """A file that cannot be opened, and why."""

    file: str
    reason: str


def propose(
    folder: Path,
    sources: Sequence[Source],
    closed: Mapping[str, Mapping[str, Sequence[str]]],
    limits: Limits,
    *,
    files: Mapping[str, str],
    passed_over: Callable[[Path], bool] = nothing,
) -> tuple[list[Proposal], list[Unread]]:
    """Proposals for every table of a folder, each once, and the files that cannot be opened.

    Args:
        folder: files of records.
        sources: what they may hold, with what a mapping says already.
        closed: source → column → the values that it allows.
        limits: bounds of memory.
        files: file or `file[sheet]` → name of a source, or "": what a mapping says already.
        passed_over: whether a subfolder is none of the records', such as a run.

    Raises:
        FolderError: the folder does not exist, is no folder, or holds no file.
    """
    found: dict[Proposal, None] = {}
    unread: list[Unread] = []
    for item, kind in list_files(folder, limits, passed_over=passed_over).files:
        if files.get(item.name) == "" or not (kind.readable or kind.may_hold_records):
            continue
        try:
            file = open_file(item, limits, 0)
            assigned = assign(file, item, sources, files)
            named = {sheet.place: source for sheet, source in assigned.parts if sheet.place not in assigned.by_header}
            of_file = [
                proposal
                for sheet in file.sheets
                if files.get(sheet.place, files.get(item.name)) != ""
                for proposal in _of_sheet(file, sheet, named.get(sheet.place), sources, closed)
            ]
        except IntakeError as error:
            unread.append(Unread(item.name, str(error)))
            continue
        found.update(dict.fromkeys(of_file))
    return _once(found), unread


def _of_sheet(
    file: File,
    sheet: Sheet,
    source: Source | None,
    sources: Sequence[Source],
    closed: Mapping[str, Mapping[str, Sequence[str]]],
) -> Iterator[Proposal]:
    """Proposals for a sheet; `source` is what the reader takes it for by more than its header, if for anything."""
    if source is None:
        if sheet.head.is_empty() or sheet.hidden or is_note(sheet.name):
            return
        source = _like(sheet, sources)
        if source is None:
            return
        place = sheet.place if len(file.sheets) > 1 else sheet.file
        yield Proposal("files", "", "", place, source.name, f'表头与“{source.title}”相近；建议，请核对；不用的写 ""')
    row, texts, positions = matched(sheet, source)
    cells = _cells(sheet, row, [at for at, text in enumerate(texts) if text])
    taken = set(positions.values())
    left = {texts[at]: column for at, column in cells.items() if at not in taken}
    own = {name: cells[at] for name, at in positions.items() if at in cells}
    yield from header_proposals(source, sheet.place, left, list(positions), closed[source.name])
    yield from cell_proposals(source, own, closed[source.name])


def _like(sheet: Sheet, sources: Sequence[Source]) -> Source | None:
    """The source most of whose columns a table has; None if it has few of any, or as many of two."""
    shares: list[tuple[float, Source]] = []
    for source in sources:
        asked = [column.name for column in source.columns if not column.optional]
        positions = matched(sheet, source)[2]
        shares.append((sum(name in positions for name in asked) / len(asked), source))
    best = max(share for share, _ in shares)
    likely = [source for share, source in shares if share == best]
    return likely[0] if best >= _LIKE_A_SOURCE and len(likely) == 1 else None


def _cells(sheet: Sheet, row: int, positions: Sequence[int]) -> dict[int, pl.Series]:
    """The cells below the header of some columns, as text."""
    columns: dict[int, list[pl.Series]] = {at: [] for at in positions}
    for rows, _ in rows_below(sheet, row + 2):
        filled = rows.filter(pl.any_horizontal(pl.all().is_not_null())) if rows.width else rows
        for at in positions:
            columns[at].append(filled.to_series(at).cast(pl.String).alias("cell"))
    return {at: pl.concat(parts) for at, parts in columns.items() if parts}


def _once(found: Mapping[Proposal, None]) -> list[Proposal]:
    """Of proposals that say the same the first; of those about one text all meanings stay."""
    seen: dict[tuple[str, ...], Proposal] = {}
    for each in found:
        seen.setdefault((each.table, each.source, each.column, each.text, each.meaning), each)
    return list(seen.values())
