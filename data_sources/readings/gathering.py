"""The rows of all sheets of readings, gathered: plain readings, and the others with what is wrong with them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from data_sources.ahead import ahead
from data_sources.gathering import Gathering
from data_sources.reading import read_rows
from data_sources.readings.doubles import move_doubled
from data_sources.readings.keys import firm_of
from data_sources.readings.plain import PlainReadings
from data_sources.readings.runs import Runs
from data_sources.readings.sifting import COLUMNS, sift_readings
from data_sources.readings.source import SOURCE
from data_sources.readings.table import ReadingsTable
from data_sources.readings.wide import lengthened

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from data_sources.limits import Limits
    from data_sources.parts import Part
    from data_sources.readings.frame import Frame
    from data_sources.source import Source
    from data_sources.spill import Spill

_ROW = "row"
_BATCHES = 2  # how many batches of rows are put in order together


@dataclass(frozen=True)
class GatheredReadings:
    """What became of all rows.

    Attributes:
        table: the readings.
        plain: number of a sheet → how many of its rows are among the readings and not among the others.
        others: the rows that were looked at one by one.
    """

    table: ReadingsTable
    plain: Mapping[int, int]
    others: Gathering


def gather_readings(
    parts: Sequence[Part], wide: Source, frame: Frame, spill: Spill, limits: Limits
) -> GatheredReadings:
    """Read sheets of readings.

    Args:
        parts: the sheets, in the order of names.
        wide: the contract of those that are wide.
        frame: what they are read against.
        spill: keeps what does not fit into memory.
        limits: bounds of memory.
    """
    reader = _Reader(frame, spill, limits)
    for number, part in enumerate(parts):
        if part.source is wide:
            reader.read_wide(part, number)
        else:
            reader.read_long(part, number)
    return reader.gathered(_BATCHES * limits.batch_rows)


class _Reader:
    """Reads sheets, one after the other."""

    def __init__(self, frame: Frame, spill: Spill, limits: Limits) -> None:
        self._frame, self._spill, self._limits = frame, spill, limits
        self._plain, self._runs = PlainReadings(frame), Runs(spill, limits.held_bytes)
        self._others = Gathering(SOURCE, COLUMNS, spill)
        self._counts: Counter[int] = Counter()

    def read_wide(self, part: Part, number: int) -> None:
        """Read a wide sheet; every indicator's column is a batch of its own."""
        first = part.sheet.first
        for rows in part.sheet.tables():
            read = read_rows(part, part.origin(number), rows, first, {})
            first += rows.height
            for batch in lengthened(read, self._frame.catalogue):
                self._others.add(batch, sift_readings(batch.findings, self._frame))

    def read_long(self, part: Part, number: int) -> None:
        """Read a long sheet; rows that are not plain are looked at many together."""
        others: list[pl.DataFrame] = []
        for begin, rows, looked in ahead(lambda table: (*table, self._plain.look(part, table[1])), _tables(part)):
            readings, is_plain = self._plain.split(looked, begin)
            if not part.sheet.marks.is_empty():
                numbers = pl.int_range(begin, begin + rows.height, eager=True)
                unmarked = ~numbers.is_in(part.sheet.marks["row"].implode())
                readings, is_plain = readings.filter(unmarked.filter(is_plain)), is_plain & unmarked
            self._runs.add(readings, len(self._others.batches))
            self._counts[number] += readings.height
            others.append(_numbered(rows, begin).filter(~is_plain))
            if sum(some.height for some in others) >= self._limits.batch_rows:
                self._look_at(part, number, pl.concat(others))
                others = [others[-1].clear()]
        self._look_at(part, number, pl.concat(others))

    def gathered(self, at_once: int) -> GatheredReadings:
        """What became of the rows, of which so many are put in order at once."""
        moved = move_doubled(self._plain, self._runs, self._others, self._spill, at_once)
        self._counts.subtract(self._others.batches[at].origin.part for at in moved["batch"])
        self._others.reject_doubles()
        others = self._others.records()
        counts = self._counts_of_firms(moved["key"], others)
        table = ReadingsTable(self._plain, self._runs, moved["key"].unique(), others, counts, at_once)
        return GatheredReadings(table, self._counts, self._others)

    def _look_at(self, part: Part, number: int, numbered: pl.DataFrame) -> None:
        """Read rows one by one; the number of each stands behind its cells."""
        below = part.header.row + 2
        read = read_rows(_marked_as(part, numbered[_ROW]), part.origin(number), numbered.drop(_ROW), below, {})
        raw = read.findings.raw.with_columns(numbered[_ROW].gather(read.findings.raw["_row"] - below).alias("_row"))
        read = replace(read, findings=read.findings.numbered(raw))
        self._others.add(read, sift_readings(read.findings, self._frame))

    def _counts_of_firms(self, moved: pl.Series, others: pl.LazyFrame) -> dict[str, int]:
        firms = self._plain.firms.ids
        counts = Counter({firms[number]: count for number, count in self._runs.counts().items()})
        gone = pl.select(firm_of(pl.lit(moved))).to_series()
        counts.subtract(firms.gather(gone))
        counts.update(dict(others.group_by("entity_id").len().collect().iter_rows()))
        return {firm: counts[firm] for firm in sorted(counts) if counts[firm]}


def _marked_as(part: Part, numbers: pl.Series) -> Part:
    """The sheet with its marks on some rows that are numbered anew, in order below the header."""
    if part.sheet.marks.is_empty():
        return part
    below = part.header.row + 2
    rows = pl.DataFrame([numbers.alias("row")]).with_row_index("at", below)
    marks = part.sheet.marks.join(rows, on="row").select(pl.col("at").cast(pl.Int64).alias("row"), "position", "mark")
    return replace(part, sheet=replace(part.sheet, marks=marks))


def _tables(part: Part) -> Iterator[tuple[int, pl.DataFrame]]:
    """The rows below the header, table by table, and the number of the first of each."""
    first, below = part.sheet.first, part.header.row + 2
    for table in part.sheet.tables():
        yield max(below, first), table.slice(max(below - first, 0))
        first += table.height


def _numbered(rows: pl.DataFrame, first: int) -> pl.DataFrame:
    """The rows, and behind them their numbers in the file."""
    numbers = pl.int_range(first, first + rows.height, eager=True)
    names = [f"cell_{at}" for at in range(rows.width)]
    return rows.rename(dict(zip(rows.columns, names, strict=True))).with_columns(numbers.alias(_ROW))
