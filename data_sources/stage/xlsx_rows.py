"""Rows of an XLSX sheet split at their cells, and written again."""

from __future__ import annotations

import polars as pl

from data_sources.stage.xlsx_cells import ROWS
from data_sources.stage.xlsx_patterns import CELL


def tags(rows: pl.DataFrame, before: str) -> pl.DataFrame:
    """Rows split at their cells.

    Returns:
        index, at, cells (the tag and what follows each mark of a cell), number, behind (what follows it in the tag),
        tagged (whether the tag begins as it should and has a number).
    """
    tag, number = pl.col("cells").list.first(), pl.col("number")
    value = number.cast(pl.Int64, strict=False)
    tagged = pl.col("begins") & value.is_between(1, ROWS) & value.cast(pl.String).eq(number)
    cut = tag.str.strip_prefix(before).str.splitn('"', 2).struct.rename_fields(["number", "behind"])
    table = rows.rechunk().select("at", pl.col("row").str.split(CELL).alias("cells")).with_row_index("index")
    table = table.with_columns(tag.str.starts_with(before).alias("begins"), cut.alias("tag")).unnest("tag")
    return table.with_columns(tagged.alias("tagged"))


def by_columns(table: pl.DataFrame, shown: pl.Series, cells: pl.DataFrame) -> pl.DataFrame:
    """Cells in the columns of their rows: at, row (from 0), shown, and by places `text_0` and `form_0`."""
    found = [table["at"], table["number"].cast(pl.Int64, strict=False).alias("row") - 1, shown.alias("shown")]
    for (place,), column in cells.group_by("place", maintain_order=True):
        for name, dtype in (("text", pl.String()), ("form", pl.UInt16())):
            empty = pl.repeat(None, table.height, dtype=dtype, eager=True)
            found.append(empty.scatter(column["index"], column[name]).alias(f"{name}_{place}"))
    return pl.DataFrame(found)


def rows_of(table: pl.DataFrame, before: str, cells: pl.DataFrame) -> dict[int, str]:
    """Rows that hold nothing but some of their cells, by their places in the sheet."""
    rows: dict[int, str] = {}
    tags = table.select("at", "number", "behind")[cells["index"]].rows()
    for (at, number, behind), letters, body in zip(tags, cells["letters"], cells["body"], strict=True):
        rows.setdefault(at, f'{before}{number}"{behind}')
        rows[at] += f'{CELL}{letters}{number}"{body}'
    return {at: f"{text}</row>" for at, text in rows.items()}
