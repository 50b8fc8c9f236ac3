"""Which rows of a long sheet of readings are canonical: the reader of rows would find nothing to say about them.

Nearly all rows of nearly all files are. They are read column by column, every different name, date and state once; the
reader of rows (`read_rows`, `sift_readings`) reads the others, and says what is wrong. A sound row may be taken for one
that is not canonical, never the other way round.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from data_sources.canonical import value_of
from data_sources.constant import nowhere
from data_sources.distinct import Distinct
from data_sources.notations import IS_SMALL, SEEN, bears_sign, seen_in
from data_sources.readings.cells import CanonicalCells
from data_sources.readings.days import canonical_dates
from data_sources.readings.keys import key, line
from data_sources.readings.known import NO_FIRM, NO_SERIES, KnownFirms, KnownSeries
from data_sources.readings.texts import Texts
from data_sources.readings.values import is_blank

if TYPE_CHECKING:
    from data_sources.parts import Part, Rows
    from data_sources.readings.frame import Frame

CANONICAL = pl.Schema(
    {"key": pl.UInt64(), "value": pl.Float64(), "row": pl.UInt32(), "spelled": pl.UInt16(), "doubtful": pl.Boolean()}
)
"""Canonical readings: key, value, number of the row in the file, number of the cell that names the firm, and whether
the reading means nothing where percentages are written in more than one way."""

_FIRMS, _NAMES = 1 << 12, 1 << 10  # how many ways of writing firms, and indicators and systems, are known by number
_COLUMNS = ("firm", "indicator", "system", "date", "value", "text")


class Looked(NamedTuple):
    """Rows that were looked at: their cells, what is known of these, and whether a row holds nothing beside them.

    `cells` has firm, indicator, system, value and text as text, and date as text or dates; `found` the numbers of the
    texts in firm, indicator and system that are known, and number: what is written as one in value.
    """

    cells: pl.DataFrame
    found: pl.DataFrame
    alone: pl.Series


class CanonicalReadings:
    """Reads the canonical rows of long sheets, batch by batch.

    Attributes:
        firms: what firms are by number.
        series: what series are by number.
    """

    def __init__(self, frame: Frame) -> None:
        self._catalogue = frame.catalogue
        self._texts = {"firm": Texts(_FIRMS), "indicator": Texts(_NAMES), "system": Texts(_NAMES)}
        self.firms = KnownFirms(frame, self._texts["firm"])
        self.series = KnownSeries(frame, self._texts["indicator"], self._texts["system"])
        self._cells = CanonicalCells(frame, self.series)

    def look(self, part: Part, rows: Rows) -> Looked:
        """Look at rows; nothing is learned, so that some can be looked at while others are read.

        Args:
            part: a long sheet.
            rows: some of its rows.
        """
        days = {"date": (pl.Date(),)}
        cells = pl.DataFrame([part.cell(rows, name, days.get(name, ())) for name in _COLUMNS])
        names = [texts.number(name).alias(name) for name, texts in self._texts.items()]
        return Looked(
            cells, cells.select(names).with_columns(_numbers(cells["value"])), _alone(part, rows, cells["text"])
        )

    def split(self, looked: Looked, rows: pl.Series) -> tuple[pl.DataFrame, pl.Series, pl.DataFrame]:
        """Read the canonical ones of rows.

        Args:
            looked: the rows.
            rows: their numbers in the file.

        Returns:
            the canonical ones, of the shape `CANONICAL`; which rows are canonical; and what the percentages among them
            show, by indicator: `data_sources.notations.SEEN`.
        """
        cells, found = looked.cells, looked.found
        known = {name: texts.numbers(cells[name], found[name]) for name, texts in self._texts.items()}
        firm = self.firms.of(known["firm"])
        series = self.series.of(known["indicator"], known["system"])
        date = canonical_dates(cells["date"], self.series.table["monthly"].gather(series), self._catalogue)
        told = (firm != NO_FIRM) & (series != NO_SERIES) & date.is_not_null() & looked.alone
        value = self._cells.values(pl.DataFrame([series, cells["value"].alias("cell"), found["number"]]), told)
        canonical = told & value.is_not_null()
        doubtful, seen = self._percentages(series, cells["value"], found["number"], value, canonical)
        told_apart = pl.DataFrame([firm, series, date.alias("date"), value.alias("value")])
        readings = told_apart.select(
            key(line(pl.col("firm"), pl.col("series")), pl.col("date")).alias("key"),
            "value",
            rows.cast(CANONICAL["row"]).alias("row"),
            known["firm"].cast(CANONICAL["spelled"]).alias("spelled"),
            doubtful.alias("doubtful"),
        )
        return readings.filter(canonical), canonical, seen

    def _percentages(
        self, series: pl.Series, cells: pl.Series, numbers: pl.Series, values: pl.Series, canonical: pl.Series
    ) -> tuple[pl.Series, pl.DataFrame]:
        """Which rows are doubtful, and what the percentages among the canonical ones show."""
        table = self.series.table
        signed = nowhere(len(series)).alias("signed")
        if not table["percent"].any():
            return signed, SEEN.to_frame()
        own = table["percent"].gather(series) & canonical
        odd = (own & numbers.is_null()).arg_true()  # numbers bear no sign
        if len(odd):
            signed = signed.scatter(odd, pl.select(bears_sign(pl.lit(cells.gather(odd)))).to_series())
        looked = pl.DataFrame([series.alias("column"), signed, values.alias("value"), own.alias("own")])
        seen = seen_in(looked.filter("own")).sort("column")
        named = seen.with_columns(table["indicator"].gather(seen["column"]).alias("column"))
        return looked.select(pl.col("own") & IS_SMALL).to_series(), named.cast(SEEN)


def _numbers(cells: pl.Series) -> pl.Series:
    """The cells that are written as numbers."""
    distinct = Distinct.of(cells)
    numbers = distinct.texts.to_frame("cell").select(value_of(pl.col("cell"), "number")).to_series()
    return distinct.spread(numbers).alias("number")


def _alone(part: Part, rows: Rows, words: pl.Series) -> pl.Series:
    """Whether rows hold nothing beside their reading, and their cells are those of one row."""
    alone = part.as_they_seem(rows)
    if words.null_count() < len(words):
        alone &= words.to_frame().select(is_blank(words.name)).to_series()
    return alone
