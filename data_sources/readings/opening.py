"""Opening files of readings: a file, or a folder of files; each sheet long or wide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data_sources import firm_register
from data_sources.errors import (
    FolderError,
    HeaderError,
    IntakeError,
    MissingSourceError,
    UnreadableFileError,
    raise_all,
)
from data_sources.folder import HELPER_SHEETS, assign, list_files
from data_sources.headers import find_header
from data_sources.opening import Part
from data_sources.readings.source import SOURCE
from data_sources.readings.wide import wide_source
from data_sources.stage.sheets import READABLE, open_file
from data_sources.strays import misnamed

if TYPE_CHECKING:
    from pathlib import Path

    from data_sources.limits import Limits
    from data_sources.source import Source
    from data_sources.stage.sheets import File, Sheet
    from indicator_tree.catalogue import Catalogue

_REGISTER = firm_register.SOURCE


@dataclass(frozen=True)
class OpenedReadings:
    """Opened files.

    Attributes:
        register: sheets of the firm register; none if there is no register.
        parts: sheets of readings, in the order of names.
        wide: the contract of those that are wide.
        ignored: what belongs to neither.
    """

    register: tuple[Part, ...]
    parts: tuple[Part, ...]
    wide: Source
    ignored: tuple[str, ...]


def open_readings(path: Path, catalogue: Catalogue, limits: Limits) -> OpenedReadings:
    """Open a file of readings, whatever its name, or all files of a folder that are named as readings or register.

    Raises:
        IntakeError: all that is wrong with files, sheets and headers, at once.
    """
    files, ignored = _files(path)
    wide = wide_source(catalogue)
    register: list[Part] = []
    parts: list[Part] = []
    left_over: list[tuple[str, list[Sheet]]] = []
    errors: list[IntakeError] = []
    left = limits.held_bytes
    for each in files:
        try:
            file = open_file(each, limits, left)
            left -= file.weight if file.held else 0
            assigned, others = _assign(file, each, alone=path == each)
        except IntakeError as error:
            errors.append(error)
            continue
        left_over.append((each.name, others))
        ignored += [sheet.place for sheet in others]
        for sheet, source in assigned:
            try:
                part = _part(sheet, source, wide, file.sha256)
            except IntakeError as error:
                errors.append(error)
            else:
                (register if source is _REGISTER else parts).append(part)
    errors += [wrong for wrong, _ in misnamed(left_over, (SOURCE,))]
    if not parts and not errors:
        errors.append(
            MissingSourceError(f"{path} 里没有读数：文件名或工作表名应以“{SOURCE.title}”或“{SOURCE.name}”开头")
        )
    raise_all(errors)
    return OpenedReadings(tuple(register), tuple(parts), wide, tuple(sorted(ignored)))


def _files(path: Path) -> tuple[list[Path], list[str]]:
    if path.is_dir():
        listing = list_files(path)
        return list(listing.files), list(listing.others)
    if not path.exists():
        raise FolderError(f"找不到文件或文件夹：{path}")
    if path.suffix.lower() not in READABLE:
        raise UnreadableFileError(f"{path.name}：不能读这种文件；可读 {'、'.join(sorted(READABLE))}")
    return [path], []


def _assign(file: File, path: Path, *, alone: bool) -> tuple[list[tuple[Sheet, Source]], list[Sheet]]:
    """The sheets of a file with what they hold; the only sheet of the only file holds readings whatever its name."""
    sheets = [sheet for sheet in file.sheets if sheet.name not in HELPER_SHEETS]
    assigned, others = assign(file, path.stem, (SOURCE, _REGISTER))
    if alone and not assigned and len(sheets) == 1:
        return [(sheets[0], SOURCE)], []
    return assigned, others


def _part(sheet: Sheet, source: Source, wide: Source, sha256: str) -> Part:
    """A sheet with its header; one without a column of indicators and values is wide if columns bear their names.

    Raises:
        HeaderError: the header is neither that of a long file nor that of a wide one.
    """
    try:
        return Part(sheet, source, find_header(sheet, source), sha256, 0)
    except HeaderError:
        if source is not SOURCE:
            raise
        try:
            header = find_header(sheet, wide)
        except HeaderError:
            header = None
        if header is None or not set(header.positions) - {"firm", "system", "date"}:
            raise
        return Part(sheet, wide, header, sha256, 0)
