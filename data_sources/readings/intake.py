"""Files of readings in, readings and quarantine out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from data_sources import firm_register
from data_sources.corrections.applied import Corrections
from data_sources.errors import CorrectionsError
from data_sources.gathering import Gathering
from data_sources.intake_entries import intake_entries
from data_sources.limits import DEFAULT
from data_sources.names import FirmNames
from data_sources.quarantine import Quarantine
from data_sources.readings.correcting import Correcting
from data_sources.readings.corrections import CORRECTED, read_corrections
from data_sources.readings.corrections import SOURCE as CORRECTIONS
from data_sources.readings.frame import Frame
from data_sources.readings.gathering import gather_readings
from data_sources.readings.opening import open_readings
from data_sources.readings.source import SOURCE
from data_sources.records import Records
from data_sources.register import FIRMS
from data_sources.row_loop import gather, gather_register
from data_sources.spill import Spill

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from data_sources.limits import Limits
    from data_sources.readings.gathering import GatheredReadings
    from indicator_tree.catalogue import Catalogue

_REGISTER = firm_register.SOURCE


@dataclass(frozen=True, kw_only=True)
class ReadingsRecords(Records):
    """Readings with what was kept out of them.

    Attributes:
        by_firm: gives the readings of the one table some firms at a time, in order: all of a firm together, and so few
            firms that memory does not grow with their number.
        corrected: the corrections that were applied: `data_sources.readings.corrections.CORRECTED`.
    """

    by_firm: Callable[[], Iterator[pl.DataFrame]]
    corrected: pl.DataFrame = field(default_factory=CORRECTED.to_frame)


def read_readings(
    path: Path, catalogue: Catalogue, *, firm: str | None = None, limits: Limits = DEFAULT
) -> ReadingsRecords:
    """Read readings of operations indicators.

    A file is read whatever its name; of a folder the files or sheets named 运营指标读数 or `readings`, and 证券公司名录
    where there is one. A long sheet has a row per reading, a wide one a column per indicator.

    Args:
        path: a file of any format that is read, or a folder of such files.
        catalogue: says which indicators there are, how their cells are read and what is plausible.
        firm: the firm of rows that name none.
        limits: how much is in memory at a time.

    Returns:
        Records with `firms` (firm_id, firm: short name; the registered ones, or without a register those that are
        named, whose names are then their firm_id) and the one table `readings` as in `data_sources.readings.READINGS`,
        sorted; corrections beside them are applied. Of a wide sheet `read`, `used`, `rejected` and `excluded` count
        cells. Empty readings and daily ones of days on which the exchanges are closed are set apart.

    Raises:
        IntakeError: something is wrong with files, sheets or headers; bad rows raise nothing.
        CorrectionsError: a correction does not fit the readings; tells all that do not.
    """
    limits = limits.halved()
    opened = open_readings(path, catalogue, limits)
    spill = Spill(limits.held_bytes)
    try:
        gathered: dict[str, Gathering] = {}
        known = None
        if any(part.source is _REGISTER for part in opened.parts):
            closed = _REGISTER.allowed({})
            gathered[_REGISTER.name], known = gather_register(opened.parts, FIRMS, spill, closed)
        frame = Frame(catalogue, None if known is None else FirmNames.of(known), firm)
        decided = Gathering(CORRECTIONS, [column.name for column in CORRECTIONS.columns], spill)
        gather(opened.parts, decided, CORRECTIONS.allowed({}), lambda reading: reading.table)
        corrections = [part for part in opened.parts if part.source is CORRECTIONS]
        correcting = Correcting(read_corrections(corrections, decided.batches, frame), frame)
        readings = gather_readings(opened.parts, correcting, spill, limits)
        gathered[SOURCE.name] = readings.others
        if correcting.problems:
            raise CorrectionsError(correcting.problems)
    except BaseException:
        spill.close()
        raise
    entries = intake_entries(opened.parts, {**gathered, CORRECTIONS.name: decided})
    order = [source.name for source in (_REGISTER, CORRECTIONS, SOURCE)]
    return ReadingsRecords(
        firms=_firms(known, readings, firm),
        tables={SOURCE.name: readings.table.lazy()},
        intake=tuple(sorted(entries, key=lambda entry: order.index(entry.source))),
        quarantine=Quarantine(
            {name: [batch.kept_out for batch in rows.batches] for name, rows in gathered.items() if rows.batches}
        ),
        ignored=opened.ignored,
        remarks=opened.remarks,
        spill=spill,
        by_firm=readings.table.by_firm,
        corrections=Corrections(tuple(sorted({(part.sheet.file, part.sha256) for part in corrections}))),
        corrected=correcting.applied(),
    )


def _firms(register: pl.DataFrame | None, readings: GatheredReadings, firm: str | None) -> pl.DataFrame:
    """The registered firms; without a register those that any sound row names, be it not filled in yet."""
    if register is not None:
        return register.select("firm_id", pl.col("short_name").alias("firm")).sort("firm_id")
    given = pl.Series("firm_id", [firm] if firm is not None else [], pl.String)
    canonical = pl.Series("firm_id", list(readings.table.counts), pl.String)
    batches = [batch.rows().select(pl.col("entity_id").unique()).collect() for batch in readings.others.batches]
    others = [names.to_series().alias("firm_id") for names in batches]
    firms = pl.concat([given, canonical, *others]).drop_nulls().unique().sort()
    return pl.DataFrame([firms, firms.alias("firm")])
