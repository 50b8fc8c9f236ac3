"""A workbook under way: its sheets, and the columns that its data dictionary will list."""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from data_sources.new_workbook import NewWorkbook
from reports.workbook.sheet import Sheet
from reports.workbook.styles import FONT, SIZE, Styles

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from reports.workbook.columns import Column

_OPTIONS = {
    "default_format_properties": {"font_name": FONT, "font_size": SIZE, "valign": "vcenter"},
}


class Book:
    """A workbook that tells no clock: its creation date is the last day of the period it is about.

    Text is never taken for a formula, a link or a number, whatever it begins with.
    """

    def __init__(self, path: Path, title: str, subject: str, last_day: date) -> None:
        self.title = title
        self._file = NewWorkbook(path, deepcopy(_OPTIONS))  # xlsxwriter writes into what it is given
        self.workbook: Any = self._file.book
        self.workbook.set_properties(
            {"title": self.title, "subject": subject, "created": datetime.combine(last_day, time())}
        )
        self.workbook.set_calc_mode("auto")
        self.styles = Styles(self.workbook)
        self.listed: list[tuple[str, Column]] = []
        """Sheet and column of everything written so far that the data dictionary explains."""

    def sheet(self, name: str, heading: str, *notes: str) -> Sheet:
        """A new sheet with its heading and lines on how to read it."""
        return Sheet(self, self.workbook.add_worksheet(name), name, heading, notes)

    def close(self) -> None:
        """Write the file.

        Raises:
            OSError: it cannot be written; nothing of it is left then.
        """
        self._file.close()
