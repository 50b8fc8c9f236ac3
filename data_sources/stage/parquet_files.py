"""Parquet files: their header is row 1, and their cells keep their types as far as a column can use them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from data_sources.errors import UnreadableFileError
from data_sources.stage.calendar_bounds import stop_if_no_dates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data_sources.limits import Limits
    from data_sources.stage.input_files import InputFile

_HEAD_ROWS = 10
_FAULTS = (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError)


@dataclass(frozen=True)
class ParquetFile:
    """A Parquet file of so many rows and columns, the header not counted."""

    file: InputFile
    rows: int
    width: int

    @classmethod
    def of(cls, file: InputFile, limits: Limits) -> ParquetFile:
        """Look at what a file says of itself; no page of it is read.

        Raises:
            UnreadableFileError: the file is corrupt, or says that it holds more than data of its size can be.
        """
        try:
            scan = _scan(file)
            found = cls(file, scan.select(pl.len()).collect().item(), scan.collect_schema().len())
        except _FAULTS as error:
            raise _corrupt(file) from error
        cells = found.rows * found.width
        if found.width > limits.sheet_cells or cells > max(limits.sheet_cells, limits.compression * file.size):
            raise UnreadableFileError(
                file.name,
                f"写着有 {found.rows:,} 行、{found.width:,} 列，而文件只有 {file.size:,} 字节，大得不像是数据",
                "请核对后重新导出",
            )
        return found

    def head(self) -> pl.DataFrame:
        """The header and the first rows as text."""
        first = next(self.tables(_HEAD_ROWS, only_first=True))
        header = pl.DataFrame([first.columns], orient="row", schema=dict.fromkeys(first.columns, pl.String))
        return pl.concat([header, first.cast(pl.String)])

    def tables(self, batch_rows: int, *, only_first: bool = False) -> Iterator[pl.DataFrame]:
        """All rows below the header, so many at a time; lists are joined to text, and what no column can use is text.

        Raises:
            UnreadableFileError: the file is corrupt, or has a date of no calendar.
        """
        try:
            scan = _scan(self.file)
            spelled = [
                text for name, dtype in scan.collect_schema().items() if (text := _text(name, dtype)) is not None
            ]
            joined = scan.with_columns(spelled)
            rows = 1 if only_first else max(self.rows, 1)
            for start in range(0, rows, batch_rows):  # a stream of batches would run ahead and hold many of them
                found = joined.slice(start, batch_rows).collect()
                stop_if_no_dates(found, self.file.name, pl.int_range(start + 2, start + 2 + found.height, eager=True))
                yield found
        except _FAULTS as error:
            raise _corrupt(self.file) from error


def _text(name: str, dtype: pl.DataType) -> pl.Expr | None:
    """The text of cells that have no type of a column's; None where Polars can write them out itself."""
    cell = pl.col(name)
    if isinstance(dtype, pl.Duration):
        seconds = cell.dt.total_seconds().abs()
        sign = pl.when(cell.dt.total_seconds() < 0).then(pl.lit("-")).otherwise(pl.lit(""))
        parts = [(seconds // 3600, 2), (seconds // 60 % 60, 2), (seconds % 60, 2)]
        clock = pl.concat_str([part.cast(pl.String).str.zfill(width) for part, width in parts], separator=":")
        return (sign + clock).alias(name)
    if isinstance(dtype, pl.Binary):  # many writers do not say that their texts are texts
        return cell.map_batches(_decoded, return_dtype=pl.String)
    if isinstance(dtype, pl.List) and not isinstance(dtype.inner, _NESTED):
        return cell.cast(pl.List(pl.String)).list.join("、")
    if isinstance(dtype, _NESTED):
        return pl.when(cell.is_not_null()).then(pl.struct(cell).struct.json_encode()).alias(name)
    return None


def _decoded(cells: pl.Series) -> pl.Series:
    try:
        return cells.cast(pl.String)
    except pl.exceptions.ComputeError:
        return pl.Series(cells.name, [None if cell is None else _utf8(cell) for cell in cells], pl.String)


def _utf8(cell: bytes) -> str:
    try:
        return cell.decode()
    except UnicodeDecodeError:
        return cell.hex()


_NESTED = (pl.List, pl.Array, pl.Struct)


def _scan(file: InputFile) -> pl.LazyFrame:
    return pl.scan_parquet(file.path if file.content is None else file.content, glob=False)


def _corrupt(file: InputFile) -> UnreadableFileError:
    return UnreadableFileError(file.name, "不是完好的 Parquet 文件", "请重新导出")
