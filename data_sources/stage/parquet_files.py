"""Parquet files: their header is row 1, and their cells keep their types as far as a column can use them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from data_sources.errors import UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data_sources.stage.input_files import InputFile

_HEAD_ROWS = 10
_FAULTS = (pl.exceptions.PolarsError, OSError)


@dataclass(frozen=True)
class ParquetFile:
    """A Parquet file of so many rows and columns, the header not counted."""

    file: InputFile
    rows: int
    width: int

    @classmethod
    def of(cls, file: InputFile) -> ParquetFile:
        """Look at a file.

        Raises:
            UnreadableFileError: the file is corrupt.
        """
        try:
            scan = _scan(file)
            return cls(file, scan.select(pl.len()).collect().item(), scan.collect_schema().len())
        except _FAULTS as error:
            raise _corrupt(file) from error

    def head(self) -> pl.DataFrame:
        """The header and the first rows as text."""
        first = next(self.tables(_HEAD_ROWS, only_first=True))
        header = pl.DataFrame([first.columns], orient="row", schema=dict.fromkeys(first.columns, pl.String))
        return pl.concat([header, first.cast(pl.String)])

    def tables(self, batch_rows: int, *, only_first: bool = False) -> Iterator[pl.DataFrame]:
        """All rows below the header; lists are joined to text.

        Raises:
            UnreadableFileError: the file is corrupt.
        """
        try:
            scan = _scan(self.file)
            lists = [name for name, dtype in scan.collect_schema().items() if isinstance(dtype, pl.List)]
            joined = scan.with_columns(pl.col(lists).cast(pl.List(pl.String)).list.join("、"))
            rows = 1 if only_first else max(self.rows, 1)
            for start in range(0, rows, batch_rows):  # a stream of batches would run ahead and hold many of them
                yield joined.slice(start, batch_rows).collect()
        except _FAULTS as error:
            raise _corrupt(self.file) from error


def _scan(file: InputFile) -> pl.LazyFrame:
    return pl.scan_parquet(file.path if file.content is None else file.content, glob=False)


def _corrupt(file: InputFile) -> UnreadableFileError:
    return UnreadableFileError(f"{file.name}：不是完好的 Parquet 文件，请重新导出")
