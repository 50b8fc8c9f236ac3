"""Typed rows against the contract of their source, with reasons that a person can act on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    import pandera.polars as pa

    from data_sources.quarantine import Findings
    from data_sources.source import Source

_REASONS = {
    "greater_than_or_equal_to": "不得小于 {min_value}",
    "greater_than": "须大于 {min_value}",
    "less_than_or_equal_to": "不得大于 {max_value}",
    "less_than": "须小于 {max_value}",
}


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
    outputs = pl.collect_all([check(rows, name).check_output for name, check in checks])
    sound = [output.to_series().fill_null(value=True) for output in outputs]
    for name, column in columns.items():
        if not column.nullable and table[name].null_count():
            missing = table[name].is_null() & ~findings.rows(column=name)
            findings.add(name, missing, f"缺少{source.column(name).title}，不得留空")
        for (checked, check), kept in zip(checks, sound, strict=True):
            if checked == name:
                findings.add(name, ~kept, _reason(check))


def _reason(check: pa.Check) -> str:
    return _REASONS[check.name].format(**(check.statistics or {})) if check.name in _REASONS else str(check.error)
