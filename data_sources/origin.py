"""Where rows come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


PLACE = ("_file", "_sheet", "_row")
"""The columns that say where a record stands: the file as messages call it, the sheet (empty for a file that is one
table), and the line, the file's or sheet's first being 1. No contract has columns of such names."""


@dataclass(frozen=True)
class Origin:
    """A sheet as the quarantine names it.

    Attributes:
        part: its number among all sheets that are read.
        file: the file's name.
        sheet: the sheet's name; empty for a file that is one table.
        headers: English column name → header as it stands in the file.
    """

    part: int
    file: str
    sheet: str
    headers: Mapping[str, str]

    @property
    def place(self) -> str:
        """The file and the sheet, for messages."""
        return f"{self.file}[{self.sheet}]" if self.sheet else self.file
