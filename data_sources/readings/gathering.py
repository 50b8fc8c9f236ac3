"""The rows of all sheets of readings, gathered: canonical readings, and the others with what is wrong with them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from data_sources.ahead import ahead
from data_sources.gathering import Gathering
from data_sources.parts import Rows
from data_sources.reading import read_rows
from data_sources.readings.canonical import CanonicalReadings
from data_sources.readings.duplicates import move_duplicates
from data_sources.readings.keys import firm_of
from data_sources.readings.runs import Runs
from data_sources.readings.sifting import COLUMNS, sift_readings
from data_sources.readings.source import SOURCE
from data_sources.readings.table import ReadingsTable
from data_sources.readings.wide import lengthened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data_sources.limits import Limits
    from data_sources.parts import Part
    from data_sources.readings.correcting import Correcting
    from data_sources.spill import Spill

_BATCHES = 2  # how many batches of rows are put in order together


@dataclass(frozen=True)
class GatheredReadings:
    """What became of all rows.

    Attributes:
        table: the readings.
        others: the rows that were looked at one by one.
    """

    table: ReadingsTable
    others: Gathering


def gather_readings(parts: Sequence[Part], correcting: Correcting, spill: Spill, limits: Limits) -> GatheredReadings:
    """Read sheets of readings.

    Args:
        parts: the sheets, of other sources too, in the order of names.
        correcting: what they are read against, and what is corrected of them.
        spill: keeps what does not fit into memory.
        limits: bounds of memory.
    """
    reader = _Reader(correcting, spill, limits)
    for number, part in enumerate(parts):
        if part.source is SOURCE:
            reader.read_long(part, number)
        elif part.source.name == SOURCE.name:
            reader.read_wide(part, number)
    return reader.gathered(_BATCHES * limits.batch_rows)


class _Reader:
    """Reads sheets, one after the other."""

    def __init__(self, correcting: Correcting, spill: Spill, limits: Limits) -> None:
        self._correcting = correcting
        frame = self._frame = correcting.frame
        self._spill, self._limits = spill, limits
        self._canonical, self._runs = CanonicalReadings(frame), Runs(spill, limits.held_bytes)
        self._others = Gathering(SOURCE, COLUMNS, spill, frame.judge)

    def read_wide(self, part: Part, number: int) -> None:
        """Read a wide sheet; every indicator's column is a batch of its own."""
        for rows in part.rows():
            read = read_rows(part, part.origin(number), rows, {})
            for batch in lengthened(read, self._frame.catalogue):
                self._others.add(*self._correcting.part(batch, sift_readings(batch.findings, self._frame)))

    def read_long(self, part: Part, number: int) -> None:
        """Read a long sheet; rows that are not canonical are looked at many together."""
        others: list[Rows] = []
        for rows, looked in ahead(lambda rows: (rows, self._canonical.look(part, rows)), part.rows()):
            looked_at, is_canonical, seen = self._canonical.split(looked, rows.numbers)
            readings, is_canonical = self._uncorrected(looked_at, is_canonical, rows.numbers)
            self._others.see(number, seen)
            self._runs.add(readings, len(self._others.batches))
            self._others.canonical[number] += readings.height
            others.append(rows.where(~is_canonical))
            if sum(some.cells.height for some in others) >= self._limits.batch_rows:
                self._look_at(part, number, others)
                others = []
        if others:
            self._look_at(part, number, others)

    def gathered(self, at_once: int) -> GatheredReadings:
        """What became of the rows, of which so many are put in order at once."""
        for batch, rows in self._correcting.settled():
            self._others.add(batch, rows)
        moved = move_duplicates(self._canonical, self._runs, self._others, self._spill, at_once)
        self._others.canonical.subtract(self._others.batches[at].origin.part for at in moved["batch"])
        self._others.judge_as_a_whole()
        others = self._others.records()
        counts = self._counts_of_firms(moved["key"], others)
        table = ReadingsTable(self._canonical, self._runs, moved["key"].unique(), others, counts, at_once)
        return GatheredReadings(table, self._others)

    def _look_at(self, part: Part, number: int, others: Sequence[Rows]) -> None:
        """Read rows one by one."""
        rows = Rows(pl.concat(some.cells for some in others), pl.concat(some.numbers for some in others))
        read = read_rows(part, part.origin(number), rows, {})
        self._others.add(*self._correcting.part(read, sift_readings(read.findings, self._frame)))

    def _uncorrected(
        self, readings: pl.DataFrame, is_canonical: pl.Series, numbers: pl.Series
    ) -> tuple[pl.DataFrame, pl.Series]:
        """Canonical readings without the corrected ones, which are looked at; and which rows are canonical."""
        if not self._correcting.corrections.chains:
            return readings, is_canonical
        touched = readings["key"].is_in(self._correcting.canonical(self._canonical).implode())
        rows = readings["row"].filter(touched).cast(numbers.dtype)
        return readings.filter(~touched), is_canonical & ~numbers.is_in(rows.implode())

    def _counts_of_firms(self, moved: pl.Series, others: pl.LazyFrame) -> dict[str, int]:
        firms = self._canonical.firms.ids
        counts = Counter({firms[number]: count for number, count in self._runs.counts().items()})
        gone = pl.select(firm_of(pl.lit(moved))).to_series()
        counts.subtract(firms.gather(gone))
        counts.update(dict(others.group_by("entity_id").len().collect().iter_rows()))
        return {firm: counts[firm] for firm in sorted(counts) if counts[firm]}
