"""Known margins as people hand them over: a table of attribute, category and share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from data_sources.columns import column
from data_sources.contract import Contract
from data_sources.errors import IntakeError
from data_sources.one_file import read_table
from data_sources.source import Source
from surveys.errors import MarginError
from surveys.margin import Margin

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from surveys.questionnaire import Questionnaire

COLUMNS = ("attribute", "category", "share")
SUM_TOLERANCE = 0.002  # shares are often printed with one decimal of a per cent


class KnownShare(Contract):
    """The share of a category among all investors."""

    attribute: str = column("变量", "问卷里受访者的变量，写名称或代码", example="地区")
    category: str = column("类别", "该变量的一个类别，须是问卷的选项", example="东部")
    share: float = column("占比", "该类别在总体中的占比，如 0.35 或 35%", example="35%", ge=0)


SOURCE = Source("margins", "边际表", KnownShare, "总体中各类别的占比。", key=COLUMNS[:2])


def read_margins(path: Path, questionnaire: Questionnaire) -> tuple[Margin, ...]:
    """Margins from a table of any format that is read, as any table is.

    Its columns are 变量/attribute, 类别/category and 占比/share (0.35 or 35%). Attributes may go by code or Chinese
    label. Shares are divided by their sum, which must be 1 but for rounding.

    Raises:
        MarginError: the file cannot be read, lacks a column, names an attribute or category that the questionnaire
            does not have, leaves one out or contradicts itself, or its shares do not add up.
    """
    table = _table(path)
    known = {name: attribute for attribute in questionnaire.attribute for name in (attribute.code, attribute.label)}
    margins = []
    for (given,), rows in table.group_by("attribute", maintain_order=True):
        attribute = known.get(str(given))
        if attribute is None:
            names = "、".join(f"{each.label}（{each.code}）" for each in questionnaire.attribute) or "无"
            raise MarginError(f"{path.name}：问卷没有变量 {given}；可用：{names}", f"请改正 {path.name} 中的变量")
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
    """attribute, category, share."""
    try:
        found = read_table(path, SOURCE)
    except IntakeError as error:
        raise MarginError(error.message, error.last_line) from error
    if any(batch.rejected for batch in found.batches):
        raise MarginError(f"边际表有读不出的行：{found.first_reasons()}", f"请改正 {path.name}")
    return found.records().collect()


def _check(file: str, label: str, shares: dict[str, float], options: Sequence[str]) -> None:
    place = f"{file}：变量 {label}"
    if unknown := [category for category in shares if category not in options]:
        raise MarginError(
            f"{place} 没有类别 {'、'.join(unknown)}；可用：{'、'.join(options)}", f"请改正 {file} 中的类别"
        )
    if missing := [category for category in options if category not in shares]:
        raise MarginError(f"{place} 缺少类别 {'、'.join(missing)}", f"请在 {file} 中补上这些类别")
    total = sum(shares.values())
    if abs(total - 1) > SUM_TOLERANCE:
        raise MarginError(f"{place} 的占比之和应为 100%，实为 {total:.2%}", f"请改正 {file} 中 {label} 的占比")
