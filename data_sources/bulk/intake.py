"""A bulk source in, its records and what is wrong with the others out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import narwhals as nw

from data_sources.batches import fates
from data_sources.bulk.canonical import unfit
from data_sources.bulk.columns import COUNTED, opened
from data_sources.bulk.marking import APART, Marking
from data_sources.bulk.reader import FILE, ROW, Canonical
from data_sources.errors import BulkError, UnreadableFileError
from data_sources.gathering import Gathering
from data_sources.origin import PLACE
from data_sources.records import FileIntake
from data_sources.sifting import as_texts, columns_of_records
from data_sources.stage.input_files import InputFile, fingerprint_of, state_of
from data_sources.stage.parquet_pages import insist_on_checksums

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from data_sources.bulk.addresses import Address
    from data_sources.bulk.against import Against
    from data_sources.bulk.columns import Opened
    from data_sources.bulk.place import Place
    from data_sources.bulk.reader import Reader, Table
    from data_sources.parts import Opened as OpenedFolder
    from data_sources.stage.input_files import Fingerprint


class Told(Protocol):
    """Told how far the reading is: the file, which part of it was read since it was last told, and how many rows."""

    def __call__(self, file: str, part: float, rows: int) -> None: ...  # noqa: D102


@dataclass(frozen=True)
class Bulk:
    """A bulk source, read.

    Attributes:
        records: those that count, a lazy frame of the engine; see `columns_of_records`.
        placed: the same with the place where each stands; see `data_sources.origin.PLACE`.
        gathering: the rows that were not canonical.
        intake: one entry per file, in the order of names.
    """

    records: Any
    placed: Any
    gathering: Gathering
    intake: tuple[FileIntake, ...]


def read_where_it_lies(opened: OpenedFolder, place: Place, against: Against) -> Bulk:
    """Read a source from its place, and tell how far it is in the bytes of its files.

    Raises:
        IntakeError: see `read_bulk`.
    """
    left = {place.address.name(str(file)): file.stat().st_size for file in place.address.files}
    whole = dict(left)

    def told(file: str, part: float, rows: int) -> None:
        done = min(left.get(file, 0), round(whole.get(file, 0) * part))
        left[file] = left.get(file, 0) - opened.meter.add(file, done, rows)

    found = read_bulk(place.address, place.reader, against, told)
    for file, amount in left.items():
        opened.meter.add(file, amount)
    return found


def read_bulk(address: Address, reader: Reader, against: Against, told: Told) -> Bulk:
    """Read a source that lies at an address; see `data_sources.intake.read_records`.

    Args:
        address: where it lies.
        reader: what reads it.
        against: what its rows are checked against.
        told: told after every piece.

    Raises:
        BulkError: an engine cannot read the source, or its columns are of other types.
        HeaderError: a column is missing or stands twice.
        UnreadableFileError: the address cannot be read, a page of a file is damaged, or a file was changed meanwhile.
    """
    source = against.source
    if reasons := unfit(source, against.closed):
        raise BulkError(
            f"来源 {source.name}（{source.title}）不能由引擎从地址读入：{'；'.join(reasons)}",
            "请把文件放进数据文件夹，不写 --source",
        )
    for file in address.files:
        insist_on_checksums(InputFile(address.name(str(file)), file))
    fingerprints = {file: fingerprint_of(file) for file in address.files}
    scanned = reader.scan(address)
    found = opened(source, address, scanned)
    marking = Marking(against, found, found.of(scanned), reader)
    gathering = Gathering(source, columns_of_records(source), against.spill)
    numbers: dict[str, int] = {}
    kept: list[Table] = []
    names = [address.name(str(file)) for file in address.files]
    canonical = Canonical({FILE: nw.col(FILE), ROW: nw.col(ROW), **_typed(against, found)}, marking.few)
    for piece in reader.pieces(address):
        marked = marking.mark(found.of(piece.rows))
        size = against.limits.batch_rows
        part, odd = reader.split(marked, APART, canonical, size, against.spill)
        kept.append(part)
        for reading, rows in marking.readings(odd, numbers, against.held):
            gathering.add(reading, rows)
        told(piece.file or address.text, piece.part, piece.height)
    for reading, rows in marking.settled(against.held):
        gathering.add(reading, rows)
    gathering.judge_as_a_whole()
    _insist_unchanged(fingerprints)
    counted = nw.concat(kept, how="vertical")
    columns, (_, sheet, _) = columns_of_records(source), PLACE
    placed: Table = counted.with_columns(nw.lit("").alias(sheet)).select(*columns, *PLACE)
    if gathering.batches and (more := gathering.placed.collect()).height:
        placed = nw.concat([placed, reader.hold(as_texts(more), {})], how="vertical")
    rows_of = reader.fetch(counted.group_by(FILE).agg(nw.len().cast(nw.Int64).alias("_rows")))
    used = {**dict.fromkeys((*names, *numbers), 0), **dict(rows_of.iter_rows())}
    sha256 = {address.name(str(file)): taken.sha256 for file, taken in fingerprints.items()}
    entries = tuple(_entry(file, used[file], sha256.get(file, ""), gathering, found) for file in sorted(used))
    return Bulk(placed.select(*columns).to_native(), placed.to_native(), gathering, entries)


def _typed(against: Against, opened: Opened) -> dict[str, nw.Expr]:
    """The columns of records, of the types that a reader gives them."""
    types = {column.name: COUNTED.get(column.kind, nw.String()) for column in against.source.columns}
    typed: dict[str, nw.Expr] = {}
    for name in columns_of_records(against.source):
        if name == "record_id" and name not in types:
            row = nw.col(ROW).cast(nw.String)
            typed[name] = nw.concat_str(nw.col(FILE).cast(nw.String), nw.lit("#"), row)
        elif name in types and name not in opened.schema:
            typed[name] = nw.lit(None, types[name])
        else:
            typed[name] = nw.col(name).cast(types.get(name, nw.String()))
    return typed


def _insist_unchanged(fingerprints: Mapping[Path, Fingerprint]) -> None:
    for file, fingerprint in fingerprints.items():
        try:
            same = state_of(file) == fingerprint.state
        except OSError as error:
            raise UnreadableFileError(
                file.name, f"读到中途打不开了（{error.strerror}）", "请检查它是否还在，再读一次"
            ) from error
        if not same:
            raise UnreadableFileError(file.name, "读入期间文件被改动", "请重新读入")


def _entry(file: str, canonical: int, sha256: str, gathering: Gathering, opened: Opened) -> FileIntake:
    return FileIntake(
        file=file,
        source=gathering.source.name,
        title=gathering.source.title,
        sheet="",
        sha256=sha256,
        dropped=opened.dropped,
        **fates((batch for batch in gathering.batches if batch.origin.file == file), canonical),
    )
