"""Forms of cells: a sheet writes most cells of a column alike but for their text.

A form is what stands before and behind the text. What it means (kind, style, whether the cell holds anything) is told
by the parser of sheets, once for all cells of the form, on a sample that it is given.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from data_sources.stage.xlsx_cells import SheetXmlError, Wanted, read_cells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data_sources.stage.xlsx_cells import Cell, Extent

_SAMPLE = " 7 "
_NUMBER = "1"
_END = b"</sheetData></worksheet>"
_ALL = Wanted(everything=True)


@dataclass(frozen=True)
class Form:
    """How some cells are written.

    Attributes:
        opening: what stands between a cell's reference and its text; all there is for a cell without text.
        closing: what stands behind the text; None for a cell without text.
        kind: the type of such cells, see `Cell`; None where the parser has to look at each of them.
        style: number of their style.
        holds: whether they hold something.
        stripped: whether blanks around the text count for nothing.
    """

    opening: str
    closing: str | None
    kind: str | None = None
    style: int = 0
    holds: bool = True
    stripped: bool = False

    def fits(self, body: pl.Expr) -> pl.Expr:
        """Whether cells may be of the form, by what stands behind their references."""
        return body.eq(self.opening) if self.closing is None else body.str.starts_with(self.opening)

    def texts(self, body: pl.Expr, *, doubtful: bool) -> pl.Expr:
        """The texts of cells that may be of the form; null for those that are not.

        Args:
            body: what stands behind their references.
            doubtful: whether there may be references to characters, or line ends that a parser would change.
        """
        if self.closing is None:
            return pl.when(body.eq(self.opening)).then(pl.lit(""))
        rest = body.str.strip_prefix(self.opening)
        text = rest.str.strip_suffix(self.closing)
        plain = rest.str.ends_with(self.closing) & ~text.str.contains("<", literal=True)
        if doubtful:
            plain &= ~text.str.contains("[&\r]")
        return pl.when(plain).then(text)


class Forms:
    """The forms of a sheet.

    Args:
        head: the part up to its first row.

    Raises:
        SheetXmlError: a sheet that begins like this cannot be looked at row by row.
    """

    def __init__(self, head: bytes) -> None:
        self._head = head
        self._parsed("")

    def of(self, body: str) -> Form:
        """The form of a cell, by what stands behind its reference."""
        opening, closing = _cut(body)
        try:
            sample = opening if closing is None else f"{opening}{_SAMPLE}{closing}"
            cells, extent = self._parsed(f'<row r="1"><c r="A1"{sample}</row>')
        except SheetXmlError:
            return Form(opening, closing)
        whole = len(cells) == 1 and cells[0].formula is None and (cells[0].row, cells[0].column) == (0, 0)
        text = cells[0].text if whole else None
        if not whole or (text or "").strip() != ("" if closing is None else _SAMPLE.strip()):
            return Form(opening, closing)
        stripped = closing is not None and text != _SAMPLE
        return Form(opening, closing, cells[0].kind, cells[0].style, extent.filled == 1, stripped)

    def shows_row(self, before: str, behind: str) -> bool | None:
        """Whether a row is shown, by what stands around its number; None if it is none of which all is known."""
        try:
            cells, extent = self._parsed(f'{before}{_NUMBER}"{behind}<c r="A1"><v>{_SAMPLE}</v></c></row>')
        except SheetXmlError:
            return None
        alone = len(cells) == 1 and extent.filled == 1 and (cells[0].text, cells[0].row) == (_SAMPLE, 0)
        return not extent.hidden_rows if alone else None

    def _parsed(self, row: str) -> tuple[list[Cell], Extent]:
        cells: list[Cell] = []
        extent = read_cells([self._head, row.encode(), _END], _ALL, len(row), cells.append)
        return cells, extent


def _cut(body: str) -> tuple[str, str | None]:
    """What stands before and behind the first text in a cell; all of it and None for a cell without one."""
    for start in _after_tags(body):
        if body[start] != "<":
            return body[:start], body[max(body.find("<", start), start) :]
    return body, None


def _after_tags(body: str) -> Iterator[int]:
    place = body.find(">") + 1
    while 0 < place < len(body):
        yield place
        place = body.find(">", place) + 1
