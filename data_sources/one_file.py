"""Reading one file that holds one source, by itself: what `survey import` and the like need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from data_sources.errors import RegisterError
from data_sources.folder import HELPER_SHEETS, assign, list_files, match
from data_sources.gathering import Gathering
from data_sources.headers import find_header, fitting
from data_sources.limits import DEFAULT
from data_sources.names import FirmNames
from data_sources.opening import Part
from data_sources.population import Everyone, firms_of
from data_sources.reading import read_rows
from data_sources.register import FIRMS
from data_sources.sifting import Standing, columns_of_records, sift
from data_sources.spill import Spill
from data_sources.stage.sheets import WORKBOOKS, open_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import polars as pl

    from data_sources.reading import Reading
    from data_sources.register import Register
    from data_sources.source import Source
    from data_sources.stage.sheets import File, Sheet


@dataclass(frozen=True)
class _Always:
    start: date = date.min
    end: date = date.max


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
    file = open_file(path, DEFAULT, DEFAULT.held_bytes)
    parts = tuple(Part(sheet, source, find_header(sheet, source), file.sha256, 0) for sheet in _sheets_of(file, source))
    gathering = Gathering(source, columns_of_records(source), Spill(DEFAULT.held_bytes))
    closed = dict(source.allowed({}))
    for number, part in enumerate(parts):
        first = part.sheet.first
        for rows in part.sheet.tables():
            reading = read_rows(part, part.origin(number), rows, first, closed)
            gathering.add(reading, _records(reading, source, standing))
            first += rows.height
    gathering.reject_doubles()
    gathering.stop_if_unrecognised()
    return OneFile(parts, gathering)


def read_standing(register_file: Path, register: Register = FIRMS) -> Standing:
    """The registered firms of a register's file, or of a folder that has one.

    Raises:
        IntakeError: there is none, or it cannot be read, or a row of it is bad.
    """
    path = _register_in(register_file, register.source) if register_file.is_dir() else register_file
    file = open_file(path, DEFAULT, DEFAULT.held_bytes)
    assigned, _ = assign(file, register.source.title, [register.source])
    gathering = Gathering(
        register.source, [column.name for column in register.source.columns], Spill(DEFAULT.held_bytes)
    )
    closed = dict(register.source.allowed({}))
    for number, (sheet, source) in enumerate(assigned):
        part = Part(sheet, source, find_header(sheet, source), file.sha256, 0)
        first = sheet.first
        for rows in sheet.tables():
            reading = read_rows(part, part.origin(number), rows, first, closed)
            gathering.add(reading, reading.table)
            first += rows.height
    gathering.reject_doubles()
    rows = register.rows(gathering.records().collect())
    names = FirmNames.of(rows, register.source.title, register.source.words)
    return Standing(names, firms_of(rows, names, Everyone(), date.max))


def _register_in(folder: Path, source: Source) -> Path:
    files = list_files(folder).files
    named = [path for path in files if match(path.stem, [source])]
    if not named:
        books = [path for path in files if path.suffix.lower() in WORKBOOKS]
        named = [path for path in books if assign(open_file(path, DEFAULT, 0), path.stem, [source])[0]]
    if len(named) != 1:
        found = "、".join(path.name for path in named) or "没有"
        raise RegisterError(f"文件夹 {folder} 里应有一个{source.title}，找到：{found}；可用 --register 指明文件")
    return named[0]


def _sheets_of(file: File, source: Source) -> Sequence[Sheet]:
    """The sheets with the source's columns; if none has them, the one whose header is told to be wrong."""
    sheets = [sheet for sheet in file.sheets if sheet.name not in HELPER_SHEETS]
    return [sheet for sheet in sheets if fitting(sheet, [source])] or sheets[:1]


def _records(reading: Reading, source: Source, standing: Standing | None) -> pl.DataFrame:
    if standing is not None:
        return sift(reading, source, standing, _Always())
    firm = reading.table["firm"]
    named = reading.table.with_columns(firm.alias("firm_id"), firm.alias("entity_id"))
    return named.select(columns_of_records(source))
