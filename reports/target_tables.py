"""Weights that were searched for on the terminal: those that meet the nominal importance, and every firm's best."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from reports.figures import EMPTY, fixed
from reports.table import Table, label, number, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indicator_tree import Rulebook
    from indicator_tree.units import Words

_DIGITS = 4  # of a weight
_NEAR = 0.005  # a gap that is printed as none


def target_text(found: pl.DataFrame, words: Words) -> Table:
    """Nominal weight, what it decides, the weight that was found, what that decides."""
    columns = (
        *(label("上级"), label("指标"), text("名称")),
        *(number("名义权重"), number("其影响占比"), number("校正后权重"), number("影响占比")),
    )
    rows = tuple(
        (
            *(row["parent"] or "总分", row["node"], row["name"]),
            *(_number(row[key]) for key in ("nominal", "before", "weight", "after")),
        )
        for row in found.iter_rows(named=True)
    )
    notes = [
        "影响占比：各指标的重要性在同级之间的占比；校正后权重使它最接近名义权重（Becker 等 2017）",
        *_gaps(found, words),
    ]
    return Table("名义权重与实际影响", columns, rows, tuple(notes))


def _gaps(found: pl.DataFrame, words: Words) -> list[str]:
    gaps = found.group_by("parent", maintain_order=True).agg(
        (pl.col("after") - pl.col("nominal")).abs().max().alias("gap"), pl.col("after").is_null().any().alias("none")
    )
    unmet = [
        f"{row['parent'] or '总分'}（最多差 {fixed(row['gap'] * 100, 1)} 个百分点）"
        for row in gaps.iter_rows(named=True)
        if row["gap"] is not None and row["gap"] > _NEAR
    ]
    none = [row["parent"] or "总分" for row in gaps.iter_rows(named=True) if row["none"]]
    return [
        *([f"没有权重能使影响合于名义权重，所列为最接近的：{'、'.join(unmet)}"] if unmet else []),
        *([f"求不出：{'、'.join(none)}（{_why(words)}）"] if none else []),
    ]


def _why(words: Words) -> str:
    return f"有指标各{words.noun}得分相同，或有全部得分的{words.noun}不足三{words.measure}"


def doubt_text(found: pl.DataFrame, rulebook: Rulebook, lacking: Sequence[str]) -> Table:
    """Every firm's score and rank as evaluated and with its own best weights, and what its best score is made of."""
    words = rulebook.words
    children = found["child"].unique(maintain_order=True).to_list()
    firms = found.group_by("firm_id", maintain_order=True).agg(
        pl.all().exclude("share", "child").first(), pl.col("share")
    )
    columns = (
        *(label(words.noun), number("得分"), number("位次"), number("最有利"), number("位次"), number("位次变化")),
        *(number(f"{child} 占比", spare=1) for child in children),
    )
    rows = tuple(
        (
            *(row["firm"], fixed(row["score"]), str(row["rank"]), fixed(row["doubt"], _DIGITS), str(row["doubt_rank"])),
            f"{row['rank'] - row['doubt_rank']:+d}",
            *(_number(share, 3) for share in row["share"]),
        )
        for row in firms.iter_rows(named=True)
    )
    names = "；".join(f"{child} {rulebook.indicator[child].name}" for child in children)
    ones = firms.filter(pl.col("doubt_rank") == 1).height
    notes = (
        f"最有利：按对该{words.noun}最有利的权重得分，1 为没有别的{words.noun}按这组权重得分更高（Cherchye 等 2007）",
        f"并列第一的 {ones} {words.measure}；占比是最有利得分中各项所占，最优解可能不止一组",
        names,
        *([f"缺少下级得分而没有计算的：{'、'.join(lacking)}"] if lacking else []),
    )
    return Table("最有利权重", columns, rows, notes)


def _number(value: float | None, digits: int = _DIGITS) -> str:
    return EMPTY if value is None else fixed(value, digits)
