"""Headers that belong to no column, beside columns that have no header."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data_sources.masking import mask
from data_sources.proposals.cells import unread
from data_sources.proposals.proposal import Proposal
from data_sources.suggest import likely

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import polars as pl

    from data_sources.columns import Column
    from data_sources.source import Source

_NUMBER = "record_id"
_READABLE = 0.9
"""Which share of a column's cells must be readable for it to be proposed."""
_LOOKED_AT = 500
_MOST = 3


def header_proposals(
    source: Source,
    place: str,
    left: Mapping[str, pl.Series],
    found: Sequence[str],
    closed: Mapping[str, Sequence[str]],
) -> Iterator[Proposal]:
    """For every column that must be there and is not, the headers it may have: alike, or with cells of its kind.

    Args:
        source: whose columns they are.
        place: the file and the sheet.
        left: header → cells, of the headers that belong to no column; cells as text, null where blank.
        found: English names of the columns that have a header.
        closed: the values that closed columns allow.
    """
    for column in source.columns:
        if column.name in found or column.optional:
            continue
        allowed = closed.get(column.name)
        fitting = [header for header, cells in left.items() if mask(header) == header and _fits(column, cells, allowed)]
        alike = likely(column.title, fitting, limit=_MOST)
        certain = alike or (fitting if column.kind not in ("text", "identifier") or allowed is not None else [])
        for header in certain[:_MOST]:
            remark = f"{place}；{column.title}；建议，请核对后去掉行首的 #"
            yield Proposal("columns", source.name, "", header, column.name, remark)
        if not certain and column.name == _NUMBER and not source.mapped.by_place:
            remark = f"{place} 没有{column.title}；去掉行首的 # 即以文件名和行号为编号"
            yield Proposal("records", source.name, "", "number", "file_and_row", remark)


def _fits(column: Column, cells: pl.Series, allowed: Sequence[str] | None) -> bool:
    """Whether nearly all cells can be read as values of a column; of a yes-or-no or closed column some suffice."""
    filled = cells.drop_nulls().str.strip_chars().head(_LOOKED_AT)
    filled = filled.filter(filled != "")
    if column.kind == "secret" or filled.is_empty():
        return False
    share = 1 - float(unread(column, filled, allowed).mean() or 0)  # type: ignore[arg-type]
    return share > 0 if column.kind == "flag" or allowed is not None else share >= _READABLE
