"""An opened folder: the sheets that are read, and what is known of the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from data_sources.origin import Origin
from data_sources.stage.formats import PARQUET

if TYPE_CHECKING:
    from pathlib import Path

    from data_sources.cache.copies import CopiedSheet, MakingSheet
    from data_sources.headers import Header
    from data_sources.meter import Meter
    from data_sources.source import Source
    from data_sources.stage.input_files import Fingerprint, InputFile
    from data_sources.stage.sheet import Sheet
    from data_sources.stage.sheets import File


class LargeFile(NamedTuple):
    """A file that is read from where it lies, and what tells whether it is still the same."""

    path: Path
    fingerprint: Fingerprint

    @classmethod
    def of(cls, item: InputFile, file: File, fingerprint: Fingerprint) -> LargeFile | None:
        """The file, if it is Parquet in the folder itself whose cells are not in memory."""
        in_folder = item.content is None and "/" not in item.name
        return cls(item.path, fingerprint) if file.format == PARQUET and in_folder and not file.held else None


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
        parts: the sheets that hold a source, in the order of files.
        ignored: what is not read, each with the reason.
        remarks: what a person should know of files and sheets.
        seen: all files and sheets (`file[sheet]`) that a mapping may name.
        meter: what has been read of it.
    """

    parts: tuple[Part, ...]
    ignored: tuple[str, ...]
    remarks: tuple[str, ...]
    seen: tuple[str, ...]
    meter: Meter
