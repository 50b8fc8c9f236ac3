"""Opening files of readings: a file, or a folder of files; each sheet long or wide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data_sources import firm_register
from data_sources.assignment import TEMPLATE_SHEETS, Assigned
from data_sources.errors import FolderError, HeaderError, MissingSourceError
from data_sources.headers import Header, find_header
from data_sources.listing import Listed, Listing, add_archive, list_files
from data_sources.meter import Meter
from data_sources.opening import Opening
from data_sources.readings.source import SOURCE
from data_sources.readings.wide import wide_source
from data_sources.stage.formats import ARCHIVE, format_of
from data_sources.stage.input_files import InputFile, closed

if TYPE_CHECKING:
    from pathlib import Path

    from data_sources.limits import Limits
    from data_sources.parts import Part
    from data_sources.source import Source
    from data_sources.stage.sheet import Sheet
    from data_sources.stage.sheets import File
    from indicator_tree.catalogue import Catalogue

_REGISTER = firm_register.SOURCE


@dataclass(frozen=True)
class OpenedReadings:
    """Opened files.

    Attributes:
        register: sheets of the firm register; none if there is no register.
        parts: sheets of readings, in the order of files.
        wide: the contract of those that are wide.
        ignored: what is not read, each with the reason.
        remarks: what a person should know of files and sheets.
    """

    register: tuple[Part, ...]
    parts: tuple[Part, ...]
    wide: Source
    ignored: tuple[str, ...]
    remarks: tuple[str, ...]


def open_readings(path: Path, catalogue: Catalogue, limits: Limits) -> OpenedReadings:
    """Open a file of readings, whatever its name, or all files of a folder that hold readings or the register.

    Raises:
        IntakeError: all that is wrong with files, sheets and headers, at once.
    """
    listing, alone = _listing(path, limits)
    wide = wide_source(catalogue)
    opening = _Opening(limits, wide, alone=alone)
    opening.open(listing)
    opened_any = [part for part in opening.parts if part.source is not _REGISTER]
    if not opened_any and not opening.errors:
        opening.errors.append(
            MissingSourceError(f"{path} 里没有读数：文件名或工作表名应含“{SOURCE.title}”或“{SOURCE.name}”")
        )
    opened = opening.finish(path, ())
    return OpenedReadings(
        tuple(part for part in opened.parts if part.source is _REGISTER),
        tuple(part for part in opened.parts if part.source is not _REGISTER),
        wide,
        opened.ignored,
        opened.remarks,
    )


def _listing(path: Path, limits: Limits) -> tuple[Listing, bool]:
    """The files, and whether it is one that was given by itself."""
    if not path.exists():
        raise FolderError(f"找不到文件或文件夹：{path}")
    if path.is_dir():
        return list_files(path, limits), False
    item = InputFile.of(path)
    try:
        kind = format_of(item)
    except OSError as error:
        raise closed(item.name, error) from error
    if kind is ARCHIVE:
        inside = Listing()
        add_archive(item, limits, inside)
        return inside, False
    return Listing([Listed(item, kind)]), True


class _Opening(Opening):
    """Opens files of readings.

    Attributes:
        wide: the contract of wide sheets.
        alone: whether there is but one file, which holds readings whatever its name.
    """

    def __init__(self, limits: Limits, wide: Source, *, alone: bool) -> None:
        super().__init__((SOURCE, _REGISTER), limits, Meter(0, None))
        self.wide, self.alone = wide, alone

    def named(self, item: InputFile) -> Source | None:
        """What a file must hold: one that is given by itself, readings."""
        return SOURCE if self.alone else super().named(item)

    def assign(self, file: File, item: InputFile) -> Assigned:
        """The sheets of a file with what they hold; the only sheet of the only file holds readings."""
        found = super().assign(file, item)
        sheets = [sheet for sheet in file.sheets if sheet.name not in TEMPLATE_SHEETS and not sheet.hidden]
        if self.alone and not found.parts and not found.errors and len(sheets) == 1:
            return Assigned(parts=[(sheets[0], SOURCE)], hidden=found.hidden)
        return found

    def header(self, sheet: Sheet, source: Source) -> tuple[Source, Header]:
        """Its header; a sheet without columns of indicators and values is wide if columns bear their names.

        Raises:
            HeaderError: the header is neither that of a long file nor that of a wide one.
        """
        try:
            return super().header(sheet, source)
        except HeaderError:
            if source is not SOURCE:
                raise
            try:
                header = find_header(sheet, self.wide)
            except HeaderError:
                header = None
            if header is None or not set(header.positions) - {"firm", "system", "date"}:
                raise
            return self.wide, header
