"""Reading one file that holds one source, whatever its name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from data_sources.gathering import Gathering
from data_sources.limits import DEFAULT
from data_sources.listing import list_path
from data_sources.meter import Meter
from data_sources.names import FirmNames
from data_sources.opening import Opening
from data_sources.population import Everyone, firms_of
from data_sources.register import FIRMS
from data_sources.row_loop import gather, gather_register
from data_sources.sifting import Standing, as_named, columns_of_records, sift
from data_sources.spill import Spill

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from data_sources.parts import Opened, Part
    from data_sources.register import Register
    from data_sources.source import Source
    from data_sources.typed_rows import Reading


@dataclass(frozen=True)
class OneFile:
    """A file, read.

    Attributes:
        parts: its sheets that hold the source.
        remarks: what a person should know of it.
        gathering: what became of their rows.
    """

    parts: tuple[Part, ...]
    remarks: tuple[str, ...]
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
    opened = _open(path, source)
    gather(opened.parts, gathering, source.allowed({}), lambda reading: _records(reading, source, standing))
    return OneFile(opened.parts, opened.remarks, gathering)


def read_table(path: Path, source: Source) -> Gathering:
    """Read a file that holds a source whose rows name no firm.

    Raises:
        IntakeError: the file cannot be read, or no sheet has the source's columns.
    """
    gathering = Gathering(source, [column.name for column in source.columns], Spill(DEFAULT.held_bytes))
    gather(_open(path, source).parts, gathering, source.allowed({}), lambda reading: reading.table)
    return gathering


def read_standing(place: Path, register: Register = FIRMS) -> Standing:
    """The registered firms of a register's file, or of a folder of records that has one.

    Raises:
        IntakeError: there is none, it cannot be read, or it has no good row.
    """
    source = register.source
    parts = _open(place, source).parts
    _, rows = gather_register(parts, register, Spill(DEFAULT.held_bytes), source.allowed({}))
    names = FirmNames.of(rows, source.title, source.words)
    return Standing(names, firms_of(rows, names, Everyone(), date.max))


def _open(path: Path, source: Source) -> Opened:
    """A file that holds a source whatever its name, or a folder in which something does."""
    listing, alone = list_path(path, DEFAULT)
    opening = Opening([source], DEFAULT, Meter(0, None), alone=source if alone else None)
    opening.open(listing)
    return opening.finish(path, [source.name])


def _records(reading: Reading, source: Source, standing: Standing | None) -> pl.DataFrame:
    return as_named(reading, source) if standing is None else sift(reading, source, standing, None)
