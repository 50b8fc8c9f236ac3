"""The floor: every column of every file of a kind read once and added up, texts by their length."""

# ruff: noqa: PLC0415  (a process loads only what it measures)

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

REGISTER = "证券公司名录"


def files(folder: Path) -> list[Path]:
    """The files of records in a folder, without the register."""
    return sorted(path for path in folder.glob("*.parquet") if path.stem != REGISTER)


def scan_polars(folder: Path) -> list[int]:
    """The sums of all columns, by Polars."""
    import polars as pl

    sums: list[int] = []
    for path in files(folder):
        scan = pl.scan_parquet(path)
        wanted = [
            pl.col(name).str.len_bytes().cast(pl.Int64).sum()
            if dtype == pl.String
            else pl.col(name).to_physical().cast(pl.Int64).sum()
            for name, dtype in scan.collect_schema().items()
        ]
        sums += scan.select(wanted).collect(engine="streaming").row(0)
    return sums


def scan_duckdb(folder: Path) -> list[int]:
    """The sums of all columns, by DuckDB."""
    import duckdb

    by_type = {"VARCHAR": "strlen({})", "DATE": "date_diff('day', date '1970-01-01', {})"}
    connection = duckdb.connect()
    sums: list[int] = []
    for path in files(folder):
        read = f"read_parquet('{str(path).replace(chr(39), chr(39) * 2)}')"
        columns = connection.execute(f"describe select * from {read}").fetchall()
        wanted = [f"sum({by_type.get(dtype, '{}::bigint').format(name)})::bigint" for name, dtype, *_ in columns]
        sums += connection.execute(f"select {', '.join(wanted)} from {read}").fetchone() or ()
    return sums
