"""Files as tables of text, whatever their format.

A sheet keeps the row numbers that a person sees in the file, so that a quarantined row can be found again.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from data_sources import text_files, workbooks
from data_sources.errors import UnreadableFileError

if TYPE_CHECKING:
    from pathlib import Path

TEXT = frozenset({".csv", ".tsv", ".txt"})
WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls"})
PARQUET = frozenset({".parquet"})
READABLE = TEXT | WORKBOOKS | PARQUET


@dataclass(frozen=True, eq=False)
class Sheet:
    """One table of a file, all cells as text, header not yet found.

    Attributes:
        file: the file's name.
        name: the sheet's name; empty for a file that is one table.
        cells: text columns; row i (from 0) stands in row i + 1 of the file.
        ragged: whether a cell beyond the header means a broken row, as in a text file.
        multiline: whether some cell of a text file runs over a line's end.
    """

    file: str
    name: str
    cells: pl.DataFrame
    ragged: bool = False
    multiline: bool = False

    @property
    def place(self) -> str:
        """The file and the sheet, for messages."""
        return f"{self.file}[{self.name}]" if self.name else self.file


@dataclass(frozen=True)
class File:
    """A file of the folder as read: its fingerprint and its sheets."""

    name: str
    sha256: str
    sheets: tuple[Sheet, ...]


def read_file(path: Path) -> File:
    """Read a text file, workbook or Parquet file.

    Raises:
        UnreadableFileError: the file cannot be opened, or is empty, corrupt or protected by a password.
        EncodingError: a text file is neither UTF-8 nor GB18030.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(f"{path.name}：打不开（{error.strerror}），请检查权限或是否被别的程序占用") from error
    if not content.strip():
        raise UnreadableFileError(f"{path.name}：文件是空的")
    suffix = path.suffix.lower()
    sheets: tuple[Sheet, ...]
    if suffix in WORKBOOKS:
        tables = workbooks.read_tables(path.name, content)
        sheets = tuple(Sheet(path.name, name, cells) for name, cells in tables.items())
    elif suffix in PARQUET:
        sheets = (Sheet(path.name, "", _parquet(path.name, content)),)
    else:
        cells, multiline = text_files.read_table(path.name, content)
        sheets = (Sheet(path.name, "", cells, ragged=True, multiline=multiline),)
    return File(path.name, hashlib.sha256(content).hexdigest(), sheets)


def _parquet(file: str, content: bytes) -> pl.DataFrame:
    try:
        table = pl.read_parquet(content)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise UnreadableFileError(f"{file}：不是完好的 Parquet 文件，请重新导出") from error
    header = pl.DataFrame([table.columns], orient="row", schema=[(name, pl.String) for name in table.columns])
    lists = [name for name, dtype in table.schema.items() if isinstance(dtype, pl.List)]
    text = table.with_columns(pl.col(lists).cast(pl.List(pl.String)).list.join("、")).cast(pl.String)
    return pl.concat([header, text])
