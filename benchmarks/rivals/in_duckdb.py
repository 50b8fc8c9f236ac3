"""A DuckDB connection with the names of a file looked up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from benchmarks.rivals.register import COLUMNS, FILE, meant

if TYPE_CHECKING:
    from pathlib import Path


def connect(folder: Path, file: str, column: str = "证券公司") -> duckdb.DuckDBPyConnection:
    """A connection with the view `file` and the table `names` (name, entity, firm)."""
    connection = duckdb.connect()
    connection.execute("set preserve_insertion_order = false")
    path = str(folder / file).replace("'", "''")
    connection.execute(f"create view file as select * from read_parquet('{path}', file_row_number = true)")
    wanted = ", ".join(COLUMNS)
    rows = connection.execute(f"select {wanted} from read_parquet(?)", [str(folder / FILE)]).fetchall()
    named = connection.execute(f"select distinct {column} from file where {column} is not null").fetchall()
    connection.execute("create table names (name varchar, entity varchar, firm varchar)")
    connection.executemany("insert into names values (?, ?, ?)", meant(rows, (name for (name,) in named)))
    return connection


def fetch_number(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    """The one number that a query gives."""
    row = connection.execute(query).fetchone()
    return int(row[0] or 0) if row else 0


def write(connection: duckdb.DuckDBPyConnection, query: str, out: Path) -> None:
    """Write what a query gives as a Parquet file."""
    path = str(out).replace("'", "''")
    connection.execute(f"copy ({query}) to '{path}' (format parquet)")
