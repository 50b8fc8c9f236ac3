"""Folder intake: files in, records and quarantine out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING

import polars as pl

from data_sources.answer_tally import stop_if_a_firm_lost_many
from data_sources.batches import UNRECOGNISED
from data_sources.bulk.against import Against
from data_sources.bulk.sources import BulkSources, polars_reader
from data_sources.cache.copies import Copies
from data_sources.corrections.checking import Subjects
from data_sources.corrections.contract import SOURCE as CORRECTIONS
from data_sources.corrections.correcting import Correcting, nothing_decided
from data_sources.corrections.decisions import read_decisions
from data_sources.gathering import Gathering
from data_sources.intake_entries import intake_entries
from data_sources.limits import DEFAULT
from data_sources.listing import nothing
from data_sources.mapping import check_used, mapped_sources
from data_sources.names import FirmNames
from data_sources.opening import open_folder
from data_sources.population import firms_of
from data_sources.quarantine import Quarantine
from data_sources.records import Records
from data_sources.register import FIRMS
from data_sources.row_loop import gather, gather_register
from data_sources.sifting import Standing, as_texts, columns_of_records, sift
from data_sources.spill import Spill
from indicator_tree.mapping import NO_MAPPING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from data_sources.batches import Batch
    from data_sources.bulk.intake import Bulk
    from data_sources.bulk.place import Place
    from data_sources.bulk.reader import Reader
    from data_sources.cache.copies import Cache
    from data_sources.corrections.held import Held
    from data_sources.derived_files import DerivedFile
    from data_sources.limits import Limits
    from data_sources.meter import Progress
    from data_sources.parts import Opened
    from data_sources.period import Period
    from data_sources.population import Population
    from data_sources.register import Register
    from data_sources.source import Source, Vocabulary
    from data_sources.typed_rows import Reading
    from indicator_tree.mapping import Mapping as Mappings


NOWHERE: Mapping[str, str] = MappingProxyType({})
"""No source lies at an address."""


def read_records(
    folder: Path,
    *,
    sources: Sequence[Source],
    required: Collection[str],
    period: Period,
    population: Population,
    vocabulary: Vocabulary,
    register: Register = FIRMS,
    progress: Progress | None = None,
    limits: Limits = DEFAULT,
    addresses: Mapping[str, str] = NOWHERE,
    reader: Callable[[], Reader] = polars_reader,
    cache: Cache | None = None,
    passed_over: Callable[[Path], bool] = nothing,
    mapping: Mappings = NO_MAPPING,
    own_mapping: Mappings = NO_MAPPING,
    decisions: Collection[str] | None = None,
    derived: Sequence[DerivedFile] = (),
) -> Records:
    """Read the records of one evaluation from a folder.

    Args:
        folder: one file per source, or several, or workbooks with a sheet per source; also in subfolders and archives.
        sources: what to look for beside the register, which may be among them.
        required: names of the sources that must be there; the register always must.
        period: records dated outside it are set apart.
        population: which firms are evaluated; records of others are set apart.
        vocabulary: the values that closed columns allow.
        register: of whom the records tell.
        progress: told after each file, and after each batch of a large one.
        limits: how much is in memory at a time.
        addresses: source → where it lies as typed Parquet; see `data_sources.bulk`. A folder among the records that is
            named after a source is such an address too.
        reader: opens the engine that reads addresses, once there is one to read.
        cache: where converted copies of large text inputs are kept; none are where it is not given.
        passed_over: whether a subfolder is none of the records', such as a run.
        mapping: what headers, cells and files mean that are written otherwise than the contracts say.
        own_mapping: the part of the mapping that was written for this folder: what it names must be there.
        decisions: numbers of the decisions in correction files that are applied; all where not given. All must fit.
        derived: tables that are made of other files, read after those of the folder.

    Raises:
        ValueError: `required` names a source that is not among `sources`.
        IntakeError: see `data_sources.errors`; everything wrong with files, sheets and headers at once.
    """
    listed = register.source
    sources = [listed, *(source for source in sources if source.name != listed.name)]
    unknown = sorted(set(required) - {source.name for source in sources})
    if unknown:
        message = f"required names no source: {unknown}"
        raise ValueError(message)
    closed = {source.name: source.allowed(vocabulary) for source in sources}
    sources = mapped_sources(sources, mapping, closed)
    listed = sources[0]
    register = replace(register, source=listed)
    copies = None if cache is None else Copies(cache, sources, closed, limits)
    may_be_large = [source for source in sources if source.name != CORRECTIONS.name]
    bulk = BulkSources.of(folder, may_be_large, addresses, reader, listed)
    spill = Spill(limits.held_bytes)
    try:
        here = {*required, listed.name} - bulk.places.keys()
        open_it = partial(
            open_folder,
            *(folder, sources, here, limits, progress),
            files=mapping.files,
            derived=derived,
            passed_over=passed_over,
            elsewhere=bulk.folders,
        )
        opened = open_it(copies=copies)
        unused = list(check_used(opened, mapping, own_mapping))
        members, sound = gather_register(opened.parts, register, spill, closed[listed.name], opened.meter)
        names = FirmNames.of(sound, listed.title, listed.words)
        standing = Standing(names, firms_of(sound, names, population, period.end))
        course = _Course(standing, period, closed, limits, spill, {listed.name: members})
        correcting = course.decide(opened, sources, decisions)
        if any(part.copied is not None and correcting.touches(part.source.name) for part in opened.parts):
            opened = open_it()  # copies keep values, and a decision is compared with what stands in the file
        bulk.insist_apart(opened.parts)
        opened.meter.expect(bulk.size)
        for source in sources:
            course.take(source, opened, bulk.places.get(source.name))
        gathered, read = course.gathered, course.read
        _stop_if_a_firm_lost_many(gathered, read, standing)
        order = [source.name for source in sources if source.name in gathered]
        counted = [name for name in order if name not in (listed.name, CORRECTIONS.name)]
        placed = {name: read.get(name, gathered[name]).placed for name in counted}
        tables = {
            name: read[name].records if name in read else gathered[name].told(table) for name, table in placed.items()
        }
        correcting.stop_if_wrong(tables, {source.name: source.title for source in sources}, gathered)
    except BaseException:
        spill.close()
        raise
    finally:
        if copies is not None:
            copies.close()
    return Records(
        firms=standing.firms,
        tables=tables,
        placed=placed,
        intake=(*intake_entries(opened.parts, gathered, read, order), *correcting.entries(opened.parts, gathered)),
        quarantine=Quarantine({name: [batch.kept_out for batch in gathered[name].batches] for name in order}),
        unrecognised=pl.concat([UNRECOGNISED.to_frame(), *(gathered[name].unrecognised() for name in order)]),
        ignored=opened.ignored,
        remarks=(
            *opened.remarks,
            *_remarks(opened),
            *unused,
            *chain(*(gathered[name].remarks() for name in order)),
            *correcting.remarks(gathered),
        ),
        corrections=correcting.applied(opened.parts, standing),
        cache_remarks=() if copies is None else tuple(copies.remarks),
        spill=spill,
    )


def _stop_if_a_firm_lost_many(gathered: Mapping[str, Gathering], read: Mapping[str, Bulk], standing: Standing) -> None:
    """See `data_sources.answer_tally.stop_if_a_firm_lost_many`; source by source."""
    firm_names = dict(standing.firms.select("firm_id", "firm").iter_rows())
    for name, gathering in gathered.items():
        lost, counted = gathering.unrecognised(), read[name].records if name in read else gathering.records()
        stop_if_a_firm_lost_many(lost, counted, gathering.source.columns, gathering.source.title, firm_names)


def _remarks(opened: Opened) -> Iterator[str]:
    """What a person should know of sheets and headers."""
    for part in opened.parts:
        yield from part.header.remarks


@dataclass
class _Course:
    """How far the sources of a folder are read.

    Attributes:
        standing: the registered firms.
        period: the evaluation period.
        closed: source → the values that its closed columns allow.
        limits: how much is in memory at a time.
        spill: where rows are laid down.
        gathered: the rows of the sources that were read.
        read: those of them that were read where they lie.
        correcting: the decisions about records.
    """

    standing: Standing
    period: Period
    closed: Mapping[str, dict[str, tuple[str, ...]]]
    limits: Limits
    spill: Spill
    gathered: dict[str, Gathering]
    read: dict[str, Bulk] = field(default_factory=dict)
    correcting: Correcting = field(default_factory=nothing_decided)

    def decide(self, opened: Opened, sources: Sequence[Source], only: Collection[str] | None) -> Correcting:
        """Read the correction files; the register is the first of the sources."""
        source = next((part.source for part in opened.parts if part.source.name == CORRECTIONS.name), None)
        batches: Sequence[Batch] = ()
        if source is not None:
            rows = self.gathered[source.name] = Gathering(source, [one.name for one in source.columns], self.spill)
            gather(opened.parts, rows, self.closed[source.name], lambda reading: reading.table, opened.meter)
            batches = rows.batches
        names = self.standing.names
        subjects = Subjects(sources, sources[0].name, names, self.closed)
        found = read_decisions(opened.parts, batches, subjects, only)
        self.correcting = Correcting(found, self.closed, names, len(opened.parts))
        return self.correcting

    def take(self, source: Source, opened: Opened, place: Place | None) -> None:
        """Read a source, unless it has been read or is nowhere."""
        here = any(part.source.name == source.name for part in opened.parts)
        if source.name in self.gathered or not (place or here or self.correcting.adds(source.name)):
            return
        held, closed = self.correcting.held(source), self.closed[source.name]
        followed = self.gathered.get(source.follows or "")
        left_out = None if followed is None else followed.left_out()
        records_of = partial(sift, source=source, standing=self.standing, period=self.period, left_out=left_out)
        if place is not None:  # loads Narwhals, which other files do without
            from data_sources.bulk.intake import read_where_it_lies  # noqa: PLC0415

            against = Against(source, self.standing, self.period, closed, self.limits, self.spill, held)
            self.read[source.name] = read_where_it_lies(opened, place, against)
            self.gathered[source.name] = self.read[source.name].gathering
        else:
            gathering = Gathering(source, columns_of_records(source), self.spill, closed=closed)
            self.gathered[source.name] = gathering
            gather(opened.parts, gathering, closed, records_of, opened.meter, held=held)
        self.correcting.keep_before(source, _before(held, records_of))


def _before(held: Held, records_of: Callable[[Reading], pl.DataFrame]) -> list[pl.DataFrame]:
    """The records that decisions are about as they counted before, batch by batch."""
    return [as_texts(records_of(original)).filter(~original.findings.rows()) for original in held.originals()]
