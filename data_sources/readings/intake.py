"""Files of readings in, readings and quarantine out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from data_sources import firm_register
from data_sources.corrections.applied import Corrections
from data_sources.errors import CorrectionsError
from data_sources.gathering import Gathering
from data_sources.intake_entries import entry_of
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
    opened = open_readings(path, catalogue, limits)
    spill = Spill(limits.held_bytes)
    try:
        closed = _REGISTER.allowed({})
        register, known = gather_register(opened.register, FIRMS, spill, closed) if opened.register else (None, None)
        names = FirmNames.of(known) if known is not None else None
        frame = Frame(catalogue, names, firm)
        rows = Gathering(CORRECTIONS, [column.name for column in CORRECTIONS.columns], spill)
        gather(opened.corrections, rows, CORRECTIONS.allowed({}), lambda reading: reading.table)
        correcting = Correcting(read_corrections(opened.corrections, rows.batches, frame), frame)
        gathered = gather_readings(opened.parts, opened.wide, correcting, spill, limits)
        if correcting.problems:
            raise CorrectionsError(correcting.problems)
    except BaseException:
        spill.close()
        raise
    return ReadingsRecords(
        firms=_firms(known, gathered, firm),
        tables={SOURCE.name: gathered.table.lazy()},
        intake=(
            *(entry_of(number, part, register.batches) for number, part in enumerate(opened.register) if register),
            *(entry_of(number, part, rows.batches) for number, part in enumerate(opened.corrections)),
            *(
                entry_of(number, part, gathered.others.batches, gathered.canonical.get(number, 0))
                for number, part in enumerate(opened.parts)
            ),
        ),
        quarantine=Quarantine(
            {
                source.name: [batch.kept_out for batch in gathering.batches]
                for source, gathering in ((_REGISTER, register), (SOURCE, gathered.others))
                if gathering is not None and gathering.batches
            }
        ),
        ignored=opened.ignored,
        remarks=opened.remarks,
        spill=spill,
        by_firm=gathered.table.by_firm,
        corrections=Corrections(tuple(sorted({(part.sheet.file, part.sha256) for part in opened.corrections}))),
        corrected=correcting.applied(),
    )


def _firms(register: pl.DataFrame | None, gathered: GatheredReadings, firm: str | None) -> pl.DataFrame:
    """The registered firms; without a register those that any sound row names, be it not filled in yet."""
    if register is not None:
        return register.select("firm_id", pl.col("short_name").alias("firm")).sort("firm_id")
    given = pl.Series("firm_id", [firm] if firm is not None else [], pl.String)
    canonical = pl.Series("firm_id", list(gathered.table.counts), pl.String)
    batches = [batch.rows().select(pl.col("entity_id").unique()).collect() for batch in gathered.others.batches]
    others = [names.to_series().alias("firm_id") for names in batches]
    firms = pl.concat([given, canonical, *others]).drop_nulls().unique().sort()
    return pl.DataFrame([firms, firms.alias("firm")])
