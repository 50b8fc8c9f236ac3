"""Known margins as people hand them over: a table of attribute, category and share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from data_sources.cells import typed
from surveys.errors import MarginError
from surveys.raking import Margin

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from surveys.questionnaire import Questionnaire

HEADERS = {"变量": "attribute", "类别": "category", "占比": "share"}
COLUMNS = ("attribute", "category", "share")
SUM_TOLERANCE = 0.002  # shares are often printed with one decimal of a per cent


def read_margins(path: Path, questionnaire: Questionnaire) -> tuple[Margin, ...]:
    """Margins from a CSV (UTF-8) or XLSX with the columns 变量/attribute, 类别/category, 占比/share (0.35 or 35%).

    Attributes may go by code or Chinese label. Shares are divided by their sum, which must be 1 but for rounding.

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
        if path.suffix.lower() == ".xlsx":
            raw = pl.read_excel(path, infer_schema_length=0)
        else:
            raw = pl.read_csv(path, infer_schema=False)
    except (OSError, pl.exceptions.PolarsError, UnicodeDecodeError) as error:
        raise MarginError(f"{path.name}：无法读取边际表，应为 UTF-8 的 CSV 或 XLSX（{error}）") from error
    named = raw.rename({name: HEADERS.get(name.strip(), name.strip()) for name in raw.columns})
    if missing := [f"{chinese}（{name}）" for chinese, name in HEADERS.items() if name not in named.columns]:
        raise MarginError(f"{path.name}：边际表缺少列 {'、'.join(missing)}；找到：{'、'.join(raw.columns)}")
    text = named.select(pl.col(COLUMNS).cast(pl.String).str.strip_chars())
    return text.with_columns(typed(pl.col("share"), "number"))


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
