"""A sheet under way: heading, notes, then tables one below the other; and how it is printed."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_range

from reports.workbook.columns import header_lines, lines_of
from reports.workbook.styles import shown_as

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reports.workbook.book import Book
    from reports.workbook.columns import Column

    Value = str | int | float | bool | None

_A4 = 9
_HEADING_HEIGHT, _LINE_HEIGHT, _ROW_HEIGHT = 26.0, 15.0, 18.0  # points
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_HEADER_LENGTH = 120  # a header of a printed page holds 255 characters, codes included
_NOTHING = "（无）"


@dataclass(frozen=True)
class Place:
    """Where a table stands: rows and columns of the sheet from 0, the last ones included."""

    head: int
    first: int
    last: int
    left: int
    right: int


class Sheet:
    """One sheet; `row` is the next free row."""

    def __init__(self, book: Book, worksheet: Any, name: str, heading: str, notes: Sequence[str]) -> None:
        self.book, self.worksheet, self.name = book, worksheet, name
        self._widths: dict[int, float] = {}
        worksheet.hide_gridlines(2)
        worksheet.set_default_row(_ROW_HEIGHT)
        worksheet.set_row(0, _HEADING_HEIGHT)
        worksheet.write_string(0, 0, heading, book.styles.title)
        self.row = 1
        for note in notes:
            self.line(note)
        self.row += 1

    def line(self, text: str) -> None:
        """A line of explanation."""
        self.worksheet.write_string(self.row, 0, text, self.book.styles.note)
        self.row += 1

    def caption(self, text: str) -> None:
        """The name of the table that follows."""
        self.worksheet.write_string(self.row, 0, text, self.book.styles.caption)
        self.row += 1

    def table(
        self,
        columns: Sequence[Column],
        rows: Iterable[Sequence[Value]],
        *,
        strong: Sequence[bool] = (),
        spans: Sequence[tuple[str, int]] = (),
    ) -> Place:
        """A table with a filter in its header, as an Excel table.

        Args:
            columns: what stands in it; the greatest width of all tables holds for the sheet.
            rows: values as wide as the columns; None leaves a cell empty.
            strong: which rows stand out; none where not given.
            spans: headers above the headers, each with the number of columns it spans; an empty one leaves them bare.

        Returns:
            where it stands. Without rows, a line says so and there is no filter.
        """
        columns, content = tuple(columns), [tuple(row) for row in rows]
        if spans:
            self._spans(spans)
        head = self.row
        self.worksheet.set_row(head, max(_ROW_HEIGHT + 2, header_lines(columns) * _LINE_HEIGHT + 4))
        self._filter(head, columns, len(content))
        for at, column in enumerate(columns):
            self.worksheet.write_string(head, at, column.header, self.book.styles.head(left=column.kind == "text"))
            self._widths[at] = max(column.width, self._widths.get(at, 0.0))
            self.worksheet.set_column(at, at, self._widths[at])
        self.row += 1
        for line, row in enumerate(content):
            self._row(columns, row, strong=bool(strong) and strong[line])
        if not content:
            self.line(_NOTHING)
        self.book.listed += [(self.name, column) for column in columns if column.meaning]
        place = Place(head, head + 1, self.row - 1, 0, len(columns) - 1)
        self.row += 1
        return place

    def _spans(self, spans: Sequence[tuple[str, int]]) -> None:
        at = 0
        for text, width in spans:
            if text and width > 1:
                self.worksheet.merge_range(self.row, at, self.row, at + width - 1, "", self.book.styles.span())
            if text:
                self.worksheet.write_string(self.row, at, text, self.book.styles.span())
            at += width
        self.row += 1

    def _filter(self, head: int, columns: tuple[Column, ...], rows: int) -> None:
        headers = [column.header for column in columns]
        if not rows or len({header.lower() for header in headers}) < len(headers):
            return
        styled = [
            {"header": column.header, "header_format": self.book.styles.head(left=column.kind == "text")}
            for column in columns
        ]
        self.worksheet.add_table(head, 0, head + rows, len(columns) - 1, {"columns": styled, "style": None})

    def _row(self, columns: tuple[Column, ...], row: tuple[Value, ...], *, strong: bool) -> None:
        lines = [
            lines_of(value, column.width) for column, value in zip(columns, row, strict=True) if isinstance(value, str)
        ]
        if max(lines, default=1) > 1:
            self.worksheet.set_row(self.row, max(lines) * _LINE_HEIGHT + 3)
        for at, (column, value) in enumerate(zip(columns, row, strict=True)):
            self.cell(self.row, at, value, column, strong=strong)
        self.row += 1

    def cell(self, row: int, at: int, value: Value, column: Column, *, strong: bool = False) -> None:
        """One cell: text always as text, NaN and None empty."""
        styles, kind = self.book.styles, column.kind
        if isinstance(value, str):
            quoted = value.startswith(_FORMULA_STARTS)
            shown = kind if kind == "range" else "text"
            self.worksheet.write_string(row, at, value, styles.cell(shown, strong=strong, quoted=quoted))
        elif value is None or isnan(value):
            self.worksheet.write_blank(row, at, None, styles.cell(kind, strong=strong))
        else:
            self.worksheet.write_number(row, at, value, styles.cell(shown_as(kind, value), strong=strong))

    def finish(
        self,
        freeze: tuple[int, int],
        *,
        repeat: tuple[int, int] | None = None,
        pages: int = 1,
        whole: bool = False,
        right: int = 0,
    ) -> None:
        """Freeze, and have it printed on landscape A4, so many pages wide.

        Args:
            freeze: first row and column that move.
            repeat: rows that stand on every page.
            pages: how many pages the sheet is wide.
            whole: whether it is to fit one page in height as well.
            right: the last column printed, if it lies beyond the tables.
        """
        sheet = self.worksheet
        sheet.freeze_panes(*freeze)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.5, right=0.5, top=0.75, bottom=0.7)
        sheet.fit_to_pages(pages, 1 if whole else 0)
        sheet.center_horizontally()
        bottom, edge = max(self.row - 1, 0), max(len(self._widths) - 1, right)
        sheet.print_area(0, 0, bottom, edge)
        sheet.ignore_errors({"number_stored_as_text": xl_range(0, 0, bottom, edge)})  # codes: 1, 1.1
        if repeat is not None:
            sheet.repeat_rows(*repeat)
        title = self.book.title[:_HEADER_LENGTH].replace("&", "&&")
        sheet.set_header(f"&L&9{title}&R&9{self.name}")
        sheet.set_footer("&C&9第 &P 页，共 &N 页")
