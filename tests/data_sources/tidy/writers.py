"""Writers: each hands a tidy table over in one format, as one program writes it."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import polars as pl
import pyarrow.parquet
import pyreadstat
import xlsxwriter

from benchmarks.damage import office, spelled
from tests.data_sources.handed_over.market import write_csv

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from data_sources.source import Source
    from tests.data_sources.handed_over.market import Table

WRITERS: dict[str, Callable[[Path, Source, Table], None]] = {}


def writer(write: Callable[[Path, Source, Table], None]) -> Callable[[Path, Source, Table], None]:
    """Register a writer under its name."""
    WRITERS[write.__name__] = write
    return write


def frame(rows: Table) -> pl.DataFrame:
    """The table with typed columns; empty cells are null."""
    header, *cells = office.grid(rows)
    return pl.DataFrame(cells, schema=header, orient="row", infer_schema_length=None)


def _text(name: str, ending: str, encoding: str, separator: str) -> None:
    def write(folder: Path, source: Source, rows: Table) -> None:
        write_csv(folder / f"{source.title}.{ending}", rows, encoding=encoding, separator=separator)

    WRITERS[name] = write


_text("csv_utf8", "csv", "utf-8", ",")
_text("csv_utf8_marked", "csv", "utf-8-sig", ",")
_text("csv_gb18030", "csv", "gb18030", ",")
_text("csv_utf16", "csv", "utf-16", "\t")
_text("csv_tabs", "csv", "utf-8", "\t")
_text("csv_semicolons", "csv", "utf-8-sig", ";")
_text("csv_pipes", "csv", "utf-8", "|")
_text("txt_tabs", "txt", "gb18030", "\t")
_text("tsv", "tsv", "utf-8", "\t")


@writer
def xlsx_openpyxl(folder: Path, source: Source, rows: Table) -> None:
    office.workbook(folder / f"{source.title}.xlsx", ("Sheet1", office.grid(rows)))


@writer
def xlsx_xlsxwriter(folder: Path, source: Source, rows: Table) -> None:
    with xlsxwriter.Workbook(folder / f"{source.title}.xlsx", {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet(source.title)
        for number, row in enumerate(office.grid(rows)):
            sheet.write_row(number, 0, row)


@writer
def xlsx_polars(folder: Path, source: Source, rows: Table) -> None:
    frame(rows).write_excel(folder / f"{source.title}.xlsx")


@writer
def xlsx_strict(folder: Path, source: Source, rows: Table) -> None:
    spelled.xlsx(folder / f"{source.title}.xlsx", office.grid(rows), strict=True)


@writer
def xlsx_prefixed(folder: Path, source: Source, rows: Table) -> None:
    spelled.xlsx(folder / f"{source.title}.xlsx", office.grid(rows), prefix="x")


@writer
def xlsx_texts_in_cells(folder: Path, source: Source, rows: Table) -> None:
    spelled.xlsx(folder / f"{source.title}.xlsx", office.grid(rows))


@writer
def xls_xlwt(folder: Path, source: Source, rows: Table) -> None:
    office.old_workbook(folder / f"{source.title}.xls", office.grid(rows))


@writer
def et(folder: Path, source: Source, rows: Table) -> None:
    office.old_workbook(folder / f"{source.title}.et", office.grid(rows))


@writer
def ods(folder: Path, source: Source, rows: Table) -> None:
    office.open_document(folder / f"{source.title}.ods", office.grid(rows))


@writer
def web_page_named_xls(folder: Path, source: Source, rows: Table) -> None:
    (folder / f"{source.title}.xls").write_text(office.web_page(office.grid(rows)), encoding="utf-8")


@writer
def spreadsheet_2003_named_xls(folder: Path, source: Source, rows: Table) -> None:
    text = spelled.spreadsheet_2003(office.grid(rows))
    (folder / f"{source.title}.xls").write_text(text, encoding="utf-8")


@writer
def dbf(folder: Path, source: Source, rows: Table) -> None:
    header, *cells = office.grid(rows)
    spelled.dbf(folder / f"{source.title}.dbf", [[_short(source, name) for name in header], *cells])


@writer
def sav(folder: Path, source: Source, rows: Table) -> None:
    typed = frame(rows).select(pl.all().cast(pl.String)).fill_null("")
    names = [f"V{number}" for number in range(typed.width)]
    pyreadstat.write_sav(
        typed.rename(dict(zip(typed.columns, names, strict=True))),
        str(folder / f"{source.title}.sav"),
        column_labels=typed.columns,
    )


@writer
def parquet_polars(folder: Path, source: Source, rows: Table) -> None:
    frame(rows).write_parquet(folder / f"{source.title}.parquet")


@writer
def parquet_pyarrow(folder: Path, source: Source, rows: Table) -> None:
    english = {column.title: column.name for column in source.columns if column.title in rows[0]}
    pyarrow.parquet.write_table(frame(rows).rename(english).to_arrow(), folder / f"{source.name}.parquet")


@writer
def zip_of_csv(folder: Path, source: Source, rows: Table) -> None:
    write_csv(folder / "packed.csv", rows)
    with zipfile.ZipFile(folder / f"{source.title}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(folder / "packed.csv", f"{source.title}.csv")
    (folder / "packed.csv").unlink()


@writer
def zip_of_xlsx(folder: Path, source: Source, rows: Table) -> None:
    packed = io.BytesIO()
    office.workbook(packed, ("Sheet1", office.grid(rows)))
    with zipfile.ZipFile(folder / "materials.zip", "w") as archive:
        archive.writestr(f"materials/{source.title}.xlsx", packed.getvalue())


@writer
def subfolder(folder: Path, source: Source, rows: Table) -> None:
    (folder / "部门").mkdir()
    write_csv(folder / "部门" / f"{source.title}.csv", rows)


def _short(source: Source, header: str) -> str:
    """A name of the column of at most eight bytes, so that nothing looks cut."""
    column = next(column for column in source.columns if column.title == header)
    return next(name for name in (header, *column.aliases) if len(name.encode("gbk")) <= 8)
