"""Recovered weights, spelled out: the bands, and node by node what the figures determine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from reports.figures import EMPTY, fixed, plain
from reports.table import Table, label, number, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scoring.recovery import NodeWeights

_DIGITS = 4  # of a weight
_YES, _NO = "是", "否"


@dataclass(frozen=True)
class WeightsTold:
    """What published figures say about weights.

    Attributes:
        titles: whose figures, by year.
        nodes: what was found at every node.
        bands: the same as `scoring.recovery.WEIGHT_BANDS`.
        names: names of nodes.
        width: up to which width of its interval a weight is called determined.
        at_least: the lowest weight that was allowed.
        silent: inner nodes about which no figures speak; "" is the whole tree.
        reweighted: nodes below which siblings share the weight of a child without a score, which moves means.
    """

    titles: Mapping[int, str]
    nodes: Sequence[NodeWeights]
    bands: pl.DataFrame
    names: Mapping[str, str]
    width: float
    at_least: float
    silent: Sequence[str]
    reweighted: Sequence[str] = ()


def weight_tables(told: WeightsTold) -> tuple[Table | str, ...]:
    """The bands of all weights, and a line for every node."""
    shown = told.bands.filter((pl.col("equal") < 1) | pl.col("equal").is_null() | (pl.col("shortfall") > 0))
    return (_bands_table(shown, told), "\n".join(["公布数字确定了哪些权重：", *_readings(told)]))


def _bands_table(bands: pl.DataFrame, told: WeightsTold) -> Table:
    lowest = f"，且不低于 {plain(told.at_least)}" if told.at_least else ""
    return Table(
        title="由公布均分反推的权重",
        columns=(
            label("上级"),
            label("指标"),
            text("名称"),
            number("等权"),
            number("最接近等权"),
            number("最低"),
            number("最高"),
            label("确定"),
            label("年度", spare=1),
        ),
        rows=tuple(_row(row) for row in bands.iter_rows(named=True)),
        notes=(
            "；".join(f"{year}年度：{title}" for year, title in told.titles.items()),
            f"最低、最高：同级权重之和为 1{lowest}，且能再现公布均分的全部权重中，每个权重的范围；"
            "上级与下级的均分都按印出的末位四舍五入计，多年合用时各年权重相同",
            f"确定：范围不宽于 {plain(told.width)}（平均加分：不宽于加分上限的这一比例）",
            *_doubts(told),
        ),
    )


def _doubts(told: WeightsTold) -> tuple[str, ...]:
    if not told.reweighted:
        return ()
    nodes = "、".join(node or "总分" for node in told.reweighted)
    return (f"{nodes}：规则允许缺少数据的公司由同级指标分担权重；若有这样的公司，均分不恰是下级均分的加权平均",)


def _row(row: dict[str, object]) -> tuple[str, ...]:
    bonus = row["equal"] is None
    digits = 2 if bonus else _DIGITS
    cells = [_number(row[key], digits) for key in ("closest", "low", "high")]
    determined = EMPTY if row["low"] is None else _YES if row["determined"] else _NO
    name = f"{row['name']}（平均，分）" if bonus else str(row["name"])
    equal = "" if bonus else _number(row["equal"], _DIGITS)
    return (str(row["parent"]) or "总分", str(row["node"]), name, equal, *cells, determined, str(row["years"]))


def _number(value: object, digits: int) -> str:
    return fixed(value, digits) if isinstance(value, float) else EMPTY


def _readings(told: WeightsTold) -> Iterator[str]:
    only = [node for node in told.nodes if len(node.problem.children) == 1 and not node.clash]
    for node in told.nodes:
        if node not in only:
            yield f"  {_named(node, told)}：{_reading(node, told)}"
    if only:
        yield f"  {'、'.join(node.problem.parent for node in only)}：只有一个下级指标，权重为 1，公布均分与下级相符"
    if told.silent:
        yield f"  {'、'.join(parent or '总分' for parent in told.silent)}：没有公布可用的均分，权重无从得知"


def _named(node: NodeWeights, told: WeightsTold) -> str:
    parent = node.problem.parent
    name = f"{parent} {told.names.get(parent, '')}" if parent else "总分"
    years = "、".join(map(str, node.problem.years))
    return f"{name}（{years}）" if len(told.titles) > 1 else name


def _reading(node: NodeWeights, told: WeightsTold) -> str:
    if node.clash:
        return _clash(node)
    years = "、".join(map(str, node.problem.years))
    weights = told.bands.filter(parent=node.problem.parent, years=years).drop_nulls("equal")
    fixed_ones = weights.filter("determined")["node"].to_list()
    open_ones = weights.filter(~pl.col("determined"))["node"].to_list()
    parts = [f"确定 {'、'.join(fixed_ones)} 的权重"] if fixed_ones else []
    if open_ones:
        parts.append(f"{'不能确定' if fixed_ones else '都不能确定：'} {'、'.join(open_ones)}".replace("： ", "："))
    parts.append("等权符合" if _equal(weights) else "等权不符合")
    parts += [
        f"{bonus.year} 年度平均加分可为 {fixed(bonus.low)} 至 {fixed(bonus.high)} 分（上限 {plain(bonus.cap)}）"
        for bonus in node.bonus
    ]
    return "；".join(parts)


def _equal(weights: pl.DataFrame) -> bool:
    return bool(((weights["closest"] - weights["equal"]).abs() < 10.0**-_DIGITS / 2).all())


def _clash(node: NodeWeights) -> str:
    years = "、".join(map(str, node.clash))
    together = "这几年的公布均分不能由同一组权重得出" if len(node.clash) > 1 else "公布均分不能由任何权重得出"
    return f"{years} 年度相互矛盾：{together}；上级均分至少要各放宽 {plain(node.shortfall)} 分才能相容"
