"""Files to open, and what their sheets show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data_sources.limits import DEFAULT
from data_sources.stage.input_files import InputFile
from data_sources.stage.sheets import open_file

if TYPE_CHECKING:
    from pathlib import Path

    from data_sources.stage.sheet import Sheet


def sheets(path: Path) -> list[Sheet]:
    """All sheets of a file."""
    return list(open_file(InputFile.of(path), DEFAULT, 1 << 20).sheets)


def sheet(path: Path) -> Sheet:
    """The only sheet of a file."""
    (only,) = sheets(path)
    return only


def rows(shown: Sheet) -> list[list[str | None]]:
    """The cells of a sheet from row 1 on."""
    return [list(row) for table in shown.tables() for row in table.rows()]


def marks(shown: Sheet) -> list[tuple[int, int, str]]:
    """Row, position and mark of cells that are not what they seem to be."""
    return shown.marks.rows()
