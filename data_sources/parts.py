"""A sheet that is read: where it stands, what it holds, and where its rows come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from data_sources.origin import Origin
from data_sources.stage.sheets import PARQUET

if TYPE_CHECKING:
    from pathlib import Path

    from data_sources.cache.copies import CopiedSheet, MakingSheet
    from data_sources.headers import Header
    from data_sources.source import Source
    from data_sources.stage.sheets import File, Fingerprint, Sheet


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
