"""Rows whose cells are written as they are meant, which the reader of batches would neither reject nor change.

Their meanings are told column by column, without looking for what could be wrong. A row may be sound and not be
canonical: it is read like any other row then, to the same meanings.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from data_sources.accounts.alphabets import CANONICAL, PRINTED
from data_sources.accounts.cells import dates
from data_sources.accounts.meanings import KEYS, KINDS, STATES, document_marks
from data_sources.accounts.words import CATEGORIES, DOCUMENTS, EMPTY, PERSON

if TYPE_CHECKING:
    from collections.abc import Sequence

DAYS = ("born_on", "valid_until")
"""Columns that may be typed as dates."""

_AS_EMPTY = max(len(word.encode()) for word in map(str.upper, EMPTY) if CANONICAL.spells(pl.Series([word])).all())
_FIRST_DAY, _LAST_DAY = date(1000, 1, 1), date(9999, 12, 31)  # of those that are written with four digits
_DIGITS = (("0", ":"),)  # texts from the one on and before the other begin with a digit
_CHINESE = (("一", "无"), (chr(ord("无") + 1), "\ua000"))  # and these with a Chinese character, yet not as 无

_DOCUMENTS, _CATEGORIES = pl.Enum(list(DOCUMENTS)), pl.Enum(list(CATEGORIES))
_KINDS = pl.Series([KINDS.index(kind) for kind in DOCUMENTS.values()], dtype=pl.UInt8)
_MARKS = document_marks(pl.Series(list(DOCUMENTS.values())))
_PERSONS = pl.Series([category == PERSON for category in CATEGORIES.values()])
_STATES = {
    table: (pl.Enum(list(spellings)), pl.Series([state == counted for state in spellings.values()]))
    for table, (spellings, counted) in STATES.items()
}


class CanonicalRows(NamedTuple):
    """What rows mean, as `meanings` tells it, and which of them are canonical; of the others nothing true is told."""

    meanings: pl.DataFrame
    canonical: pl.Series


def canonical_rows(table: str, cells: pl.DataFrame) -> CanonicalRows:
    """Tell the canonical rows of a table.

    Args:
        table: its name.
        cells: the columns of its contract, as text; dates may be typed.
    """
    look = _Look(cells)
    shared = look.shared()
    own = look.of_customers() if table == "customers" else look.of_states(table)
    return CanonicalRows(pl.DataFrame([*shared, *own]), look.canonical)


class _Look:
    """Looks at some rows, column by column; `canonical` tells the rows in which nothing else was seen yet."""

    def __init__(self, cells: pl.DataFrame) -> None:
        self._cells = cells
        self.canonical = pl.repeat(value=True, n=cells.height, eager=True)

    def shared(self) -> list[pl.Series]:
        kinds = self._words("id_type", _DOCUMENTS)
        return [
            *(self._key(name) for name in KEYS if name in self._cells.columns),
            self._text("name"),
            _MARKS.gather(kinds).alias("document"),
            _KINDS.gather(kinds).alias("kind"),
            self._text("id_number").alias("number"),
        ]

    def of_customers(self) -> list[pl.Series]:
        persons = _PERSONS.gather(self._words("category", _CATEGORIES))
        stated, valid_until = map(self._days, DAYS)
        no_phone = self._is_empty("phone", _DIGITS) & self._is_empty("mobile", _DIGITS)
        nothing = pl.repeat(value=False, n=self._cells.height, eager=True)
        return [
            persons.alias("person"),
            stated.alias("stated"),
            valid_until.alias("valid_until"),
            no_phone.alias("no_phone"),
            self._is_empty("address", _CHINESE).alias("no_address"),
            nothing.alias("bad_birthday_note"),
            nothing.alias("bad_validity_note"),
            nothing.alias("unknown_category_note"),
        ]

    def of_states(self, table: str) -> list[pl.Series]:
        if table not in STATES:
            return []
        words, counted = _STATES[table]
        places = self._words("state", words)
        unknown = pl.repeat(value=False, n=self._cells.height, eager=True)
        return [
            counted.gather(places).set(places.is_null(), value=True).alias("counted"),
            unknown.alias("unknown_state_note"),
        ]

    def _key(self, name: str) -> pl.Series:
        """Numbers of customers or accounts without blanks; an empty cell is not canonical."""
        cells = self._cells[name]
        self.canonical &= PRINTED.spells(cells) & (cells.str.len_bytes() > 0).fill_null(value=False)
        return cells

    def _text(self, name: str) -> pl.Series:
        """Texts in which nothing is to be changed, too long to stand for an empty cell."""
        cells = self._cells[name]
        self.canonical &= cells.is_null() | (CANONICAL.spells(cells) & (cells.str.len_bytes() > _AS_EMPTY))
        return cells

    def _words(self, name: str, words: pl.Enum) -> pl.Series:
        """The places of words among those that are known; null for an empty cell."""
        cells = self._cells[name]
        places = cells.cast(words, strict=False).to_physical()
        self.canonical &= places.is_not_null() | cells.is_null()
        return places

    def _days(self, name: str) -> pl.Series:
        """Dates, whether typed as such or written."""
        cells = self._cells[name]
        if cells.dtype == pl.Date:
            self.canonical &= cells.is_between(_FIRST_DAY, _LAST_DAY).fill_null(value=True)
            return cells
        read = dates(cells)
        self.canonical &= ~read.unknown
        return read.values

    def _is_empty(self, name: str, begins: Sequence[tuple[str, str]]) -> pl.Series:
        """Whether cells are empty; canonical are those that begin in such a way that they are not."""
        cells = self._cells[name]
        empty = cells.is_null()
        full = [(cells >= first) & (cells < end) for first, end in begins]
        self.canonical &= pl.select(pl.any_horizontal(empty, *full)).to_series()
        return empty
