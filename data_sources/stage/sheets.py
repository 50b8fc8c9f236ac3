"""Files as tables, whatever their format, some rows at a time.

A sheet keeps the row numbers that a person sees in the file, so that a quarantined row can be found again.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from data_sources.errors import UnreadableFileError
from data_sources.stage import workbooks
from data_sources.stage.marks import EPOCH_1900, MARKS
from data_sources.stage.parquet_files import ParquetFile
from data_sources.stage.text_files import TextFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import polars as pl

    from data_sources.limits import Limits

TEXT = frozenset({".csv", ".tsv", ".txt"})
WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls"})
PARQUET = frozenset({".parquet"})
READABLE = TEXT | WORKBOOKS | PARQUET

_ZIP = b"PK"
_CELL_BYTES = 16  # what a cell of a Parquet file takes up in memory, about


@dataclass(frozen=True, eq=False)
class Sheet:
    """One table of a file, header not yet found.

    Attributes:
        file: the file's name.
        name: the sheet's name; empty for a file that is one table.
        head: the first rows as text, from row 1 of the file on.
        first: the number of the first row of `tables`.
        tables: all rows, in order; cells are text, or as typed in a Parquet file. At least one table, maybe empty.
        count: about how many tables there are, at least 1.
        ragged: whether a cell beyond the header means a broken row, as in a text file.
        quoted: whether a cell may run over a line's end without anybody having meant it, as in a text file.
        marks: cells that are not what their text seems to be; see `MARKS`.
        hidden: whether a person who opens the file does not see the sheet.
        remarks: what a person should know of it, in Chinese, such as rows that are hidden and were read.
        serials_from: the day that serial number 0 stands for, for dates that lost their format.
    """

    file: str
    name: str
    head: pl.DataFrame
    first: int
    tables: Callable[[], Iterator[pl.DataFrame]]
    count: int = 1
    ragged: bool = False
    quoted: bool = False
    marks: pl.DataFrame = field(default_factory=MARKS.to_frame)
    hidden: bool = False
    remarks: tuple[str, ...] = ()
    serials_from: date = EPOCH_1900

    @property
    def place(self) -> str:
        """The file and the sheet, for messages."""
        return f"{self.file}[{self.name}]" if self.name else self.file


@dataclass(frozen=True)
class File:
    """A file of the folder, opened.

    Attributes:
        name: its name.
        sha256: its fingerprint.
        size: bytes.
        weight: about how many bytes its cells take up in memory.
        sheets: its tables.
        held: whether all cells are in memory.
    """

    name: str
    sha256: str
    size: int
    weight: int
    sheets: tuple[Sheet, ...]
    held: bool


@dataclass(frozen=True)
class Fingerprint:
    """What tells a file from any other.

    Attributes:
        sha256: of its content.
        state: its size and when it was changed, before the content was looked at.
    """

    sha256: str
    state: tuple[int, int]


def fingerprint_of(path: Path) -> Fingerprint:
    """Take the fingerprint of a file.

    Raises:
        UnreadableFileError: it cannot be opened.
    """
    try:
        state = state_of(path)
        with path.open("rb") as file:
            return Fingerprint(hashlib.file_digest(file, "sha256").hexdigest(), state)
    except OSError as error:
        raise _closed(path, error) from error


def open_file(path: Path, limits: Limits, left: int, fingerprint: Fingerprint | None = None) -> File:
    """Open a text file, workbook or Parquet file.

    Args:
        path: the file.
        limits: bounds of memory.
        left: how many bytes of cells may be held; the cells of a workbook always are.
        fingerprint: that of the file, if it was taken already.

    Raises:
        UnreadableFileError: the file cannot be opened, or is empty, corrupt or protected by a password.
        EncodingError: a text file is neither UTF-8 nor GB18030.
    """
    found = fingerprint or fingerprint_of(path)
    sha256, state = found.sha256, found.state
    try:
        if path.stat().st_size == 0:
            raise UnreadableFileError(f"{path.name}：文件是空的")
        weight, sheets = _sheets(path, limits)
        if path.suffix.lower() in WORKBOOKS or weight <= left:
            return File(path.name, sha256, state[0], weight, tuple(_held(sheet) for sheet in sheets), held=True)
    except OSError as error:
        raise _closed(path, error) from error
    guarded = tuple(replace(sheet, tables=_guarded(sheet, path, state)) for sheet in sheets)
    return File(path.name, sha256, state[0], weight, guarded, held=False)


def _sheets(path: Path, limits: Limits) -> tuple[int, list[Sheet]]:
    suffix = path.suffix.lower()
    size = path.stat().st_size
    if suffix in WORKBOOKS:
        content = path.read_bytes()
        if content.startswith(_ZIP):
            from data_sources.stage.xlsx import read_xlsx  # noqa: PLC0415  (needs Sheet)

            return size, read_xlsx(content, path.name, limits)
        tables = workbooks.read_tables(path.name, content)
        return size, [Sheet(path.name, name, cells, 1, _one(cells)) for name, cells in tables.items()]
    if suffix in PARQUET:
        parquet = ParquetFile.of(path)
        count = 1 + parquet.rows // limits.batch_rows
        sheet = Sheet(path.name, "", parquet.head(), 2, lambda: parquet.tables(limits.batch_rows), count)
        return parquet.rows * parquet.width * _CELL_BYTES, [sheet]
    text = TextFile.of(path)
    count = 1 + size // limits.block_bytes
    sheet = Sheet(path.name, "", text.head(), 1, lambda: text.tables(limits.block_bytes), count, ragged=True)
    return size, [replace(sheet, quoted=text.quoted)]


def _one(cells: pl.DataFrame) -> Callable[[], Iterator[pl.DataFrame]]:
    return lambda: iter([cells])


def _held(sheet: Sheet) -> Sheet:
    tables = list(sheet.tables())
    return replace(sheet, tables=lambda: iter(tables))


def _guarded(sheet: Sheet, path: Path, state: tuple[int, int]) -> Callable[[], Iterator[pl.DataFrame]]:
    """The tables of a file that is still the one whose fingerprint was taken."""

    def tables() -> Iterator[pl.DataFrame]:
        try:
            yield from sheet.tables()
            same = state_of(path) == state
        except OSError as error:
            raise UnreadableFileError(f"{path.name}：读到中途打不开了（{error.strerror}）") from error
        if not same:
            raise UnreadableFileError(f"{path.name}：读入期间文件被改动，请重新读入")

    return tables


def _closed(path: Path, error: OSError) -> UnreadableFileError:
    return UnreadableFileError(f"{path.name}：打不开（{error.strerror}），请检查权限或是否被别的程序占用")


def state_of(path: Path) -> tuple[int, int]:
    """The size of a file, and when it was changed."""
    status = path.stat()
    return status.st_size, status.st_mtime_ns
