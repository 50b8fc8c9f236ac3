"""A bulk source in, its records and what is wrong with the others out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import narwhals as nw
import polars as pl

from data_sources.bulk.columns import COUNTED, OTHER, opened
from data_sources.bulk.fingerprints import fingerprint
from data_sources.bulk.plain import cells_are_plain, is_plain, unfit
from data_sources.bulk.reader import FILE, ROW
from data_sources.bulk.rows import cells_of
from data_sources.errors import BulkError
from data_sources.gathering import Gathering, keys_of
from data_sources.origin import Origin
from data_sources.reading import Reading, read_cells
from data_sources.records import FileIntake
from data_sources.sifting import columns_of_records, sift

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from data_sources.bulk.addresses import Address
    from data_sources.bulk.columns import Opened
    from data_sources.bulk.reader import Reader
    from data_sources.intake import Period
    from data_sources.limits import Limits
    from data_sources.sifting import Standing
    from data_sources.source import Source
    from data_sources.spill import Spill

_APART, _CLASH = "_apart", "_clash"
Table = nw.LazyFrame[Any]


@dataclass(frozen=True)
class Bulk:
    """A bulk source, read.

    Attributes:
        records: those that count, a lazy frame of the engine; see `columns_of_records`.
        gathering: the rows that were not plain.
        intake: one entry per file, in the order of names.
    """

    records: Any
    gathering: Gathering
    intake: tuple[FileIntake, ...]


@dataclass(frozen=True)
class _Source:
    """A bulk source and all that its rows are checked against."""

    source: Source
    opened: Opened
    standing: Standing
    period: Period
    closed: Mapping[str, Sequence[str]]
    limits: Limits
    reader: Reader
    spill: Spill


def read_bulk(
    source: Source,
    address: Address,
    reader: Reader,
    *,
    standing: Standing,
    period: Period,
    closed: Mapping[str, Sequence[str]],
    limits: Limits,
    spill: Spill,
) -> Bulk:
    """Read a source that lies at an address; see `data_sources.intake.read_records`.

    Raises:
        BulkError: an engine cannot read the source, or its columns are of other types.
        HeaderError: a column is missing or stands twice.
        UnreadableFileError: the address cannot be read.
    """
    if reasons := unfit(source):
        raise BulkError(
            f"来源 {source.name}（{source.title}）不能由引擎从地址读入：{'；'.join(reasons)}。请把文件放进数据文件夹"
        )
    found = opened(source, address, reader.scan(address))
    bulk = _Source(source, found, standing, period, closed, limits, reader, spill)
    marked = _marked(bulk)
    gathering = Gathering(source, columns_of_records(source), spill)
    numbers: dict[str, int] = {}
    for reading, rows in _readings(bulk, marked.filter(nw.col(_APART)), numbers):
        gathering.add(reading, rows)
    gathering.reject_doubles()
    plain = reader.keep(marked.filter(~nw.col(_APART)).select(FILE, *_typed(bulk)), spill)
    records: Table = plain.select(*columns_of_records(source))
    if gathering.batches and (more := gathering.records().collect()).height:
        records = nw.concat([records, reader.hold(more)], how="vertical")
    return Bulk(records.to_native(), gathering, tuple(_intake(bulk, address, gathering, plain, numbers)))


def _marked(bulk: _Source) -> Table:
    """The rows with entity_id, firm_id, and whether they have to be read one by one."""
    named = bulk.opened.table.join(bulk.reader.hold(_firms(bulk)), on="firm", how="left")
    source = bulk.source
    sound = [is_plain(source, bulk.opened.schema, bulk.closed), ~nw.col("firm_id").is_null()]
    if source.dated_by:
        sound.append(nw.col(source.dated_by).is_between(bulk.period.start, bulk.period.end).fill_null(value=False))
    marked = named.with_columns((~nw.all_horizontal(*sound, ignore_nulls=True)).alias(_APART))
    for key in keys_of(source):
        clashes = _clashes(bulk, named, key)
        if clashes.height:
            held = bulk.reader.hold(clashes.with_columns(pl.lit(value=True).alias(_CLASH)))
            joined = marked.join(held, on=list(key), how="left")
            apart = nw.col(_APART) | nw.col(_CLASH).fill_null(value=False)
            marked = joined.with_columns(apart.alias(_APART)).drop(_CLASH)
    return marked


def _firms(bulk: _Source) -> pl.DataFrame:
    """The firms as the rows name them, without those that need a closer look: firm, entity_id, firm_id (if scored)."""
    firms = _collected(bulk.opened.table.select("firm").unique())["firm"].drop_nulls()
    texts = [text for text in firms if text == text.strip()]
    known = bulk.standing.names.resolve(texts)
    scored = bulk.standing.firms.filter(pl.col("status") != "excluded")
    evaluated_as = dict(scored.select("firm_id", "evaluated_as").iter_rows())
    rows = [(text, entity, evaluated_as.get(entity)) for text, entity in sorted(known.items())]
    return pl.DataFrame(rows, dict.fromkeys(("firm", "entity_id", "firm_id"), pl.String), orient="row")


def _clashes(bulk: _Source, named: Table, key: Sequence[str]) -> pl.DataFrame:
    """The keys that more than one row has or may have, once its cells are read."""
    repeated = _collected(named.group_by(*key).agg(nw.len().alias("_rows")).filter(nw.col("_rows") > 1))
    found = [repeated.select(key)]
    plain = cells_are_plain(bulk.source, bulk.opened.schema, bulk.closed, key)
    for reading, records in _readings(bulk, named.filter(~plain), {}):
        found.append(records.filter(~reading.findings.rows("rejected")).select(key))
    return pl.concat(found, how="vertical_relaxed").drop_nulls().unique()


def _readings(bulk: _Source, rows: Table, numbers: dict[str, int]) -> Iterator[tuple[Reading, pl.DataFrame]]:
    """The rows read one by one, in the order of files and rows; `numbers` is told the number of every file."""
    names = [column.name for column in bulk.source.columns if column.name in bulk.opened.schema]
    ordered = rows.select(FILE, ROW, *names, OTHER).sort(FILE, ROW)
    for batch in bulk.reader.batches(ordered, bulk.limits.batch_rows, bulk.spill):
        for (file,), part in batch.partition_by(FILE, as_dict=True, maintain_order=True).items():
            number = numbers.setdefault(str(file), -1 - len(numbers))  # those of opened sheets are not negative
            origin = Origin(number, str(file), "", bulk.opened.headers)
            cells = cells_of(part, bulk.source)
            if cells.height:
                reading = read_cells(bulk.source, origin, cells, bulk.closed)
                yield reading, sift(reading, bulk.source, bulk.standing, bulk.period)


def _typed(bulk: _Source) -> Iterator[nw.Expr]:
    """The columns of records, of the types that a reader gives them."""
    types = {column.name: COUNTED.get(column.kind, nw.String()) for column in bulk.source.columns}
    for name in columns_of_records(bulk.source):
        if name == "record_id" and name not in types:
            yield nw.concat_str(nw.col(FILE), nw.lit("#"), nw.col(ROW).cast(nw.String)).alias(name)
        elif name in types and name not in bulk.opened.schema:
            yield nw.lit(None, types[name]).alias(name)
        else:
            yield nw.col(name).cast(types.get(name, nw.String()))


def _intake(
    bulk: _Source, address: Address, gathering: Gathering, plain: Table, numbers: Mapping[str, int]
) -> Iterator[FileIntake]:
    used = dict(_collected(plain.group_by(FILE).agg(nw.len().cast(nw.Int64).alias("_rows"))).iter_rows())
    here = {address.name(str(file)): file for file in address.files}
    for file in sorted({*used, *numbers, *here}):
        mine = [batch for batch in gathering.batches if batch.origin.file == file]
        read, rejected, apart = (sum(getattr(one, name) for one in mine) for name in ("read", "rejected", "set_apart"))
        counted = used.get(file, 0)
        yield FileIntake(
            file=file,
            source=bulk.source.name,
            sheet="",
            sha256=fingerprint(here.get(file)),
            read=counted + read,
            used=counted + read - rejected - apart,
            rejected=rejected,
            set_apart=apart,
            dropped=bulk.opened.dropped,
        )


def _collected(table: Table) -> pl.DataFrame:
    collected: pl.DataFrame = table.collect("polars").to_native()
    return collected
