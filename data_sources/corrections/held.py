"""The rows of a source that decisions are about: held back while its files are read, then corrected and read anew."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from data_sources.corrections.decision import FIRM, NUMBER, Place
from data_sources.corrections.faults import bad_values, too_early
from data_sources.corrections.renewed import added, renewed, withdrawn
from data_sources.corrections.rows import number_of, numbers_of, only, where
from data_sources.corrections.units import is_same_unit, settled_unit, unit_of_new_record
from data_sources.corrections.values import Cell, is_same_value, is_signed, same_firm, says, shown
from data_sources.numerals import unit_within

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
        units: record's number and column → unit of old and new value, where it is not that of the contract, after
            `settled`.
        places: record's number → where the rows stand that are the record after its decision, after `settled`.
        refused: numbers of the records whose decisions bring values that are none, after `settled`.
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
    units: dict[tuple[str, str], str] = field(default_factory=dict)
    places: dict[str, list[Place]] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    persons: dict[tuple[str, str], tuple[str | None, str | None]] = field(default_factory=dict)
    _in_files: dict[str, set[str]] = field(default_factory=dict)
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
        for name, unit in () if reading.written is None else reading.written.units.items():
            self._in_files.setdefault(name, set()).add(unit)
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
        if not self._settle_units(correction, fitting[0]):
            return []
        self.places[correction.record_id] = [self._standing(spot) for spot in fitting]
        return fitting

    def _settle_units(self, correction: Correction, spot: Spot) -> bool:
        """Note in which units a decision's new values are; whether all can be told."""
        before = len(self.problems)
        for change in () if correction.drops else correction.conditions:
            unit, problem = settled_unit(self._said(spot, change.column or FIRM), change)
            self._note_unit(correction, change, unit, problem)
        return len(self.problems) == before

    def _note_unit(self, correction: Correction, change: Change, unit: str, problem: str) -> None:
        name = change.column or FIRM
        if problem:
            title = self.source.column(name).title
            self.problems.append(f"{change.place}：{self._named(correction)}的{title}：{problem}")
        elif unit:
            self.units[correction.record_id, name] = unit

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
        cell = self._said(spot, change.column or FIRM)
        if cell.column.name == FIRM:
            return same_firm(self.names, change.old, cell.text)
        units = (change.unit,) if change.unit else dict.fromkeys((cell.unit, ""))
        shown = not change.unit or is_same_unit(cell.column, change.unit, cell.unit)
        shown = shown or bool(change.old and unit_within(change.old))
        return any(says(cell, change.old, unit, shown=shown) for unit in units)

    def _said(self, spot: Spot, name: str) -> Cell:
        batch = self._batches[spot.batch]
        unit = "" if batch.written is None else batch.written.units.get(name, "")
        value = batch.table[name][spot.row]
        return Cell(self.source.column(name), value, self._cell(spot, name), self.closed.get(name), unit)

    def _cell(self, spot: Spot, name: str) -> Any:
        return self._batches[spot.batch].findings.raw[name][spot.row]

    def _content(self, spot: Spot) -> tuple[Any, ...]:
        batch = self._batches[spot.batch]
        return (
            (*batch.table.row(spot.row), *batch.findings.raw.drop("_row").row(spot.row))
            if (batch.findings.rows("rejected")[spot.row])
            else batch.table.row(spot.row)
        )

    def _standing(self, spot: Spot) -> Place:
        batch = self._batches[spot.batch]
        origin = batch.origin
        return Place(origin.part, origin.file, origin.sheet, batch.findings.raw["_row"][spot.row])

    def _place(self, spot: Spot) -> str:
        batch = self._batches[spot.batch]
        return f"{batch.origin.place} 第 {batch.findings.raw['_row'][spot.row]} 行"

    def _named(self, correction: Correction) -> str:
        return f"{self.source.title} {correction.record_id}"

    def _corrected(self, batch: Reading, fates: Sequence[Correction | None]) -> Iterator[Reading]:
        """The rows of a batch: those without a decision, those that are withdrawn, and those with new values."""
        groups: dict[Any, list[int]] = {}
        for row, fate in enumerate(fates):
            key = None if fate is None else True if fate.drops else frozenset(self._units_of(fate).items())
            groups.setdefault(key, []).append(row)
        for key, rows in groups.items():
            some = only(batch, where(rows, len(fates)))
            decided = [fate for row in rows if (fate := fates[row]) is not None]
            if key is None:
                yield some
            elif key is True:
                self.problems += too_early(some, decided, self.source)
                yield withdrawn(some, decided)
            else:
                found = renewed(some, decided, self.source, self.closed, dict(key))
                self._note_bad(found, decided)
                self._note_unchanged(some, found, decided)
                yield found

    def _units_of(self, correction: Correction) -> dict[str, str]:
        """Column that gets a new value → the unit of it; empty for that of the contract."""
        return {name: self.units.get((correction.record_id, name), "") for name in correction.news}

    def _added(self, corrections: Iterable[Correction]) -> Iterator[Reading]:
        groups: dict[tuple[int, str, str, frozenset[tuple[str, str]]], list[Correction]] = {}
        for one in corrections:
            before = len(self.problems)
            for change in one.changes:
                column = self.source.column(change.column or FIRM)
                unit, problem = unit_of_new_record(column, change, self._in_files.get(column.name, ()))
                self._note_unit(one, change, unit, problem)
            if len(self.problems) == before:
                place = one.first.place
                units = frozenset((name, unit) for name, unit in self._units_of(one).items() if unit)
                groups.setdefault((place.part, place.file, place.sheet, units), []).append(one)
        for (part, file, sheet, units), several in groups.items():
            found = added(several, self.source, self.closed, (self.free + part, file, sheet), dict(units))
            self._note_bad(found, several)
            origin = found.origin
            for one in several:
                self.places[one.record_id] = [Place(origin.part, origin.file, origin.sheet, one.first.place.row)]
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
        for correction, problem in bad_values(reading, corrections, self.source):
            self.refused.add(correction.record_id)
            self.problems.append(problem)
        self.problems += too_early(reading, corrections, self.source)

    def _note_unchanged(self, before: Reading, now: Reading, corrections: Sequence[Correction]) -> None:
        """New values that mean what the record says already."""
        for at, correction in enumerate(corrections):
            for change in correction.conditions:
                column = self.source.column(change.column or FIRM)
                is_open = column.kind == "text" and column.name not in self.closed and not column.choice
                values = (reading.table[column.name][at] for reading in (before, now))
                signed = {is_signed(text or "") for text in (change.old, change.new)}
                if column.name != FIRM and not is_open and len(signed) == 1 and is_same_value(*values):
                    text = f"{change.place}：{self._named(correction)}的{column.title}：新值与原值相同（{change.new}）"
                    self.problems.append(text)
