"""Quantities that are exact by themselves and say too little: a share beside an amount, durations in whole minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from data_sources.constant import nowhere
from data_sources.errors import HeaderError
from data_sources.numerals import read_share
from data_sources.units import factor_between, unit_of

if TYPE_CHECKING:
    from data_sources.parts import Part
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
    nothing = nowhere(len(cells))
    if cells.dtype != pl.String:
        return nothing
    signed = cells.str.contains(_SIGN).fill_null(value=False)
    if not signed.any():
        return nothing
    shares = [text for text in cells.filter(signed).unique() if read_share(text) is not None]
    return cells.is_in(shares).fill_null(value=False)


_WHOLE = r"^\s*[0-9]+(?:\.0+)?\s*$"


def check_resolution(part: Part, cells: pl.DataFrame) -> None:
    """Require that durations in a coarser unit than the column's are not all rounded to whole ones.

    Of a respondent who took 3 minutes nobody can tell whether it was 150 seconds or 209, and so not whether it was
    too fast.

    Args:
        part: the sheet, with the units that its header says.
        cells: the source's columns, as text.

    Raises:
        HeaderError: names the column, its unit and the way out.
    """
    for name, said in part.header.units.items():
        column = part.source.column(name)
        unit, factor = unit_of(said), factor_between(said, column.measure)
        if unit is None or unit.dimension != "time" or factor is None or factor <= 1:
            continue
        filled = cells[name].cast(pl.String).drop_nulls()
        if len(filled) and filled.str.contains(_WHOLE).all():
            raise HeaderError(
                f"{part.sheet.place}（{part.source.title}）：“{part.header.texts[name]}”全是整{said}数，只精确到{said}，"
                f"而{column.title}要精确到{column.unit}，如判断是否答得过快",
                f"请按{column.unit}导出“{part.header.texts[name]}”"
                + ("；若没有更细的数据，请删去这一列，与它有关的规则就不检查，结果会写明" if column.optional else ""),
            )
