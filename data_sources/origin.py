"""Where rows come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


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
