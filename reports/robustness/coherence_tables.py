"""The tables of coherence, spelled out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from reports.figures import fixed, percent, plain
from reports.robustness.spelling import node_name, set_name
from reports.table import Table, label, number, text

if TYPE_CHECKING:
    from reports.robustness.study import Row, Study


_RELATIONS = {"siblings": "同级", "parent": "上级", "ancestor": "总体", "level": "同层"}
_COMPONENTS = 2  # of each set that are told


def remarked(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows that bear a remark."""
    return frame.filter(pl.col("remark").is_not_null() & (pl.col("remark") != ""))


def discrimination_table(study: Study) -> Table:
    """Indicators that hardly tell firms apart, or at which many firms have the lowest or full marks."""
    rows = tuple(
        (
            node_name(study.rulebook, row["node"]),
            fixed(row["sd"]),
            plain(row["values"]),
            percent(row["floor_share"]),
            percent(row["ceiling_share"]),
            row["remark"],
        )
        for row in remarked(study.discrimination).to_dicts()
    )
    columns = (
        text("指标"),
        number("标准差（分）"),
        number("不同得分（个）"),
        number("最低分占比"),
        number("满分占比"),
        text("提示"),
    )
    return Table("区分度的提示", columns, rows)


def correlation_table(study: Study) -> Table:
    """Pairs of siblings, and of nodes with what they are averaged into, that bear a remark."""
    found = remarked(study.correlations).filter(pl.col("relation").is_in(["siblings", "parent"]))
    rows = tuple(
        (
            node_name(study.rulebook, row["node"]),
            node_name(study.rulebook, row["other"]),
            _RELATIONS[row["relation"]],
            fixed(row["pearson"]),
            fixed(row["spearman"]),
            row["remark"],
        )
        for row in found.to_dicts()
    )
    columns = (text("指标"), text("与"), label("关系"), number("相关系数"), number("秩相关系数"), text("提示"))
    return Table("相关系数的提示", columns, rows)


def reliability_table(study: Study) -> Table:
    """Cronbach's alpha of every set of indicators."""
    rows = tuple(
        (
            set_name(study.rulebook, row["node"]),
            plain(row["children"]),
            plain(row["firms"]),
            fixed(row["alpha"]),
            row["remark"] or "",
        )
        for row in study.reliability.to_dicts()
    )
    columns = (
        text("指标组"),
        number("有差异的指标（项）"),
        number(f"{study.noun}（{study.measure}）"),
        number("克隆巴赫系数"),
        text("提示"),
    )
    return Table("内部一致性", columns, rows)


def component_table(study: Study) -> Table:
    """The first principal components of every set, with the indicator that each rests on most."""
    strongest = (
        study.components.filter(pl.col("component") <= _COMPONENTS)
        .sort(pl.col("loading").abs(), descending=True, nulls_last=True, maintain_order=True)
        .unique(["node", "component"], keep="first", maintain_order=True)
    )
    by = {(row["node"], row["component"]): row for row in strongest.to_dicts()}
    places = {node: place for place, node in enumerate(study.components["node"].unique(maintain_order=True))}
    rows = tuple(
        (
            set_name(study.rulebook, node),
            plain(component),
            fixed(row["eigenvalue"]),
            percent(row["share"]),
            _child(study, row),
        )
        for (node, component), row in sorted(by.items(), key=lambda item: (places[item[0][0]], item[0][1]))
    )
    columns = (text("指标组"), number("主成分"), number("特征值"), number("解释的方差"), text("载荷最大的指标"))
    return Table("主成分", columns, rows, (f"每组列前 {_COMPONENTS} 个主成分。",))


def importance_table(study: Study) -> Table:
    """Nominal weights beside the importance that indicators have, under each parent."""
    rows = tuple(
        (
            node_name(study.rulebook, row["node"]),
            percent(row["nominal"]),
            percent(row["importance"]),
            fixed(row["correlation_ratio"]),
            fixed(row["r2"]),
        )
        for row in study.importance.to_dicts()
        if row["parent"]
    )
    columns = (text("指标"), number("同级权重"), number("实际重要性"), number("相关比"), number("线性 R²"))
    note = "实际重要性为相关比（该指标解释的上级得分方差的份额）在同级中的占比。"
    return Table("名义权重与实际重要性", columns, rows, (note,))


def _child(study: Study, row: Row) -> str:
    if row["loading"] is None:
        return ""
    return f"{node_name(study.rulebook, row['child'])}（{fixed(row['loading'])}）"
