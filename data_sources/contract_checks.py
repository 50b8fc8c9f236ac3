"""Typed rows against the contract of their source, with reasons that a person can act on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandera.polars as pa
import polars as pl
from pandera.backends.polars.checks import PolarsCheckBackend

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from data_sources.quarantine import Findings
    from data_sources.source import Source

_LIMITS: Mapping[str, tuple[Callable[[pl.Expr, float], pl.Expr], str, str]] = {
    "greater_than_or_equal_to": (pl.Expr.ge, "min_value", "不得小于 {}"),
    "greater_than": (pl.Expr.gt, "min_value", "须大于 {}"),
    "less_than_or_equal_to": (pl.Expr.le, "max_value", "不得大于 {}"),
    "less_than": (pl.Expr.lt, "max_value", "须小于 {}"),
}
"""What the limits of pandera mean for Polars, which of their parameters is the limit, and what a person is told."""


def check_contract(table: pl.DataFrame, source: Source, findings: Findings) -> None:
    """Note every row that breaks the contract: empty cells where none may be, and what its checks find.

    The checks of all columns are collected together, since on few rows a call costs more than its work.

    Args:
        table: the source's own columns, typed.
        source: whose contract it is.
        findings: where rows are noted; cells already noted are not noted as missing as well.
    """
    columns = source.schema.columns
    if any(table.schema.get(name) != column.dtype.type for name, column in columns.items()):
        source.schema.validate(table)  # a wrong type is no fault of the file
    checks = [(name, check) for name, column in columns.items() for check in column.checks]
    rows = table.lazy()
    outputs = pl.collect_all([_kept(rows, name, check) for name, check in checks])
    kept_by = [output.to_series() for output in outputs]
    unreadable = findings.rows("rejected")  # what a check of several columns finds there is a consequence
    for name, column in columns.items():
        if not column.nullable and table[name].null_count():
            missing = table[name].is_null() & ~findings.rows(column=name)
            findings.add(name, missing, f"缺少{source.column(name).title}，不得留空")
        for (checked, check), kept in zip(checks, kept_by, strict=True):
            if checked == name:
                findings.add(name, ~kept if _limit(check) else ~kept & ~unreadable, _reason(check))


def _kept(rows: pl.LazyFrame, name: str, check: pa.Check) -> pl.LazyFrame:
    """Whether every row keeps a check, in one column.

    Asking the check itself would have pandera look for every library of dataframes that it knows.
    """
    limit = _limit(check)
    if limit is not None:
        meets, value, _ = limit
        found = rows.select(meets(pl.col(name), value))
    else:
        found = PolarsCheckBackend(check).apply(pa.PolarsData(rows, name))
    return found.select(pl.all().fill_null(check.ignore_na))


def _reason(check: pa.Check) -> str:
    limit = _limit(check)
    return str(check.error) if limit is None else limit[2].format(limit[1])


def _limit(check: pa.Check) -> tuple[Callable[[pl.Expr, float], pl.Expr], float, str] | None:
    name = str(check.name)
    if name not in _LIMITS:
        return None
    meets, parameter, reason = _LIMITS[name]
    return meets, (check.statistics or {})[parameter], reason
