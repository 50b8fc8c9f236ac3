"""Files of readings in, readings and quarantine out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from data_sources import firm_register
from data_sources.errors import RegisterError
from data_sources.gathering import Gathering
from data_sources.limits import DEFAULT
from data_sources.names import FirmNames
from data_sources.quarantine import Quarantine
from data_sources.reading import read_rows
from data_sources.readings import READINGS, SOURCE
from data_sources.readings_opening import open_readings
from data_sources.readings_sifting import COLUMNS, Frame, sift_readings
from data_sources.readings_wide import lengthened
from data_sources.records import FileIntake, Records
from data_sources.spill import Spill

if TYPE_CHECKING:
    from pathlib import Path

    from data_sources.limits import Limits
    from data_sources.opening import Part
    from data_sources.readings_opening import OpenedReadings
    from indicator_tree.catalogue import Catalogue

_REGISTER = firm_register.SOURCE


def read_readings(path: Path, catalogue: Catalogue, *, firm: str | None = None, limits: Limits = DEFAULT) -> Records:
    """Read readings of operations indicators.

    A file is read whatever its name; of a folder the files or sheets named 运营指标读数 or `readings`, and 证券公司名录
    where there is one. A long sheet has a row per reading, a wide one a column per indicator.

    Args:
        path: a CSV, XLSX or Parquet file, or a folder of such files.
        catalogue: says which indicators there are, how their cells are read and what is plausible.
        firm: the firm of rows that name none.
        limits: how much is in memory at a time.

    Returns:
        Records with `firms` (firm_id, firm: short name; the registered ones, or without a register those that are
        named, whose names are then their firm_id) and the one table `readings` as in `data_sources.readings.READINGS`,
        sorted. Of a wide sheet `read`, `used`, `rejected` and `set_apart` count cells. Empty readings and daily ones of
        days on which the exchanges are closed are set apart.

    Raises:
        IntakeError: something is wrong with files, sheets or headers; bad rows raise nothing.
    """
    opened = open_readings(path, catalogue, limits)
    spill = Spill(limits.held_bytes)
    try:
        register = _read_register(opened, spill)
        known = register.records().collect() if opened.register else None
        if known is not None and known.is_empty():
            raise RegisterError("证券公司名录里没有一行可用，请先改正名录")
        names = FirmNames.of(known) if known is not None else None
        frame = Frame(catalogue, names, firm)
        gathering = Gathering(SOURCE, COLUMNS, spill)
        for number, part in enumerate(opened.parts):
            _read(gathering, number, part, frame, opened)
        gathering.reject_doubles()
        table = gathering.records().rename({"entity_id": "firm_id"}).select(READINGS.names())
        table = table.sort("firm_id", "indicator", "system", "date")
    except BaseException:
        spill.close()
        raise
    return Records(
        firms=_firms(known, gathering, firm),
        tables={SOURCE.name: table},
        intake=(
            *(_entry(part, number, register) for number, part in enumerate(opened.register)),
            *(_entry(part, number, gathering) for number, part in enumerate(opened.parts)),
        ),
        quarantine=Quarantine(
            {
                source.name: [batch.kept_out for batch in gathered.batches]
                for source, gathered in ((_REGISTER, register), (SOURCE, gathering))
                if gathered.batches
            }
        ),
        ignored=opened.ignored,
        spill=spill,
    )


def _read_register(opened: OpenedReadings, spill: Spill) -> Gathering:
    register = Gathering(_REGISTER, [column.name for column in _REGISTER.columns], spill)
    for number, part in enumerate(opened.register):
        first = part.sheet.first
        for rows in part.sheet.tables():
            reading = read_rows(part, part.origin(number), rows, first, {})
            register.add(reading, reading.table)
            first += rows.height
    register.reject_doubles()
    return register


def _read(gathering: Gathering, number: int, part: Part, frame: Frame, opened: OpenedReadings) -> None:
    """Read the readings of a sheet; of a wide one every indicator's column is a batch of its own."""
    first = part.sheet.first
    for rows in part.sheet.tables():
        read = read_rows(part, part.origin(number), rows, first, {})
        first += rows.height
        for batch in lengthened(read, frame.catalogue) if part.source is opened.wide else (read,):
            gathering.add(batch, sift_readings(batch.findings, frame))


def _firms(register: pl.DataFrame | None, gathering: Gathering, firm: str | None) -> pl.DataFrame:
    """The registered firms; without a register those that any sound row names, be it not filled in yet."""
    if register is not None:
        return register.select("firm_id", pl.col("short_name").alias("firm")).sort("firm_id")
    given = pl.Series("firm_id", [firm] if firm is not None else [], pl.String)
    named = [batch.rows().select("entity_id").unique().collect().to_series() for batch in gathering.batches]
    firms = pl.concat([given, *(names.alias("firm_id") for names in named)]).drop_nulls().unique().sort()
    return pl.DataFrame([firms, firms.alias("firm")])


def _entry(part: Part, number: int, gathering: Gathering) -> FileIntake:
    mine = [batch for batch in gathering.batches if batch.origin.part == number]
    read, rejected, set_apart = (sum(getattr(one, name) for one in mine) for name in ("read", "rejected", "set_apart"))
    return FileIntake(
        file=part.sheet.file,
        source=part.source.name,
        sheet=part.sheet.name,
        sha256=part.sha256,
        read=read,
        used=read - rejected - set_apart,
        rejected=rejected,
        set_apart=set_apart,
        dropped=part.header.dropped,
    )
