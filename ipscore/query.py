"""SQL over the tables of a run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from ipscore.errors import QueryError

if TYPE_CHECKING:
    from ipscore.run_folder import Run


_OF_FILES = re.compile(r"\b(?:read|scan)_\w+", re.IGNORECASE)
"""Functions of Polars' SQL that read files have such names, and an identifier can be spelled in no other way."""


def query(run: Run, sql: str, *, allow_files: bool = False) -> pl.DataFrame:
    """The result of a select statement over the tables of a run.

    Args:
        run: the run.
        sql: the statement.
        allow_files: whether it may read other files too, which whoever wrote it could name.

    Raises:
        QueryError: the statement cannot be run; says why, and which tables and columns there are.
    """
    if not allow_files and (found := _OF_FILES.search(sql)):
        raise QueryError(f"这条 SQL 要读运行以外的文件（{found[0]}）", "语句可靠、确实需要的，请加 --allow-files")
    tables = {name: run.scan(name) for name in run.table_names}
    try:
        return pl.SQLContext(tables).execute(sql, eager=True)
    except (pl.exceptions.PolarsError, TypeError) as error:
        raise QueryError(
            f"无法执行这条 SQL：{_first_line(error)}\n可用的表和列：\n{_available(tables)}", "请按上列的表和列改正 SQL"
        ) from error


def _available(tables: dict[str, pl.LazyFrame]) -> str:
    """A line per table, or per family of tables with the same columns."""
    by_columns: dict[tuple[str, ...], list[str]] = {}
    for name, frame in tables.items():
        by_columns.setdefault(tuple(frame.collect_schema().names()), []).append(name)
    return "\n".join(f"  {'、'.join(names)}：{'、'.join(columns)}" for columns, names in by_columns.items())


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
