"""The plain cells of an XLSX sheet as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from data_sources.stage.xlsx_patterns import UnlikeError
from data_sources.stage.xlsx_strings import is_too_long

if TYPE_CHECKING:
    from data_sources.stage.xlsx_cells import Extent
    from data_sources.stage.xlsx_plain import PlainSheet
    from data_sources.stage.xlsx_shown import Shown
    from data_sources.stage.xlsx_told import Telling


class PlainTable:
    """What the plain cells of a sheet show.

    Args:
        plain: the cells.
        telling: tells what they show.
        shown: what was collected of the sheet's other cells; takes the marks of the plain ones as well.
        extent: what was found of the sheet's other cells; takes that of the plain ones as well.
        longest: length of a text that is allowed.

    Raises:
        UnlikeError: the rows are in no order, a cell is there twice, or a text is too long.
        SheetXmlError: a cell names a shared string that is not there.
    """

    def __init__(self, plain: PlainSheet, telling: Telling, shown: Shown, extent: Extent, longest: int) -> None:
        self._extent = extent
        table = plain.taken()
        self._rows = table["row"]
        if not (self._rows.diff().drop_nulls() > 0).all():
            raise UnlikeError
        self._columns: dict[int, pl.Series] = {}
        empty = [number for number, form in enumerate(plain.forms) if not form.holds]
        holding = pl.repeat(False, len(self._rows), dtype=pl.Boolean, eager=True)
        for place in sorted(int(name.removeprefix("form_")) for name in table.columns if name.startswith("form_")):
            forms, texts = table[f"form_{place}"], table.drop_in_place(f"text_{place}")
            holds = forms.is_not_null() & ~forms.is_in(empty) if empty else forms.is_not_null()
            filled = int(holds.sum())
            if not filled:
                continue
            extent.filled += filled
            extent.left, extent.right = min(extent.left, place), max(extent.right, place)
            holding |= holds
            if is_too_long(texts, longest) or self._rows.filter(holds).is_in(shown.rows_in(place).implode()).any():
                raise UnlikeError
            self._columns[place], marked = telling.column(texts, forms, plain.forms)
            at = marked.is_not_null().arg_true()
            shown.marks += zip(self._rows.gather(at), [place] * len(at), marked.gather(at), strict=True)
        shown.marks.sort()
        held = self._rows.filter(holding)
        if len(held):
            extent.top, extent.bottom = min(extent.top, held[0]), max(extent.bottom, held[-1])
        extent.hidden_rows.extend(self._rows.filter(holding & ~table["shown"]))

    def made(self) -> pl.DataFrame:
        """The table, from row 1 and column A on, down and right to the last cell of the sheet that holds anything."""
        height, width = self._extent.bottom + 1, self._extent.right + 1
        blank = pl.repeat(None, height, dtype=pl.String, eager=True)
        dense = len(self._rows) >= height and (height == 0 or self._rows[height - 1] == height - 1)
        columns = []
        for place in range(width):
            column = self._columns.pop(place, None)
            if column is None:
                column = blank
            elif dense:
                column = column.head(height)
            else:
                inside = self._rows.filter(self._rows < height)
                column = blank.clone().scatter(inside, column.head(len(inside)))
            columns.append(column.rechunk().alias(f"column_{place}"))
        return pl.DataFrame(columns)
