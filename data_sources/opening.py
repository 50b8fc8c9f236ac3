"""Opening a folder: every sheet that holds a source, with its header found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from data_sources.cache.copies import CopiedSheet
from data_sources.errors import IntakeError, raise_all
from data_sources.folder import assign, check_complete, list_files, match
from data_sources.headers import Header, find_header
from data_sources.meter import Meter
from data_sources.origin import Origin
from data_sources.stage.sheets import PARQUET, WORKBOOKS, Sheet, fingerprint_of, open_file
from data_sources.strays import misnamed, strays

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from data_sources.cache.copies import Copies, Copy, MakingSheet
    from data_sources.limits import Limits
    from data_sources.meter import Progress
    from data_sources.source import Source
    from data_sources.stage.sheets import File, Fingerprint


class LargeFile(NamedTuple):
    """A file that is read from where it lies, and what tells whether it is still the same."""

    path: Path
    fingerprint: Fingerprint

    @classmethod
    def of(cls, path: Path, file: File, fingerprint: Fingerprint) -> LargeFile | None:
        """The file, if it is Parquet whose cells are not in memory."""
        return cls(path, fingerprint) if path.suffix.lower() in PARQUET and not file.held else None


@dataclass(frozen=True)
class Part:
    """One sheet that is read: where it stands and what it holds.

    Attributes:
        sheet: the sheet.
        source: the source it holds.
        header: its header, matched.
        sha256: fingerprint of its file.
        to_come: bytes of the file that are still to be read; 0 if its cells are in memory.
        copied: its rows as they were read before, where there is a copy of the file.
        making: the copy that is made while it is read, if one is.
        large: the file itself, where it is Parquet whose cells are not in memory.
    """

    sheet: Sheet
    source: Source
    header: Header
    sha256: str
    to_come: int
    copied: CopiedSheet | None = None
    making: MakingSheet | None = None
    large: LargeFile | None = None

    def origin(self, number: int) -> Origin:
        """Where its rows come from, as part of that number."""
        return Origin(number, self.sheet.file, self.sheet.name, self.header.texts)


@dataclass(frozen=True)
class Opened:
    """An opened folder.

    Attributes:
        parts: the sheets that hold a source, in the order of names.
        ignored: what belongs to no source.
        meter: what has been read of it.
    """

    parts: tuple[Part, ...]
    ignored: tuple[str, ...]
    meter: Meter


@dataclass(frozen=True)
class _Worth:
    """A file of which a copy may be made: its parts, from the place in the list of all, and the sheets left over."""

    path: Path
    fingerprint: Fingerprint
    parts: range
    others: Sequence[Sheet]


def open_folder(
    folder: Path,
    sources: Sequence[Source],
    required: Collection[str],
    limits: Limits,
    progress: Progress | None,
    *,
    copies: Copies | None = None,
) -> Opened:
    """Open every file that may hold a source, or the copy of it that was made before.

    Raises:
        IntakeError: all that is wrong with files, sheets and headers, at once. What is wrong in the middle of a file
            that is too large to be held comes out only when it is read.
    """
    listing = list_files(folder)
    named = {path: match(path.stem, sources) for path in listing.files}
    paths = [path for path in listing.files if named[path] or path.suffix.lower() in WORKBOOKS]
    left_over = strays([path for path in listing.files if path not in paths], limits)
    ignored = [*listing.others, *(name for name, _ in left_over)]
    meter = Meter(sum(path.stat().st_size for path in paths), progress)
    parts: list[Part] = []
    errors: list[IntakeError] = []
    found: set[str] = set()
    left = limits.held_bytes
    worth: list[_Worth] = []
    for path in paths:
        try:
            fingerprint = fingerprint_of(path)
            lasting = copies if copies is not None and copies.worth(path) else None
            copy = None if lasting is None else lasting.find(path, fingerprint.sha256, named[path])
            if copy is not None:
                parts += _copied(path, copy, fingerprint, sources)
                found |= {sheet.source for sheet in copy.entry.sheets}
                ignored += [f"{path.name}[{name}]" for name in copy.entry.ignored]
                meter.add(path.name, fingerprint.state[0] - parts[-1].to_come)
                continue
            file = open_file(path, limits, left, fingerprint)
            assigned, others = assign(file, path.stem, sources)
        except IntakeError as error:
            errors.append(error)
            found |= {source.name for source in [named[path]] if source}
            continue
        ignored += [sheet.place for sheet in others] if assigned else [path.name]
        left_over += [(path.name, others)]
        to_come = 0 if file.held or not assigned else file.size // 2  # looking through it was half the work
        left -= file.weight if file.held else 0
        before = len(parts)
        found |= {source.name for _, source in assigned}
        for sheet, source in assigned:
            try:
                header, large = find_header(sheet, source), LargeFile.of(path, file, fingerprint)
                parts.append(Part(sheet, source, header, file.sha256, to_come, large=large))
            except IntakeError as error:
                errors.append(error)
        if lasting is not None and assigned:
            worth.append(_Worth(path, fingerprint, range(before, len(parts)), others))
        meter.add(path.name, file.size - to_come)
    for wrong, looks_like in misnamed(left_over, sources):
        errors.append(wrong)
        found |= looks_like
    try:
        check_complete(folder, found, required, sources, ignored)
    except IntakeError as error:
        errors.append(error)
    raise_all(errors)
    for file_worth in worth:
        _begin_copy(copies, file_worth, named[file_worth.path], parts)
    return Opened(tuple(parts), tuple(sorted(ignored)), meter)


def _copied(path: Path, copy: Copy, fingerprint: Fingerprint, sources: Sequence[Source]) -> list[Part]:
    by_name = {source.name: source for source in sources}
    size = fingerprint.state[0]
    return [
        Part(
            Sheet(path.name, entry.sheet, pl.DataFrame(), 1, lambda: iter(()), max(len(entry.batches), 1)),
            by_name[entry.source],
            entry.header,
            fingerprint.sha256,
            size // 2,
            copied=CopiedSheet(copy, entry),
        )
        for entry in copy.entry.sheets
    ]


def _begin_copy(copies: Copies | None, worth: _Worth, named: Source | None, parts: list[Part]) -> None:
    """Have the parts of a file make a copy of it while they are read."""
    if copies is None:
        return
    making = copies.begin(worth.path, worth.fingerprint, named, [sheet.name for sheet in worth.others])
    if making is not None:
        for at in worth.parts:
            part = parts[at]
            parts[at] = replace(part, making=making.sheet(part.sheet, part.source, part.header))
