"""The decision to go on without the bad rows that were put in on purpose: `accepted.toml` beside the records."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from data_sources.acceptance import ACCEPTED_FILE, Place, Wanted
from ipscore_demo.reconstruction.planted import planted_rows

if TYPE_CHECKING:
    from ipscore_demo.reconstruction.untidy import Style

_HEADER_ROWS = 1


def accepted_rows(sources: list[str], register: str, written: pl.DataFrame, style: Style) -> tuple[Wanted, ...]:
    """One decision per source with rejected rows, by their number; of the register one per row.

    Args:
        sources: the names of all sources, in the order in which they are written.
        register: which of them is the register.
        written: the cells of the register as they stand in its file, with English names of columns.
        style: how the register is written.
    """
    rejected = [row for row in planted_rows() if row.kind == "rejected"]
    found = []
    for source in sources:
        rows = [row for row in rejected if row.source == source]
        if source == register:
            sheet = style.sheet or ("Sheet1" if style.file.endswith(".xlsx") else None)
            for row in rows:
                cells = pl.all_horizontal(pl.col(name) == cell for name, cell in row.cells.items())
                at = written.with_row_index("at").filter(cells)["at"].item()
                place = Place(at + 1 + _HEADER_ROWS, style.file, sheet)
                found.append(Wanted(source, place, _reason([row.expect]), ACCEPTED_FILE))
        elif rows:
            found.append(Wanted(source, len(rows), _reason([row.expect for row in rows]), ACCEPTED_FILE))
    return tuple(found)


def _reason(expected: list[str]) -> str:
    return "重建时有意放入的坏行：" + "；".join(expected)
