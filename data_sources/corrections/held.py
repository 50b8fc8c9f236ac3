"""The rows of a source that decisions are about: held back while its files are read, then corrected and read anew."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from data_sources.corrections.decision import FIRM, NUMBER
from data_sources.corrections.renewed import added, renewed, withdrawn
from data_sources.corrections.rows import number_of, numbers_of, only, where
from data_sources.corrections.values import same_firm, says, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from data_sources.corrections.decision import Change, Correction
    from data_sources.names import FirmNames
    from data_sources.source import Source
    from data_sources.typed_rows import Reading

_PLACES_SHOWN = 5


class Spot(NamedTuple):
    """A row that was held back: the number of its batch, and its own within it."""

    batch: int
    row: int


@dataclass
class Held:
    """The decisions about one source, and the rows that they are about.

    Attributes:
        source: the source.
        corrections: record's number → what is decided of it.
        closed: the values that closed columns allow.
        names: of the firms.
        free: the first number that no sheet of the folder has.
        problems: what does not fit, after `settled`.
        unknown: decisions about records that are not there, after `settled`.
        ids: record's number as a decision writes it → that of the record, where they differ, after `settled`.
        firms: record's number → what its firm cell holds, before any decision, after `settled`.
        persons: record's number and column → old cell and new value as the reader keeps them, of columns that may name
            persons, after `settled`.
    """

    source: Source
    corrections: Mapping[str, Correction]
    closed: Mapping[str, Sequence[str]]
    names: FirmNames
    free: int = 0
    problems: list[str] = field(default_factory=list)
    unknown: list[Correction] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)
    firms: dict[str, str | None] = field(default_factory=dict)
    persons: dict[tuple[str, str], tuple[str | None, str | None]] = field(default_factory=dict)
    _batches: list[Reading] = field(default_factory=list)
    _spots: dict[str, list[Spot]] = field(default_factory=dict)

    def again(self) -> Held:
        """The same decisions, with no row held back yet."""
        return Held(self.source, self.corrections, self.closed, self.names, self.free)

    def part(self, reading: Reading) -> Reading:
        """Hold back the rows of a reading that decisions are about; the others.

        Args:
            reading: rows before anything was sifted from them, as the files have them.
        """
        if not self.corrections:
            return reading
        numbers = numbers_of(reading)
        touched = numbers.is_in(list(self.corrections)).fill_null(value=False)
        if (records := reading.findings.records) is not None:
            touched = touched & records
        if not touched.any():
            return reading
        for at, number in enumerate(numbers.filter(touched)):
            self._spots.setdefault(number, []).append(Spot(len(self._batches), at))
        self._batches.append(only(reading, touched))
        rest = only(reading, ~touched)
        rest.findings.notations = rest.findings.notations._replace(seen=reading.findings.notations.seen)
        return replace(rest, tallies=reading.tallies)

    def settled(self) -> Iterator[Reading]:
        """The rows that were held back, as they count after the decisions, and the new ones; after the last reading."""
        fates: dict[Spot, Correction] = {}
        new: list[Correction] = []
        for number, correction in self.corrections.items():
            spots = self._spots.get(number, [])
            if correction.adds:
                if spots:
                    where = self._place(spots[0])
                    self.problems.append(
                        f"{correction.first.place}：{self._named(correction)}已有，在 {where}；不能补录"
                    )
                else:
                    new.append(correction)
            elif not spots:
                self.unknown.append(correction)
            else:
                fates |= dict.fromkeys(self._meant(correction, spots), correction)
        for at, batch in enumerate(self._batches):
            here = [fates.get(Spot(at, row)) for row in range(batch.table.height)]
            yield from self._corrected(batch, here)
        yield from self._added(new)

    def originals(self) -> Iterator[Reading]:
        """The rows that were held back, as they stand in the files; for whoever wants to sift them."""
        for batch in self._batches:
            yield only(batch, pl.repeat(True, batch.table.height, dtype=pl.Boolean, eager=True))

    def _meant(self, correction: Correction, spots: Sequence[Spot]) -> list[Spot]:
        """The rows that a decision is about, all of the same content; none if there is a problem."""
        fitting = [spot for spot in spots if all(self._says(change, spot) for change in correction.conditions)]
        if not fitting:
            self._note_other_values(correction, spots)
            return []
        contents = {self._content(spot) for spot in spots}
        if len(contents) > 1 and (not correction.conditions or len({self._content(spot) for spot in fitting}) > 1):
            places = "、".join(self._place(spot) for spot in spots[:_PLACES_SHOWN])
            self.problems.append(
                f"{correction.first.place}：{self._named(correction)}在文件里有 {len(spots)} 行而内容不同"
                f"（{places}）；请写明列和原值，使它只合其中一行"
            )
            return []
        self.firms[correction.record_id] = self._cell(fitting[0], FIRM)
        for change in correction.conditions:
            if change.column is not None and self.source.column(change.column).personal_unless is not None:
                self.persons[correction.record_id, change.column] = self._cell(fitting[0], change.column), None
        number = number_of(self._batches[fitting[0].batch], fitting[0].row)
        self.ids[correction.record_id] = number
        return fitting

    def _note_other_values(self, correction: Correction, spots: Sequence[Spot]) -> None:
        for change in correction.conditions:
            if any(self._says(change, spot) for spot in spots):
                continue
            title = self.source.column(change.column or FIRM).title
            found = "、".join(
                f"{shown(self._cell(spot, change.column or FIRM))}（{self._place(spot)}）"
                for spot in spots[:_PLACES_SHOWN]
            )
            self.problems.append(
                f"{change.place}：{self._named(correction)}的{title}写的原值是{shown(change.old)}，文件里是{found}"
            )
            return
        self.problems.append(f"{correction.first.place}：{self._named(correction)}没有一行同时合各列的原值")

    def _says(self, change: Change, spot: Spot) -> bool:
        name = change.column or FIRM
        cell = self._cell(spot, name)
        if name == FIRM:
            return same_firm(self.names, change.old, cell)
        value = self._batches[spot.batch].table[name][spot.row]
        return says(self.source.column(name), change.old, value, cell, self.closed.get(name))

    def _cell(self, spot: Spot, name: str) -> Any:
        return self._batches[spot.batch].findings.raw[name][spot.row]

    def _content(self, spot: Spot) -> tuple[Any, ...]:
        batch = self._batches[spot.batch]
        return (
            (*batch.table.row(spot.row), *batch.findings.raw.drop("_row").row(spot.row))
            if (batch.findings.rows("rejected")[spot.row])
            else batch.table.row(spot.row)
        )

    def _place(self, spot: Spot) -> str:
        batch = self._batches[spot.batch]
        return f"{batch.origin.place} 第 {batch.findings.raw['_row'][spot.row]} 行"

    def _named(self, correction: Correction) -> str:
        return f"{self.source.title} {correction.record_id}"

    def _corrected(self, batch: Reading, fates: Sequence[Correction | None]) -> Iterator[Reading]:
        """The rows of a batch: those without a decision, those that are withdrawn, and those with new values."""
        groups: dict[Any, list[int]] = {}
        for row, fate in enumerate(fates):
            key = None if fate is None else True if fate.drops else frozenset(fate.news)
            groups.setdefault(key, []).append(row)
        for key, rows in groups.items():
            some = only(batch, where(rows, len(fates)))
            decided = [fate for row in rows if (fate := fates[row]) is not None]
            if key is None:
                yield some
            elif key is True:
                yield withdrawn(some, decided)
            else:
                found = renewed(some, decided, self.source, self.closed)
                self._note_bad(found, decided)
                yield found

    def _added(self, corrections: Iterable[Correction]) -> Iterator[Reading]:
        by_sheet: dict[tuple[int, str, str], list[Correction]] = {}
        for one in corrections:
            place = one.first.place
            by_sheet.setdefault((place.part, place.file, place.sheet), []).append(one)
        for (part, file, sheet), several in by_sheet.items():
            found = added(several, self.source, self.closed, (self.free + part, file, sheet))
            self._note_bad(found, several)
            if NUMBER not in found.table.columns:
                self.ids |= {one.record_id: number_of(found, at) for at, one in enumerate(several)}
            yield found

    def _note_bad(self, reading: Reading, corrections: Sequence[Correction]) -> None:
        """What is wrong with rows because of what decisions say; what was wrong before is left to the quarantine."""
        for column in self.source.columns:
            if column.personal_unless is not None:
                for correction, value in zip(corrections, reading.table[column.name], strict=True):
                    key = correction.record_id, column.name
                    self.persons[key] = self.persons.get(key, (None, None))[0], value
        told = Counter[tuple[int, str]]()
        wrong = reading.findings.found.filter(pl.col("kind").is_in(["rejected", "answer"]))
        for index, name, value, reason in wrong.select("index", "column", "value", "reason").iter_rows():
            correction = corrections[index]
            change = next((one for one in correction.changes if one.column == name), None)
            if (change is None and not correction.adds) or told[index, name]:
                continue
            told[index, name] += 1
            place = (change or correction.first).place
            title = self.source.column(name).title if name else ""
            what = f"的{title}{f'“{value}”' if value else ''}" if title else ""
            self.problems.append(f"{place}：{self._named(correction)}{what}：{reason}")
        if self.source.dated_by is None:
            return
        for correction, day in zip(corrections, reading.table[self.source.dated_by], strict=True):
            if day is not None and day > correction.decided_on:
                title = self.source.column(self.source.dated_by).title
                self.problems.append(
                    f"{correction.first.place}：决定 {correction.decision} 的日期 {correction.decided_on} "
                    f"早于{self._named(correction)}的{title} {day}"
                )
