"""Typed rows against the contract of their source, with reasons that a person can act on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from data_sources.quarantine import Findings
    from data_sources.source import Source


def check_contract(table: pl.DataFrame, source: Source, findings: Findings) -> None:
    """Note every row that breaks the contract: empty cells where none may be, and what its checks find.

    The checks of all columns are collected together, since on few rows a call costs more than its work.

    Args:
        table: the source's own columns, typed.
        source: whose contract it is.
        findings: where rows are noted; cells already noted are not noted as missing as well.
    """
    columns = source.columns
    if any(table.schema.get(column.name) != column.dtype for column in columns):
        source.schema.validate(table)  # a wrong type is no fault of the file
    checks = [(column.name, check) for column in columns for check in column.checks]
    kept = [check.keeps(name).fill_null(check.empty_keeps).alias(str(at)) for at, (name, check) in enumerate(checks)]
    kept_by = table.select(kept).get_columns()
    unreadable = findings.rows("rejected")  # what a check of several columns finds there is a consequence
    for column in columns:
        name = column.name
        if column.required and table[name].null_count():
            missing = table[name].is_null() & ~findings.rows(column=name)
            findings.add(name, missing, f"缺少{column.title}，不得留空")
        for (checked, check), keeps in zip(checks, kept_by, strict=True):
            if checked == name:
                findings.add(name, ~keeps if check.limit else ~keeps & ~unreadable, check.error)
