"""Cells of closed columns that mean nothing yet."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import polars as pl

from data_sources.canonical import as_meant
from data_sources.masking import mask
from data_sources.proposals.proposal import UNKNOWN, Proposal
from data_sources.quarantine import Findings
from data_sources.suggest import likely
from data_sources.values import NOTHING, read_values

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from data_sources.columns import Column
    from data_sources.source import Source

_YES, _NO = "是", "否"
_DENIALS = ("无", "未", "不", "没", "非", "否")
_SHOWN = 12
_MOST = 40
"""More unknown cells than these are another column, or another kind of fault."""


def cell_proposals(
    source: Source, cells: Mapping[str, pl.Series], closed: Mapping[str, Sequence[str]]
) -> Iterator[Proposal]:
    """Meanings for the cells of closed columns and of yes-or-no columns that cannot be read, or are blank where they
    may not be.

    Args:
        source: whose columns they are.
        cells: English column name → cells as text, null where blank.
        closed: the values that closed columns allow.
    """
    for name, texts in cells.items():
        column, allowed = source.column(name), closed.get(name)
        if column.kind != "flag" and allowed is None:
            continue
        meant = as_meant(texts, source.mapped.values.get(name, NOTHING))
        yield from _of_column(source, column, meant, (_YES, _NO) if allowed is None else tuple(allowed))


def unread(column: Column, texts: pl.Series, allowed: Sequence[str] | None) -> pl.Series:
    """Which of some cells, none of them blank, cannot be read as values of a column."""
    raw = pl.DataFrame({"_row": pl.int_range(len(texts), eager=True), column.name: texts})
    findings = Findings(raw)
    values = read_values(column, texts.alias(column.name), allowed, findings)
    return values.is_null() | findings.rows("rejected")


def _of_column(source: Source, column: Column, texts: pl.Series, allowed: Sequence[str]) -> Iterator[Proposal]:
    stripped = texts.str.strip_chars()
    blank = texts.is_null() | (stripped == "")
    counted = Counter(stripped.filter(~blank).to_list())
    different = pl.Series(column.name, list(counted), dtype=pl.String)
    closed = None if column.kind == "flag" else allowed
    bad = different.filter(unread(column, different, closed)).to_list() if len(different) else []
    unknown = [text for text in bad if mask(text) == text]
    listed = "、".join(allowed[:_SHOWN]) + ("…" if len(allowed) > _SHOWN else "")
    for text in unknown[:_MOST]:
        meaning = _flag(text, unknown) if column.kind == "flag" else next(iter(likely(text, allowed)), UNKNOWN)
        remark = f"{counted[text]:,} 格；{'建议，' if meaning != UNKNOWN else ''}可选：{listed}"
        yield Proposal("values", source.name, column.name, text, meaning, remark)
    if column.required and blank.any():
        read = different.filter(~different.is_in(bad)).to_list()
        yield Proposal(
            *("values", source.name, column.name, ""),
            _blank(column, read),
            f"{int(blank.sum()):,} 格空白；可选：{listed}",
        )


def _flag(text: str, unknown: Sequence[str]) -> str:
    """What a word is likely to mean where its opposite stands in the column too; else it has to be filled in."""
    for other in unknown:
        if _denies(text, other):
            return _NO
        if _denies(other, text):
            return _YES
    return UNKNOWN


def _denies(text: str, other: str) -> bool:
    """Whether a text is another one denied: 无过错 and 有过错, 不属实 and 属实."""
    if text == other or not text.startswith(_DENIALS):
        return False
    rest = text[2:] if text.startswith("没有") else text[1:]
    return bool(rest) and other in (rest, f"有{rest}", f"是{rest}", f"已{rest}", f"存在{rest}")


def _blank(column: Column, read: Sequence[str]) -> str:
    """Blank cells of a column in which one answer stands alone are likely the other one."""
    if column.kind != "flag":
        return UNKNOWN
    texts = pl.Series(column.name, list(read), dtype=pl.String)
    findings = Findings(pl.DataFrame({"_row": pl.int_range(len(texts), eager=True), column.name: texts}))
    values = set(read_values(column, texts, None, findings))
    return {frozenset({True}): _NO, frozenset({False}): _YES}.get(frozenset(values), UNKNOWN)
