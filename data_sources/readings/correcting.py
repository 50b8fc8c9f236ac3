"""Readings that are corrected: held back while files are read, compared with the old value, and read anew."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from data_sources.corrections.values import shown
from data_sources.notations import NONE
from data_sources.readings.corrections import CORRECTED, Corrections, meanings, same
from data_sources.readings.keys import key, line
from data_sources.readings.sifting import sift_readings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from data_sources.readings.canonical import CanonicalReadings
    from data_sources.readings.corrections import Key, Step
    from data_sources.readings.frame import Frame
    from data_sources.typed_rows import Reading

_KEY = ["entity_id", "indicator", "system", "date"]
_PLACES_SHOWN = 5


class _Spot(NamedTuple):
    reading: Reading
    row: int
    value: float | None
    text: str | None

    @property
    def place(self) -> str:
        return f"{self.reading.origin.place} 第 {self.reading.findings.raw['_row'][self.row]} 行"

    @property
    def cell(self) -> str | None:
        cell = self.reading.findings.raw["value"][self.row]
        return None if cell is None else str(cell)


@dataclass
class Correcting:
    """Corrections, held against the readings of files.

    Attributes:
        corrections: what is corrected.
        frame: what readings are read against.
        problems: what does not fit, after `settled`.
    """

    corrections: Corrections
    frame: Frame
    problems: list[str] = field(default_factory=list)
    _held: list[Reading] = field(default_factory=list)
    _spots: dict[Key, list[_Spot]] = field(default_factory=dict)

    def canonical(self, known: CanonicalReadings) -> pl.Series:
        """The numbers of the corrected readings, as far as any canonical reading may have them by now."""
        firms = {firm: number for number, firm in enumerate(known.firms.ids) if firm is not None}
        series = {
            pair: number for number, pair in enumerate(known.series.table.select("indicator", "system").iter_rows())
        }
        rows = [
            (firms[firm], series[indicator, system], day)
            for firm, indicator, system, day in self.corrections.chains
            if firm in firms and (indicator, system) in series
        ]
        frame = pl.DataFrame(rows, {"firm": pl.UInt32, "series": pl.UInt32, "date": pl.Date}, orient="row")
        return frame.select(key(line(pl.col("firm"), pl.col("series")), pl.col("date")).alias("key")).to_series()

    def part(self, reading: Reading, rows: pl.DataFrame) -> tuple[Reading, pl.DataFrame]:
        """Hold back the corrected ones of rows that were looked at; the others.

        Args:
            reading: the cells, with what is wrong with them.
            rows: what they mean, one row per row.
        """
        if not self.corrections.chains:
            return reading, rows
        keys = rows.select(_KEY).rows()
        touched = pl.Series([each in self.corrections.chains for each in keys], dtype=pl.Boolean)
        if not touched.any():
            return reading, rows
        held = replace(reading, findings=reading.findings.only(touched), tallies=(), written=None)
        own = rows.filter(touched)
        for at, row in enumerate(own.rows()):
            self._spots.setdefault(row[:4], []).append(_Spot(held, at, row[4], row[5]))
        self._held.append(held)
        rest = replace(reading, findings=reading.findings.only(~touched), written=None)
        rest.findings.notations = rest.findings.notations._replace(seen=reading.findings.notations.seen)
        return rest, rows.filter(~touched)

    def settled(self) -> Iterator[tuple[Reading, pl.DataFrame]]:
        """The rows that were held back, with the values that count now; after the last reading."""
        self.problems += self.corrections.problems
        now: dict[tuple[int, int], Step] = {}
        for reading, chain in self.corrections.chains.items():
            spots = self._spots.get(reading, [])
            if not spots:
                self.problems.append(f"{chain[0].place}：没有 {_named(reading)}的读数")
                continue
            old = meanings(reading, [(chain[0].old, None)], self.frame)[0][0]
            fitting = [spot for spot in spots if same(chain[0].old, old, spot.cell, spot.value)]
            if not fitting:
                found = "、".join(f"{shown(spot.cell)}（{spot.place}）" for spot in spots[:_PLACES_SHOWN])
                self.problems.append(
                    f"{chain[0].place}：{_named(reading)}的读数写的原值是{shown(chain[0].old)}，文件里是{found}"
                )
            for spot in fitting:
                now[id(spot.reading), spot.row] = chain[-1]
        for held in self._held:
            raw = held.findings.raw
            steps = [now.get((id(held), row)) for row in range(raw.height)]
            for touched, changed in ((True, [step for step in steps if step is not None]), (False, [])):
                where = pl.Series([(step is not None) == touched for step in steps], dtype=pl.Boolean)
                if where.any():
                    yield self._again(held, where, changed)

    def applied(self) -> pl.DataFrame:
        """What was corrected: `CORRECTED`, reading by reading."""
        rows = [
            (
                *(step.place.file, step.place.sheet, step.place.row, *reading, step.old, step.new, step.text),
                *(step.corrected_by, step.corrected_on, step.reason),
            )
            for reading, chain in sorted(self.corrections.chains.items())
            for step in chain
        ]
        return pl.DataFrame(rows, CORRECTED, orient="row")

    def _again(self, held: Reading, where: pl.Series, steps: Sequence[Step]) -> tuple[Reading, pl.DataFrame]:
        """Rows read again, with new cells where there are steps."""
        findings = held.findings.only(where)
        if not steps:
            again = replace(held, findings=findings)
            return again, sift_readings(findings, self.frame)
        raw = findings.raw.with_columns(
            pl.Series("value", [step.new for step in steps], pl.String),
            pl.Series("text", [step.text for step in steps], pl.String),
        )
        fresh = type(findings)(raw)
        rows = sift_readings(fresh, self.frame)
        fresh.notations = NONE  # how the column is written says nothing of what a correction says
        return replace(held, findings=fresh), rows


def _named(reading: Key) -> str:
    firm, indicator, system, day = reading
    return f"{firm} {indicator}{f'（{system}）' if system else ''} {day} "
