"""Readings in order, some firms at a time: those that are canonical, and those that were looked at row by row."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import polars as pl
from polars.io.plugins import register_io_source

from data_sources.ahead import ahead
from data_sources.readings.cells import text_of
from data_sources.readings.keys import day_of, firm_of, key, line_of, on_line, series_of
from data_sources.readings.source import READINGS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from data_sources.readings.canonical import CanonicalReadings
    from data_sources.readings.runs import Runs

_SERIES = ["indicator", "system"]
_LINES = 1 << 32


@dataclass(frozen=True)
class ReadingsTable:
    """Readings that are put together when they are asked for.

    Attributes:
        canonical: says what the keys of canonical readings mean.
        runs: the canonical readings.
        duplicated: keys of those that are left out.
        others: the other readings, with entity_id for firm_id.
        counts: firm_id → how many readings it has, in order.
        at_once: how many readings are put together, unless one firm has more.
    """

    canonical: CanonicalReadings
    runs: Runs
    duplicated: pl.Series
    others: pl.LazyFrame
    counts: Mapping[str, int]
    at_once: int

    def by_firm(self) -> Iterator[pl.DataFrame]:
        """READINGS of some firms at a time, in order."""
        return ahead(self._of, self._together())

    def lazy(self) -> pl.LazyFrame:
        """READINGS."""

        def readings(
            columns: list[str] | None, predicate: pl.Expr | None, rows: int | None, _: int | None
        ) -> Iterator[pl.DataFrame]:
            left = sum(self.counts.values()) if rows is None else rows
            for some in self.by_firm():
                if left <= 0:
                    return
                wanted = some.head(left) if columns is None else some.head(left).select(columns)
                left -= some.height
                yield wanted if predicate is None else wanted.filter(predicate)

        return register_io_source(readings, schema=READINGS)

    def _together(self) -> Iterator[pl.Series]:
        """The firms whose readings are put together."""
        most = max(_LINES // max(self._series.height, 1), 1)
        firms: list[str] = []
        count = 0
        for firm, rows in self.counts.items():
            if firms and (count + rows > self.at_once or len(firms) == most):
                yield pl.Series("firm_id", firms)
                firms, count = [], 0
            firms.append(firm)
            count += rows
        if firms:
            yield pl.Series("firm_id", firms)

    def _of(self, firms: pl.Series) -> pl.DataFrame:
        others = self._others(firms)
        unsorted = pl.concat([self._canonical(firms), others.drop("text")])
        rows = unsorted.sort("order", multithreaded=False)  # beside other firms'; costs less
        line = rows.select(line_of(pl.col("order"))).to_series()
        series = line % self._series.height
        text = self._texts.gather(2 * series + (rows["value"] == 1).fill_null(value=False).cast(pl.UInt32))
        text = text.scatter(rows["order"].search_sorted(others["order"]), others["text"])
        names = self._series.select(pl.col(_SERIES).gather(series))
        day = rows.select(day_of(pl.col("order")).alias("date")).to_series()
        return pl.DataFrame([firms.gather(line // self._series.height), *names, day, rows["value"], text.alias("text")])

    def _canonical(self, firms: pl.Series) -> pl.DataFrame:
        """Order (a number by which readings of these firms sort) and value of the canonical ones."""
        known, key_ = self.canonical.firms.ids.to_frame(), pl.col("key")
        places = known.join(_placed(firms), on="firm_id", how="left", maintain_order="left")["firm"]
        rows = self.runs.of(places.is_not_null().arg_true().to_list(), "key", "value")
        if len(self.duplicated):
            rows = rows.filter(~key_.is_in(self.duplicated.implode()))
        series = rows.select(series_of(key_)).to_series()
        firm = places.gather(rows.select(firm_of(key_)).to_series())
        line = firm * self._series.height + self._places.gather(series)
        return pl.DataFrame([line.alias("line"), *rows]).select(on_line(pl.col("line"), key_).alias("order"), "value")

    def _others(self, firms: pl.Series) -> pl.DataFrame:
        """The same of the others, and text."""
        series = self._series.with_row_index("series")
        rows = self.others.join(_placed(firms).lazy(), left_on="entity_id", right_on="firm_id")
        line = pl.col("firm") * self._series.height + pl.col("series")
        order = key(line, pl.col("date"))
        return rows.join(series.lazy(), on=_SERIES).select(order.alias("order"), "value", "text").collect()

    @cached_property
    def _series(self) -> pl.DataFrame:
        """Indicator and system of all series, in order."""
        others = self.others.select(_SERIES).unique().collect()
        return pl.concat([self.canonical.series.table[1:].select(_SERIES), others]).unique().sort(_SERIES)

    @cached_property
    def _places(self) -> pl.Series:
        """The places of series in order, by the numbers of canonical readings."""
        table = self.canonical.series.table.select(_SERIES)
        return table.join(self._series.with_row_index("series"), on=_SERIES, how="left", maintain_order="left")[
            "series"
        ]

    @cached_property
    def _texts(self) -> pl.Series:
        """The texts of canonical readings: of every series in order that of 1 behind that of any other value."""
        values = pl.Series("value", [0.0, 1.0])
        table = self.canonical.series.table.select(*_SERIES, "normal", "abnormal")
        states = self._series.join(table, on=_SERIES, how="left", maintain_order="left")
        both = states.join(values.to_frame(), how="cross", maintain_order="left_right")
        return both.select(text_of(pl.col("value"))).to_series()


def _placed(firms: pl.Series) -> pl.DataFrame:
    """firm_id, and the place of the firm."""
    return firms.to_frame().with_row_index("firm")
