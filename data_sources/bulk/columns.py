"""The columns of bulk sources, of types that an engine can check, and their rows as the reader of batches sees them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import narwhals as nw
import polars as pl

from data_sources.bulk.canonical import TYPES
from data_sources.bulk.reader import FILE, ROW
from data_sources.canonical import BLANKS, TYPED
from data_sources.cells import trimmed
from data_sources.distinct import Alike
from data_sources.errors import BulkError
from data_sources.headers import Header, find_header
from data_sources.no_records import no_records
from data_sources.stage.sheet import Sheet, one_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from narwhals.dtypes import DType

    from data_sources.bulk.addresses import Address
    from data_sources.bulk.reader import Table
    from data_sources.columns import Kind
    from data_sources.source import Source


_SOMETHING = "…"
OTHER = "_other"
"""Whether a column that no source has holds anything in a row."""

COUNTED: Mapping[Kind, DType] = {"date": nw.Date(), "number": nw.Float64(), "count": nw.Int64(), "flag": nw.Boolean()}
"""The types of records' columns that are not text."""

_NEEDED: Mapping[Kind, str] = {
    **dict.fromkeys(("text", "identifier", "code"), "文本（String）"),
    "date": "日期（Date，不带时间）",
    "number": "双精度数（Float64）或整数",
    "count": "整数",
    "flag": "布尔值（Boolean）",
}


@dataclass(frozen=True)
class Opened:
    """A bulk source, opened.

    Attributes:
        columns: `FILE`, `ROW`, the source's columns by their English names, and `OTHER`, from those of the files.
        schema: the source's columns that are there.
        headers: English column name → header as it stands in the files.
        dropped: headers of columns that no source has.
        at: the source's columns that are there, in the order of the files.
    """

    columns: Sequence[nw.Expr]
    schema: nw.Schema
    headers: Mapping[str, str]
    dropped: tuple[str, ...]
    at: Sequence[str]

    def of(self, scanned: Table) -> Table:
        """Rows of the files with the columns."""
        return scanned.select(*self.columns)


def opened(source: Source, address: Address, scanned: Table) -> Opened:
    """Find the columns of a source among those of the files at an address.

    Raises:
        HeaderError: a column is missing or stands twice.
        BulkError: columns are of types that an engine cannot check.
    """
    found = {name: dtype for name, dtype in scanned.collect_schema().items() if name not in (FILE, ROW)}
    names = list(found)
    head = pl.DataFrame([names], [f"cell_{at}" for at in range(len(names))], orient="row")
    header = find_header(Sheet(address.text, "", head, 2, lambda: iter(())), source)
    at = {column: names[position] for column, position in header.positions.items()}
    schema = nw.Schema({column: found[name] for column, name in at.items()})
    _check_types(source, address, schema, header.texts)
    others = [name for name in names if name not in at.values()]
    own = [nw.col(name).alias(column) for column, name in at.items()]
    columns = (nw.col(FILE), nw.col(ROW), *own, _any(others, found).alias(OTHER))
    in_order = sorted(header.positions, key=header.positions.__getitem__)
    return Opened(columns, schema, header.texts, header.dropped, in_order)


def _check_types(source: Source, address: Address, schema: nw.Schema, headers: Mapping[str, str]) -> None:
    wrong = [
        f"{headers[column.name]}（{column.name}）是 {schema[column.name]}，应为{_NEEDED[column.kind]}"
        for column in source.columns
        if column.name in schema and schema[column.name] not in TYPES[column.kind]
    ]
    if wrong:
        raise BulkError(
            f"{address.text}（{source.title}）：列的类型不对：{'；'.join(wrong)}",
            "请转换类型后重新导出，或不写 --source，把文件放进数据文件夹",
        )


def _any(names: list[str], found: Mapping[str, DType]) -> nw.Expr:
    cells = [
        nw.col(name).str.contains(f"[^{BLANKS}]").fill_null(value=False)
        if found[name] == nw.String
        else ~nw.col(name).is_null()
        for name in names
    ]
    return nw.any_horizontal(*cells, ignore_nulls=True) if cells else nw.lit(value=False)


def cells_of(rows: pl.DataFrame, source: Source) -> pl.DataFrame:
    """_row, the source's columns, _too_long, _swallowed and `OTHER`; rows without any cell are left out."""
    filled = [pl.col(OTHER)]
    cells = []
    for column in source.columns:
        if column.name not in rows.columns:
            cells.append(pl.lit(None, pl.String).alias(column.name))
            continue
        dtype, cell = rows.schema[column.name], pl.col(column.name)
        filled.append((trimmed(cell) if dtype == pl.String else cell).is_not_null())
        cells.append(cell if dtype in TYPED.get(column.kind, ()) else cell.cast(pl.String))
    never = pl.lit(value=False)
    return rows.filter(pl.any_horizontal(filled)).select(
        pl.col(ROW).alias("_row"), *cells, never.alias("_too_long"), never.alias("_swallowed"), OTHER
    )


def no_records_among(
    cells: pl.DataFrame, other: pl.Series, source: Source, opened: Opened, file: str
) -> pl.Series | None:
    """Why some of `cells_of` are no records, as the reader of small files tells; None if all of them are records.

    What stands in columns that no source has is not known, only whether anything does: `other`.
    """
    texts = [opened.headers[name] for name in opened.at]
    head = pl.DataFrame([texts], [f"cell_{at}" for at in range(len(texts))], orient="row")
    rows = cells.select(*opened.at, pl.when(pl.lit(other)).then(pl.lit(_SOMETHING)).alias(OTHER))
    header = Header(0, {name: at for at, name in enumerate(opened.at)}, dict(opened.headers), opened.dropped)
    return no_records(Sheet(file, "", head, 2, one_table(rows)), source, header, Alike(cells), rows)
