"""What somebody asks to go on without, as written, before it is held against what was rejected."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """One row.

    Attributes:
        row: its number in the file or sheet.
        file: the file's name, where stated.
        sheet: the sheet's name, where stated.
        named: the file, the sheet, or `file[sheet]`, where it is not said which of them; empty if nothing is stated.
    """

    row: int
    file: str | None = None
    sheet: str | None = None
    named: str = ""

    def fits(self, file: str, sheet: str) -> bool:
        """Whether a sheet of a file is the one stated; one that nothing is stated of fits."""
        return (
            self.file in (None, file)
            and self.sheet in (None, sheet)
            and self.named in ("", file, sheet, place_of(file, sheet))
        )

    def __str__(self) -> str:
        stated = self.named or place_of(self.file or "", self.sheet or "")
        return f"{stated} 第{self.row}行" if stated else f"第{self.row}行"


@dataclass(frozen=True)
class Wanted:
    """Rejected rows of a source that are to be gone without: a number, or one row.

    Attributes:
        source: its name or title, as written.
        rows: how many; a number of rows or the place of one.
        reason: why.
        origin: where it is written: the name of a file, or the command line.
    """

    source: str
    rows: int | Place
    reason: str
    origin: str


def place_of(file: str, sheet: str) -> str:
    """A sheet of a file as tables name it."""
    return f"{file}[{sheet}]" if sheet else file
