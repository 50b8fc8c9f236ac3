"""Folder intake: files in, records and quarantine out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import polars as pl

from data_sources import firm_register
from data_sources.errors import RegisterError
from data_sources.names import FirmNames
from data_sources.opening import Part, Progress, open_folder
from data_sources.population import firms_of
from data_sources.reading import read_source
from data_sources.records import FileIntake, Records
from data_sources.sifting import Standing, sift, sound_firms

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date
    from pathlib import Path

    from data_sources.population import Population
    from data_sources.quarantine import Findings
    from data_sources.source import Source, Vocabulary


class Period(Protocol):
    """The evaluation period: first and last day, both inside."""

    @property
    def start(self) -> date: ...  # noqa: D102
    @property
    def end(self) -> date: ...  # noqa: D102


def read_records(
    folder: Path,
    *,
    sources: Sequence[Source],
    required: Collection[str],
    period: Period,
    population: Population,
    vocabulary: Vocabulary,
    progress: Progress | None = None,
) -> Records:
    """Read the records of one evaluation from a folder.

    Args:
        folder: one file per source, or several, or workbooks with a sheet per source.
        sources: what to look for; the firm register among them.
        required: names of the sources that must be there; the firm register always must.
        period: records dated outside it are set apart.
        population: which firms are evaluated; records of others are set apart.
        vocabulary: the values that closed columns allow.
        progress: told after each file.

    Raises:
        ValueError: `required` names a source that is not among `sources`.
        IntakeError: see `data_sources.errors`; everything wrong with files, sheets and headers at once.
    """
    unknown = sorted(set(required) - {source.name for source in sources})
    if unknown:
        message = f"required names no source: {unknown}"
        raise ValueError(message)
    closed = {source.name: source.allowed(vocabulary) for source in sources}
    parts, ignored = open_folder(folder, sources, {*required, firm_register.SOURCE.name}, progress)
    read = {
        source.name: read_source(source, held, closed[source.name])
        for source in sources
        if (held := [(number, part.sheet, part.header) for number, part in enumerate(parts) if part.source is source])
    }
    register = sound_firms(read[firm_register.SOURCE.name])
    if register.is_empty():
        raise RegisterError("证券公司名录里没有一行可用，请先改正名录")
    names = FirmNames.of(register)
    firms = firms_of(register, names, population, period.end)
    by_name = {source.name: source for source in sources}
    standing = Standing(names, firms)
    tables = {
        name: sift(reading, by_name[name], standing, period)
        for name, reading in read.items()
        if name != firm_register.SOURCE.name
    }
    places = [(part.sheet.file, part.sheet.name, part.header.texts) for part in parts]
    return Records(
        firms=firms,
        tables={name: table.lazy() for name, table in tables.items()},
        intake=tuple(_entry(i, part, read[part.source.name].findings) for i, part in enumerate(parts)),
        quarantine={name: reading.findings.table(places) for name, reading in read.items()},
        ignored=ignored,
    )


def _entry(number: int, part: Part, findings: Findings) -> FileIntake:
    here = pl.DataFrame(
        {
            "rejected": findings.rows("rejected"),
            "noted": findings.rows(),
        }
    ).filter(findings.raw["_part"] == number)
    rejected = int(here["rejected"].sum())
    set_apart = int((here["noted"] & ~here["rejected"]).sum())
    return FileIntake(
        file=part.sheet.file,
        source=part.source.name,
        sheet=part.sheet.name,
        sha256=part.sha256,
        read=here.height,
        used=here.height - rejected - set_apart,
        rejected=rejected,
        set_apart=set_apart,
        dropped=part.header.dropped,
    )
