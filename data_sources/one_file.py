"""Reading one file that holds one source, whatever its name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from data_sources.errors import RegisterError
from data_sources.gathering import Gathering
from data_sources.headers import find_table, fitting
from data_sources.limits import DEFAULT
from data_sources.names import FirmNames
from data_sources.opening import open_folder
from data_sources.parts import Part
from data_sources.population import Everyone, firms_of
from data_sources.reading import read_rows
from data_sources.register import FIRMS
from data_sources.sifting import Standing, as_named, columns_of_records, sift
from data_sources.spill import Spill
from data_sources.stage.input_files import InputFile
from data_sources.stage.sheets import open_file

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import polars as pl

    from data_sources.register import Register
    from data_sources.source import Source
    from data_sources.typed_rows import Reading


@dataclass(frozen=True)
class OneFile:
    """A file, read.

    Attributes:
        parts: its sheets that hold the source.
        gathering: what became of their rows.
    """

    parts: tuple[Part, ...]
    gathering: Gathering


def read_file(path: Path, source: Source, standing: Standing | None) -> OneFile:
    """Read all sheets of a file that hold a source.

    Args:
        path: the file; its name says nothing.
        source: what it holds.
        standing: the registered firms; if omitted, a record's firm is the text that names it.

    Raises:
        IntakeError: the file cannot be read, no sheet has the source's columns, or too many answers are unrecognised.
    """
    gathering = Gathering(source, columns_of_records(source), Spill(DEFAULT.held_bytes))
    parts = _parts_of(path, source)
    gather(parts, gathering, lambda reading: _records(reading, source, standing))
    gathering.stop_if_unrecognised()
    return OneFile(parts, gathering)


def read_standing(place: Path, register: Register = FIRMS) -> Standing:
    """The registered firms of a register's file, or of a folder of records that has one.

    Raises:
        IntakeError: there is none, it cannot be read, or it has no good row.
    """
    source = register.source
    in_folder = place.is_dir()
    parts = open_folder(place, [source], [source.name], DEFAULT, None).parts if in_folder else _parts_of(place, source)
    gathering = Gathering(source, [column.name for column in source.columns], Spill(DEFAULT.held_bytes))
    gather(parts, gathering, lambda reading: reading.table)
    rows = register.rows(gathering.records().collect())
    if rows.is_empty():
        raise RegisterError(f"{source.title}里没有一行可用，请先改正名录")
    names = FirmNames.of(rows, source.title, source.words)
    return Standing(names, firms_of(rows, names, Everyone(), date.max))


def _parts_of(path: Path, source: Source) -> tuple[Part, ...]:
    """The sheets with the source's columns; if none has them, the first, whose header is told to be wrong."""
    file = open_file(InputFile.of(path), DEFAULT, DEFAULT.held_bytes)
    sheets = [sheet for sheet in file.sheets if fitting(sheet, [source])] or file.sheets[:1]
    tables = [find_table(sheet, source) for sheet in sheets]
    return tuple(Part(sheet, source, header, file.sha256, 0) for sheet, header in tables)


def gather(parts: Sequence[Part], gathering: Gathering, records_of: Callable[[Reading], pl.DataFrame]) -> None:
    """Read sheets that all hold the source of a gathering, in order."""
    closed = dict(gathering.source.allowed({}))
    for number, part in enumerate(parts):
        for rows in part.rows():
            reading = read_rows(part, part.origin(number), rows, closed)
            gathering.add(reading, records_of(reading))
    gathering.judge_as_a_whole()


def _records(reading: Reading, source: Source, standing: Standing | None) -> pl.DataFrame:
    if standing is not None:
        return sift(reading, source, standing, None)
    return as_named(reading, source)
