"""Durations that are given too coarsely: whole minutes where seconds decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from data_sources.errors import HeaderError
from data_sources.units import factor_between, unit_of

if TYPE_CHECKING:
    from data_sources.parts import Part

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
                f"而{column.title}要精确到{column.unit}，如判断是否答得过快：请按{column.unit}导出"
                + ("；若没有更细的数据，请删去这一列，与它有关的规则就不检查，结果会写明" if column.optional else "")
            )
