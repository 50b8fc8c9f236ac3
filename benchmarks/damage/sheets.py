"""Damage that only one format can have: each writes the file, and gives the number of filled rows where it is known."""

# ruff: noqa: D103  (the name of a damage says what it is)

from __future__ import annotations

import struct
import zipfile
from datetime import date
from typing import TYPE_CHECKING

import openpyxl
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from benchmarks.damage import office, spelled
from benchmarks.damage.formats import frame

if TYPE_CHECKING:
    import random
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from benchmarks.damage.formats import Cells


def _book(cells: Cells) -> tuple[openpyxl.Workbook, Worksheet]:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    office.fill(sheet, cells)
    return book, sheet


def merged_cells(draw: random.Random, path: Path, cells: Cells) -> int | None:
    book, sheet = _book(cells)
    for _ in range(3):
        row, column = draw.randrange(1, len(cells)), draw.randrange(1, len(cells[0]))
        area = {"start_row": row, "end_row": row + draw.randrange(3), "start_column": column, "end_column": column + 1}
        sheet.merge_cells(**area)
    book.save(path.with_suffix(".xlsx"))
    return None


def hidden_rows_and_columns(draw: random.Random, path: Path, cells: Cells) -> int | None:
    book, sheet = _book(cells)
    for number in range(2, len(cells) + 1):
        sheet.row_dimensions[number].hidden = draw.random() < 0.3
    sheet.column_dimensions["B"].hidden = draw.random() < 0.5
    book.save(path.with_suffix(".xlsx"))
    return len(cells) - 1


def filtered_rows(draw: random.Random, path: Path, cells: Cells) -> int | None:
    book, sheet = _book(cells)
    sheet.auto_filter.ref = sheet.dimensions
    sheet.row_dimensions[draw.randrange(2, len(cells) + 1)].hidden = True
    book.save(path.with_suffix(".xlsx"))
    return len(cells) - 1


def formulas_without_results(draw: random.Random, path: Path, cells: Cells) -> int | None:
    book, sheet = _book(cells)
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            if draw.random() < 0.2:
                cell.value = draw.choice(["=1+1", "=A2", "=VLOOKUP(A1,X!A:B,2,0)", "=NA()", "=SUM(C2:C9)"])
    book.save(path.with_suffix(".xlsx"))
    return len(cells) - 1


def error_cells(draw: random.Random, path: Path, cells: Cells) -> int | None:
    with xlsxwriter.Workbook(path.with_suffix(".xlsx")) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(cells):
            for at, cell in enumerate(row):
                if number and draw.random() < 0.2:
                    error = draw.choice(["#N/A", "#DIV/0!", "#REF!", "#NAME?", "#VALUE!", "#NUM!", "#NULL!", "#SPILL!"])
                    sheet.write_formula(number, at, "=NA()", None, error)
                else:
                    sheet.write(number, at, cell.isoformat() if isinstance(cell, date) else cell)
    return len(cells) - 1


def number_formats(draw: random.Random, path: Path, cells: Cells) -> int | None:
    book, sheet = _book(cells)
    formats = (
        "0.00%",
        '0.00"万"',
        "#,##0,",
        "[$-804]yyyy年m月d日",
        "[h]:mm:ss",
        "@",
        ";;;",
        "0.0E+00",
        '"壹"0',
        "??/??",
        "[Red]0",
        "General",
    )
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.number_format = draw.choice(formats)
    book.save(path.with_suffix(".xlsx"))
    return len(cells) - 1


def numbers_shown_as_dates(draw: random.Random, path: Path, cells: Cells) -> int | None:
    book, sheet = _book(cells)
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            if draw.random() < 0.4:
                cell.value = draw.choice([-1, 0, 60, 2_958_466, 1e10, 43_000.75, 1e300])
                cell.number_format = "yyyy-mm-dd"
    book.save(path.with_suffix(".xlsx"))
    return len(cells) - 1


def epoch_1904(_: random.Random, path: Path, cells: Cells) -> int | None:
    book, _ = _book(cells)
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.save(path.with_suffix(".xlsx"))
    return len(cells) - 1


def stray_cell(draw: random.Random, path: Path, cells: Cells) -> int | None:
    book, sheet = _book(cells)
    sheet.cell(draw.choice([3_000, 20_000]), draw.choice([30, 300]), draw.choice([" ", "x", 1]))
    book.save(path.with_suffix(".xlsx"))
    return None


def sheets_renamed(draw: random.Random, path: Path, cells: Cells) -> int | None:
    book, sheet = _book(cells)
    sheet.title = draw.choice(["1", "数据（最终）", "Sheet1 (2)", "x" * 31, "表 1", "firm_register_x", "é"])
    book.save(path.with_suffix(".xlsx"))
    return None


def more_sheets(draw: random.Random, path: Path, cells: Cells) -> int | None:
    book, _ = _book(cells)
    for number in range(draw.randrange(1, 4)):
        sheet = book.create_sheet(f"{path.stem}_{number}" if draw.random() < 0.5 else f"另表{number}")
        office.fill(sheet, cells if draw.random() < 0.6 else [["说明"]])
        sheet.sheet_state = draw.choice(["visible", "hidden", "veryHidden"])
    book.save(path.with_suffix(".xlsx"))
    return None


def only_hidden_rows(_: random.Random, path: Path, cells: Cells) -> int | None:
    book, sheet = _book(cells)
    for number in range(1, len(cells) + 1):
        sheet.row_dimensions[number].hidden = True
    book.save(path.with_suffix(".xlsx"))
    return len(cells) - 1


def false_dimension(draw: random.Random, path: Path, cells: Cells) -> int | None:

    target = path.with_suffix(".xlsx")
    office.workbook(target, ("Sheet1", cells))
    with zipfile.ZipFile(target) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    reference = draw.choice([b"A1", b"A1:B2", b"A1:XFD1048576", b"C9:A1", b"", b"nonsense"])
    start = parts[name].index(b'<dimension ref="') + 16
    parts[name] = parts[name][:start] + reference + parts[name][parts[name].index(b'"', start) :]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return None


def part_missing(draw: random.Random, path: Path, cells: Cells) -> int | None:

    target = path.with_suffix(".xlsx")
    office.workbook(target, ("Sheet1", cells))
    with zipfile.ZipFile(target) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    gone = draw.choice(sorted(parts))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            if part != gone:
                archive.writestr(part, content)
    return None


def parquet_dates_out_of_range(draw: random.Random, path: Path, cells: Cells) -> int | None:
    header, *rows = cells
    days = pa.array([draw.choice([10, 2**31 - 1, -(2**31), 17_600, None]) for _ in rows], pa.int32()).cast(pa.date32())
    columns = {name: days if "日期" in name else frame(cells)[name].to_arrow() for name in header}
    pq.write_table(pa.table(columns), path.with_suffix(".parquet"))
    return len(rows)


def parquet_moments_out_of_range(draw: random.Random, path: Path, cells: Cells) -> int | None:
    header, *rows = cells
    moments = pa.array([draw.choice([0, 2**63 - 1, -(2**63) + 1, 1_520_000_000_000_000]) for _ in rows], pa.int64())
    unit = draw.choice(["us", "ns", "ms"])
    columns = {
        name: moments.cast(pa.timestamp(unit)) if "日期" in name else frame(cells)[name].to_arrow() for name in header
    }
    pq.write_table(pa.table(columns), path.with_suffix(".parquet"))
    return len(rows)


def parquet_other_types(draw: random.Random, path: Path, cells: Cells) -> int | None:
    table = frame(cells)
    kinds = (
        lambda column: column.cast(pl.String).cast(pl.Categorical),
        lambda column: column.cast(pl.String).cast(pl.Binary),
        lambda column: pl.Series(column.name, [float("nan")] * len(column)),
        lambda column: pl.Series(column.name, [float("inf"), *([-0.0] * (len(column) - 1))]),
        lambda column: pl.Series(column.name, [None] * len(column), pl.Null),
        lambda column: pl.Series(column.name, [2**64 - 1] * len(column), pl.UInt64),
        lambda column: pl.Series(column.name, range(len(column))).cast(pl.Decimal(38, 10)),
        lambda column: pl.Series(column.name, range(len(column))).cast(pl.Duration("us")),
        lambda column: pl.Series(column.name, range(len(column))).cast(pl.Time),
    )
    table = table.select(draw.choice(kinds)(column) if draw.random() < 0.4 else column for column in table)
    table.write_parquet(path.with_suffix(".parquet"))
    return table.height


def parquet_nested(draw: random.Random, path: Path, cells: Cells) -> int | None:
    table = frame(cells)
    nested = draw.choice(table.columns)
    kinds = (
        pl.concat_list(pl.col(nested).cast(pl.String)).alias(nested),
        pl.struct(pl.col(nested).alias("inner")).alias(nested),
    )
    table.with_columns(draw.choice(kinds)).write_parquet(path.with_suffix(".parquet"))
    return None


def parquet_without_rows(_: random.Random, path: Path, cells: Cells) -> int | None:
    frame(cells).clear().write_parquet(path.with_suffix(".parquet"))
    return 0


def dbf_deleted_rows(draw: random.Random, path: Path, cells: Cells) -> int | None:
    target = path.with_suffix(".dbf")
    spelled.dbf(target, short_headed(cells))
    content = bytearray(target.read_bytes())
    start, length = struct.unpack_from("<HH", content, 8)
    for number in range(len(cells) - 1):
        if draw.random() < 0.4:
            content[start + number * length] = ord("*")
    target.write_bytes(content)
    return None


def dbf_false_counts(draw: random.Random, path: Path, cells: Cells) -> int | None:
    target = path.with_suffix(".dbf")
    spelled.dbf(target, short_headed(cells))
    content = bytearray(target.read_bytes())
    struct.pack_into("<I", content, 4, draw.choice([0, 1, 500, 2**31 - 1]))
    target.write_bytes(content)
    return None


def short_headed(cells: Cells) -> Cells:
    """The cells under headers of at most ten bytes."""
    header, *rows = cells
    return [[name.encode("gbk")[:10].decode("gbk", errors="ignore") for name in header], *rows]


DAMAGES: tuple[Callable[[random.Random, Path, Cells], int | None], ...] = (
    merged_cells,
    hidden_rows_and_columns,
    filtered_rows,
    formulas_without_results,
    error_cells,
    number_formats,
    numbers_shown_as_dates,
    epoch_1904,
    stray_cell,
    sheets_renamed,
    more_sheets,
    only_hidden_rows,
    false_dimension,
    part_missing,
    parquet_dates_out_of_range,
    parquet_moments_out_of_range,
    parquet_other_types,
    parquet_nested,
    parquet_without_rows,
    dbf_deleted_rows,
    dbf_false_counts,
)
