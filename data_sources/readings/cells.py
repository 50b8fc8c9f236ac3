"""Cells of canonical readings: numbers as they stand, and what else means a number with nothing to say about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from data_sources.readings.values import read_cells

if TYPE_CHECKING:
    from data_sources.readings.frame import Frame
    from data_sources.readings.known import KnownSeries

_KEY = ["series", "cell"]
_READ = pl.Schema({"series": pl.UInt32(), "cell": pl.String(), "read": pl.Float64()})
_REMEMBERED = 50_000


def text_of(value: pl.Expr) -> pl.Expr:
    """The text of a canonical reading, beside the columns normal and abnormal of its series."""
    return pl.when(value == 0).then("normal").when(value == 1).then("abnormal")


class CanonicalCells:
    """Reads cells, those that are no simple numbers once for every series; remembers a bounded number of them."""

    def __init__(self, frame: Frame, series: KnownSeries) -> None:
        self._frame, self._series = frame, series
        self._read = _READ.to_frame()

    def values(self, cells: pl.DataFrame, wanted: pl.Series) -> pl.Series:
        """What cells hold; null where there may be something to say about them, or about what they hold.

        Args:
            cells: series (its number), cell, number (see above).
            wanted: which cells are worth a second look if they are no canonical numbers.
        """
        simple = pl.col("number")
        bounds = self._series.table.select(pl.col("low", "high", "whole").gather(cells["series"]))
        stands = simple.is_between("low", "high") & (~pl.col("whole") | (simple == simple.round()))
        values = bounds.with_columns(cells["number"]).select(pl.when(stands).then(simple)).to_series()
        doubtful = (wanted & values.is_null() & cells["cell"].is_not_null()).arg_true()
        if doubtful.is_empty():
            return values
        return values.scatter(doubtful, self._looked_up(cells.select(pl.col(_KEY).gather(doubtful))))

    def _looked_up(self, cells: pl.DataFrame) -> pl.Series:
        different = cells.unique()
        new = different.join(self._read, on=_KEY, how="anti")
        if self._read.height + new.height > _REMEMBERED:
            self._read, new = self._read.clear(), different
        if new.height:
            self._read = pl.concat([self._read, self._looked_at(new)])
        return cells.join(self._read, on=_KEY, how="left", maintain_order="left")["read"]

    def _looked_at(self, cells: pl.DataFrame) -> pl.DataFrame:
        """Cells as the reader of rows reads them; null where it has something to say, or a text beside the value."""
        about = self._series.table.select(pl.col("indicator", "normal", "abnormal").gather(cells["series"]))
        kinds = about.select("indicator").join(self._frame.kinds, on="indicator", how="left", maintain_order="left")
        asked = kinds.with_columns(cells["cell"], words=pl.lit(None, dtype=pl.String))
        found = read_cells(asked, self._frame.catalogue).hstack(about.drop("indicator"))
        told = pl.col("text").eq_missing(text_of(pl.col("value")))
        sound = found.select(read=pl.when(pl.col("reason").is_null() & told).then("value"))
        return cells.with_columns(sound.to_series())
