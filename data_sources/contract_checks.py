"""Typed rows against the contract of their source, by pandera, with reasons that a person can act on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandera.polars as pa

if TYPE_CHECKING:
    import polars as pl

    from data_sources.quarantine import Findings
    from data_sources.source import Source

_REASONS = {
    "greater_than_or_equal_to": "不得小于 {min_value}",
    "greater_than": "须大于 {min_value}",
    "less_than_or_equal_to": "不得大于 {max_value}",
    "less_than": "须小于 {max_value}",
}


def check_contract(table: pl.DataFrame, source: Source, findings: Findings) -> None:
    """Note every row that breaks the contract.

    Args:
        table: the source's own columns, typed.
        source: whose contract it is.
        findings: where rows are noted; cells already noted are not noted as missing as well.
    """
    try:
        source.schema.validate(table, lazy=True)
    except pa.errors.SchemaErrors as broken:
        for error in broken.schema_errors:
            if error.check_output is None:  # a wrong type is no fault of the file
                raise
            name = str(error.schema.name)
            bad = ~error.check_output.to_series().fill_null(value=True)
            if error.check == "not_nullable":
                bad &= ~findings.rows(column=name)
                findings.add(name, bad, f"缺少{source.column(name).title}，不得留空")
            else:
                findings.add(name, bad, _reason(error.check))


def _reason(check: pa.Check) -> str:
    return _REASONS[check.name].format(**(check.statistics or {})) if check.name in _REASONS else str(check.error)
