"""Files as tables, whatever their format, some rows at a time.

A sheet keeps the row numbers that a person sees in the file, so that a quarantined row can be found again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING

from data_sources.errors import EmptyFileError, UnreadableFileError
from data_sources.stage import formats
from data_sources.stage.formats import Format, format_of
from data_sources.stage.input_files import closed
from data_sources.stage.parquet_files import ParquetFile
from data_sources.stage.parquet_pages import insist_on_checksums
from data_sources.stage.sheet import Sheet
from data_sources.stage.text_files import TextFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import polars as pl

    from data_sources.limits import Limits
    from data_sources.stage.input_files import Fingerprint, InputFile, State

_CELL_BYTES = 16  # what a cell of a Parquet file takes up in memory, about

_READERS: Mapping[Format, str] = {
    formats.XLS: "xls",
    formats.ODS: "ods",
    formats.HTML: "html_tables",
    formats.SPREADSHEETML: "spreadsheetml",
    formats.DBF: "dbf_files",
    formats.SAV: "sav",
}
"""The modules whose `read` gives all sheets of a file; loaded with the first file of their format."""


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
        format: what it is.
    """

    name: str
    sha256: str
    size: int
    weight: int
    sheets: tuple[Sheet, ...]
    held: bool
    format: Format


def open_file(file: InputFile, limits: Limits, left: int, fingerprint: Fingerprint | None = None) -> File:
    """Open a file, whatever its name says it is.

    Args:
        file: on disk or inside an archive.
        limits: bounds of memory.
        left: how many bytes of cells may be held; those of all files but texts and Parquet always are.
        fingerprint: that of the file, if it was taken already.

    Raises:
        EmptyFileError: it holds nothing.
        EncodingError: a text is neither UTF-8 nor GB18030.
        UnreadableFileError: the file cannot be opened, is corrupt, protected by a password, or of a format that is not
            read.
    """
    sha256, state = fingerprint or file.fingerprint()
    try:
        if file.size == 0:
            raise EmptyFileError(file.name, "文件是空的")
        kind = format_of(file)
        weight, sheets = _sheets(file, kind, limits)
        if kind not in {formats.TEXT, formats.PARQUET} or weight <= left:
            return File(file.name, sha256, state[0], weight, tuple(map(_held, sheets)), held=True, format=kind)
    except OSError as error:
        raise closed(file.name, error) from error
    guarded = tuple(replace(sheet, tables=_guarded(sheet, file, state)) for sheet in sheets)
    return File(file.name, sha256, state[0], weight, guarded, held=False, format=kind)


def _sheets(file: InputFile, kind: Format, limits: Limits) -> tuple[int, list[Sheet]]:
    if kind == formats.XLSX:
        from data_sources.stage.xlsx import read_xlsx  # noqa: PLC0415  (loaded with the first workbook)

        return file.size, read_xlsx(file.read(), file.name, limits)
    if kind == formats.PARQUET:
        insist_on_checksums(file)
        parquet = ParquetFile.of(file, limits)
        rows = limits.batch(parquet.width)
        count = 1 + parquet.rows // rows
        sheet = Sheet(file.name, "", parquet.head(), 2, lambda: parquet.tables(rows), count)
        return parquet.rows * parquet.width * _CELL_BYTES, [sheet]
    if kind == formats.TEXT:
        text = TextFile.of(file)
        count = 1 + file.size // limits.block_bytes
        sheet = Sheet(file.name, "", text.head(), 1, lambda: text.tables(limits.block_bytes), count, ragged=True)
        return file.size, [replace(sheet, quoted=text.quoted)]
    if kind in _READERS:
        reader: Callable[[InputFile, Limits], list[Sheet]] = import_module(f"data_sources.stage.{_READERS[kind]}").read
        return file.size, reader(file, limits)
    raise unreadable(file, kind)


def unreadable(file: InputFile, kind: Format) -> UnreadableFileError:
    """The error for a format that is not read, with a way out."""
    if kind is formats.ARCHIVE:
        return UnreadableFileError(file.name, "是压缩包里的压缩包，没有打开", "请先解压，把里面的文件放进数据文件夹")
    if kind is formats.DAMAGED:
        return UnreadableFileError(file.name, f"不是完好的 {formats.title_of(file)}，也可能设有密码", kind.way_out)
    return UnreadableFileError(file.name, f"是{kind.title}，不能读", kind.way_out)


def _held(sheet: Sheet) -> Sheet:
    tables = list(sheet.tables())
    return replace(sheet, tables=lambda: iter(tables))


def _guarded(sheet: Sheet, file: InputFile, state: State) -> Callable[[], Iterator[pl.DataFrame]]:
    """The tables of a file that is still the one whose fingerprint was taken."""

    def tables() -> Iterator[pl.DataFrame]:
        try:
            yield from sheet.tables()
            same = file.state() == state
        except OSError as error:
            raise UnreadableFileError(
                file.name, f"读到中途打不开了（{error.strerror}）", "请检查它是否还在，再读一次"
            ) from error
        if not same:
            raise UnreadableFileError(file.name, "读入期间文件被改动", "请重新读入")

    return tables
