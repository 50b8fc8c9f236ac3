"""What the workbooks of operations share: sheets of one table, and the columns that name an indicator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.operations.spelling import name_of
from reports.workbook.columns import Column
from scoring.effects import EFFICIENCY

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from indicator_tree.catalogue import Catalogue
    from reports.workbook.book import Book

    Cells = tuple[str | float | None, ...]

CODE, UNIT = Column("代码", "text", 9), Column("单位", "text", 8)
SERIES = (CODE, Column("指标", "text", 40), Column("系统", "text", 18))
"""The columns that `about` fills."""

_WIDTH_OF_PAGE = 190  # half-width characters that are still read easily on one landscape page


def one_table(
    book: Book,
    name: str,
    heading: str,
    columns: Sequence[Column],
    rows: Iterable[Cells],
    *,
    notes: Sequence[str] = (),
) -> None:
    """A sheet of one table, its header and its first column in sight."""
    sheet = book.sheet(name, heading, *notes)
    place = sheet.table(columns, rows)
    sheet.worksheet.repeat_columns(0, 0)
    wide = sum(column.width for column in columns)
    sheet.finish((place.first, 1), repeat=(place.head, place.head), pages=-int(-wide // _WIDTH_OF_PAGE))


def about(catalogue: Catalogue, row: dict[str, Any]) -> tuple[str, str, str]:
    """Code, name and system of the indicator of a row; clearing efficiency has no code."""
    code = "" if row["indicator"] == EFFICIENCY else row["indicator"]
    return code, name_of(catalogue, row["indicator"]), row["system"]


def unit_of(catalogue: Catalogue, row: dict[str, Any]) -> str:
    """The unit of the readings of a row."""
    return "秒/条" if row["indicator"] == EFFICIENCY else catalogue.indicator[row["indicator"]].unit
