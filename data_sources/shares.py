"""Ratios given as a share of a whole, 61.41% of 100%, instead of two amounts: both parts are shares, or none is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from data_sources.numerals import read_share

if TYPE_CHECKING:
    from data_sources.quarantine import Findings
    from data_sources.source import Source

_SIGN = r"[^0-9\s.,+-]"


def check_shares(source: Source, cells: pl.DataFrame, findings: Findings) -> None:
    """Note the shares beside which no share stands: 61.41% of 100 may be 61.41 of 100 or 0.6141 of 100.

    Args:
        source: whose cells they are.
        cells: the source's columns, as typed.
        findings: where they are noted, unless the row is rejected already.
    """
    names = {column.name: column.share_beside for column in source.columns if column.share_beside}
    if not names:
        return
    shares = {name: _are_shares(cells[name]) for name in names}
    rejected = findings.rows("rejected")
    for name, other in names.items():
        column, beside = source.column(name), source.column(other)
        reason = f"{column.title}是百分比，而{beside.title}不是；请都写百分比（如 61.41% 与 100%），或都不写"
        findings.add(name, shares[name] & ~shares[other] & ~rejected, reason)


def _are_shares(cells: pl.Series) -> pl.Series:
    nothing = pl.repeat(False, len(cells), dtype=pl.Boolean, eager=True)
    if cells.dtype != pl.String:
        return nothing
    signed = cells.str.contains(_SIGN).fill_null(value=False)
    if not signed.any():
        return nothing
    shares = [text for text in cells.filter(signed).unique() if read_share(text) is not None]
    return cells.is_in(shares).fill_null(value=False)
