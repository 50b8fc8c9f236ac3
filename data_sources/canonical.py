"""How a cell of each kind is written canonically, whoever reads it: then its value is told at once.

Nobody finds anything to say about such a cell; every other is looked at by itself. A sound cell may be taken for one
that is not canonical, never the other way round.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import polars as pl

from data_sources.stage.grids import ERRORS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data_sources.columns import Kind

__all__ = [
    "BLANKS",
    "BROKEN",
    "CUT",
    "DASHES",
    "ERRORS",
    "PATTERNS",
    "TYPED",
    "TYPES",
    "as_meant",
    "canonical_key",
    "value_of",
]

BLANKS = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u200b\u2028\u2029\u202f\u205f\u3000\ufeff"
)
"""What surrounds a text without being part of it, and what cannot be seen; also for the brackets of a pattern."""

DASHES = ("-", "--", "—", "——", "–", "/", "\\")
"""What stands in a cell that is left empty."""

PATTERNS: Mapping[Kind, str] = {
    "date": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    "number": r"^-?[0-9]{1,15}(?:\.[0-9]{1,15})?$",
    "count": r"^-?[0-9]{1,15}$",
}
"""The texts of dates and numbers."""

CUT = r"^[0-9](?:\.[0-9]+[Ee]\+?|[Ee]\+)[0-9]{1,3}$"
"""Numbers of records that a spreadsheet wrote as numbers, so that their last digits are gone: 2.01701E+11."""

_NOTHING = f"^(?:{'|'.join(map(re.escape, DASHES))})$"
_NO_TEXT = f"^#|^Err:|^$|{_NOTHING}"
BROKEN: Mapping[Kind, str] = {
    "text": f"^[{BLANKS}]|[{BLANKS}]$|{_NO_TEXT}",
    "identifier": f"[^ -~]|^ | $|{_NO_TEXT}|{CUT}",
    "code": f"[^!-~]|[a-z]|{_NO_TEXT}",
}
"""What no text of these kinds holds that is read as it stands."""

TYPES: Mapping[Kind, pl.DataType] = {"date": pl.Date(), "number": pl.Float64(), "count": pl.Int64()}
"""The types of values that are no texts."""

_INTEGERS = (pl.Int8(), pl.Int16(), pl.Int32(), pl.Int64(), pl.UInt8(), pl.UInt16(), pl.UInt32())
TYPED: Mapping[Kind, tuple[pl.DataType, ...]] = {"date": (pl.Date(),), "flag": (pl.Boolean(),), "count": _INTEGERS}
"""Kinds whose cells a Parquet file may hold as values of these types; any other cell is read as text."""


def value_of(cell: pl.Expr, kind: Kind, shift: int = 0) -> pl.Expr:
    """The value of a text that is written canonically; null where it is not.

    Args:
        cell: the text.
        kind: one of `PATTERNS`.
        shift: by which power of ten the number is taken; a count by none.
    """
    if kind == "date":
        value = cell.str.to_date("%Y-%m-%d", strict=False)
    elif kind == "count" and shift:
        return pl.lit(None, pl.Int64)
    else:
        value = (cell + f"e{shift}" if shift else cell).cast(TYPES[kind], strict=False)
    return pl.when(cell.str.contains(PATTERNS[kind])).then(value)


def canonical_key(cell: str) -> str:
    """A cell without blanks, in half-width lower case, so that spellings of the same meet."""
    return re.sub("[\\s\u200b\ufeff]", "", unicodedata.normalize("NFKC", cell)).casefold()


def as_meant(cells: pl.Series, meant: Mapping[str, str]) -> pl.Series:
    """The cells with what the mapping says of them in their place."""
    if not meant:
        return cells
    different = cells.unique().drop_nulls()
    said = {text: meant[key] for text in different if (key := canonical_key(text)) in meant}
    cells = cells.replace(said) if said else cells
    blank = meant.get("")
    return cells if blank is None else cells.fill_null(blank)
