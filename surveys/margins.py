"""Known margins as people hand them over: a table of attribute, category and share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from data_sources.cells import typed
from data_sources.errors import IntakeError
from data_sources.limits import DEFAULT
from data_sources.stage.input_files import InputFile
from data_sources.stage.marks import REASONS
from data_sources.stage.sheets import open_file
from surveys.errors import MarginError
from surveys.raking import Margin

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from data_sources.stage.sheet import Sheet
    from surveys.questionnaire import Questionnaire

HEADERS = {"变量": "attribute", "类别": "category", "占比": "share"}
COLUMNS = ("attribute", "category", "share")
_HEADER_WITHIN = 10
SUM_TOLERANCE = 0.002  # shares are often printed with one decimal of a per cent


def read_margins(path: Path, questionnaire: Questionnaire) -> tuple[Margin, ...]:
    """Margins from a table of any format that is read.

    Its columns are 变量/attribute, 类别/category and 占比/share (0.35 or 35%). Attributes may go by code or Chinese
    label. Shares are divided by their sum, which must be 1 but for rounding.

    Raises:
        MarginError: the file cannot be read, lacks a column, names an attribute or category that the questionnaire
            does not have, leaves one out, or its shares do not add up.
    """
    table = _table(path)
    known = {name: attribute for attribute in questionnaire.attribute for name in (attribute.code, attribute.label)}
    margins = []
    for (given,), rows in table.group_by("attribute", maintain_order=True):
        attribute = known.get(str(given))
        if attribute is None:
            names = "、".join(f"{each.label}（{each.code}）" for each in questionnaire.attribute) or "无"
            raise MarginError(f"{path.name}：问卷没有变量 {given}；可用：{names}")
        shares = dict(zip(rows["category"].to_list(), rows["share"].to_list(), strict=True))
        _check(path.name, attribute.label, shares, attribute.options)
        total = sum(shares.values())
        margins.append(Margin(attribute.code, tuple(shares), tuple(share / total for share in shares.values())))
    return tuple(margins)


def margins_table(margins: Sequence[Margin]) -> pl.DataFrame:
    """The margins as a table: attribute, category, share."""
    rows = [(m.name, c, share) for m in margins for c, share in zip(m.categories, m.shares, strict=True)]
    return pl.DataFrame(rows, schema=dict(zip(COLUMNS, (pl.String, pl.String, pl.Float64), strict=True)), orient="row")


def _table(path: Path) -> pl.DataFrame:
    try:
        file = open_file(InputFile.of(path), DEFAULT, DEFAULT.held_bytes)
        sheets = [sheet for sheet in file.sheets if not sheet.hidden]
        headed = [(sheet, at) for sheet in sheets if (at := _header(sheet)) is not None]
        if len(headed) != 1:
            raise MarginError(f"{path.name}：{_fault(sheets, len(headed))}")
        return _cells(*headed[0])
    except IntakeError as error:
        raise MarginError(str(error)) from error


def _header(sheet: Sheet) -> int | None:
    """The row, from 0, that has all headers; a title may stand above it."""
    rows = sheet.head.head(_HEADER_WITHIN).rows()
    return next((at for at, row in enumerate(rows) if {*HEADERS.values()} <= set(map(_named, row))), None)


def _named(cell: str | None) -> str:
    text = re.sub(r"\s", "", cell or "")
    return HEADERS.get(text, text)


def _fault(sheets: Sequence[Sheet], headed: int) -> str:
    if headed:
        return f"有 {headed} 个工作表都像边际表，请只留一个"
    first = next(iter(sheets[0].head.rows()), ()) if sheets else ()
    columns = [_named(cell) for cell in first]
    missing = [f"{chinese}（{name}）" for chinese, name in HEADERS.items() if name not in columns]
    return f"边际表缺少列 {'、'.join(missing)}；找到：{'、'.join(cell for cell in first if cell)}"


def _cells(sheet: Sheet, header: int) -> pl.DataFrame:
    """attribute, category, share of all rows that hold anything.

    Raises:
        MarginError: a cell is an error value or a formula without a result.
    """
    if sheet.marks.height:
        row, at, mark = sheet.marks.row(0)
        raise MarginError(f"{sheet.place}：第 {row} 行第 {at + 1} 列：{REASONS[mark]}")
    names = [_named(cell) for cell in sheet.head.row(header)]
    rows = pl.concat(list(sheet.tables()))
    below = rows.slice(max(header + 2 - sheet.first, 0))
    cells = [below.to_series(names.index(name)).cast(pl.String).str.strip_chars().alias(name) for name in COLUMNS]
    table = pl.DataFrame(cells).filter(pl.any_horizontal(pl.all().is_not_null()))
    return table.with_columns(typed(pl.col("share"), "number"))


def _check(file: str, label: str, shares: dict[str, float | None], options: Sequence[str]) -> None:
    place = f"{file}：变量 {label}"
    if unknown := [category for category in shares if category not in options]:
        raise MarginError(f"{place} 没有类别 {'、'.join(unknown)}；可用：{'、'.join(options)}")
    if missing := [category for category in options if category not in shares]:
        raise MarginError(f"{place} 缺少类别 {'、'.join(missing)}")
    values = [share for share in shares.values() if share is not None and share >= 0]
    if len(values) < len(shares):
        raise MarginError(f"{place} 的占比应为不小于 0 的数，如 0.35 或 35%")
    if abs(sum(values) - 1) > SUM_TOLERANCE:
        raise MarginError(f"{place} 的占比之和应为 100%，实为 {sum(values):.2%}")
