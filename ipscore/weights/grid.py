"""A sheet of a form as it came back: cells by the indicators that rows and columns name, wherever these stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_rowcol_to_cell

from data_sources.numerals import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from data_sources.stage.sheet import Sheet

Cells = list[list[str]]


def cells_of(sheet: Sheet) -> Cells:
    """All cells as text, without blanks around; the first row is row 1 of the sheet."""
    above = [[""]] * (sheet.first - 1)
    return above + [
        [plain_text(str(cell)) if cell is not None else "" for cell in row]
        for table in sheet.tables()
        for row in table.iter_rows()
    ]


@dataclass(frozen=True)
class Grid:
    """The table on a sheet.

    Attributes:
        cells: of the whole sheet.
        head: row of the header, from 0.
        columns: key → column, from 0.
        rows: code → row.
    """

    cells: Cells
    head: int
    columns: Mapping[str, int]
    rows: Mapping[str, int]

    def text(self, code: str, column: str) -> str:
        """What stands in the row of an indicator; empty for a cell beyond the last."""
        row = self.cells[self.rows[code]]
        at = self.columns[column]
        return row[at] if at < len(row) else ""

    def place(self, code: str, column: str) -> str:
        """The cell as a spreadsheet calls it: `C5`."""
        return str(xl_rowcol_to_cell(self.rows[code], self.columns[column]))


def find_grid(cells: Cells, codes: Sequence[str], headers: Mapping[str, str]) -> Grid | list[str]:
    """The table with these headers and a row for each code, or what is wrong with it.

    Args:
        cells: of the sheet.
        codes: that stand in the first column, in any order.
        headers: key → header; a header is found by its first word too.
    """
    best = max(range(len(cells)), key=lambda at: len(_columns(cells[at], headers)), default=None)
    columns = {} if best is None else _columns(cells[best], headers)
    if best is None or not columns:
        return ["找不到表头：" + "、".join(headers.values())]
    problems = [f"表头缺 {headers[key]}" for key in headers if key not in columns]
    rows: dict[str, int] = {}
    for at, row in enumerate(cells[best + 1 :], best + 1):
        code = _first_word(row[0]) if row else ""
        if code in codes and code in rows:
            problems.append(f"指标 {code} 有两行：第 {rows[code] + 1}、{at + 1} 行")
        elif code in codes:
            rows[code] = at
    problems += [f"缺指标 {code} 的行" for code in codes if code not in rows]
    return problems or Grid(cells, best, columns, rows)


def _columns(row: Sequence[str], headers: Mapping[str, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, cell in enumerate(row):
        for key, header in headers.items():
            if key not in found and cell and (cell == plain_text(header) or _first_word(cell) == key):
                found[key] = at
                break
    return found


def _first_word(cell: str) -> str:
    return next(_words(cell), "")


def _words(cell: str) -> Iterator[str]:
    yield from cell.split()
