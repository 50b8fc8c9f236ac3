"""Distributions spelled out: firms per band, node by node."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from reports.figures import fixed, percent
from reports.table import Table, label, number, text

if TYPE_CHECKING:
    from scoring import Evaluation

_BAR = 40


@dataclass(frozen=True)
class BandedNodes:
    """Nodes that share one set of bands: labels from the best band down, and per node its summary and firm counts."""

    labels: tuple[str, ...]
    nodes: tuple[str, ...]
    names: tuple[str, ...]
    means: tuple[float | None, ...]
    firms: tuple[tuple[int, ...], ...]
    shares: tuple[tuple[float, ...], ...]


def select(evaluation: Evaluation, node: str | None) -> pl.DataFrame:
    """The distribution of one node, or of all: node, name, band, firms, share."""
    names = evaluation.summary.select("node", "name")
    frame = evaluation.distribution.join(names, on="node", maintain_order="left")
    chosen = frame if node is None else frame.filter(pl.col("node") == node)
    return chosen.select("node", "name", "band", "firms", "share")


def by_bands(evaluation: Evaluation, node: str | None) -> list[BandedNodes]:
    """The distribution grouped by sets of bands, in the order of the tree."""
    means = dict(evaluation.summary.select("node", "mean").iter_rows())
    groups: dict[tuple[str, ...], list[tuple[str, str, float | None, tuple[int, ...], tuple[float, ...]]]] = {}
    for at, rows in select(evaluation, node).group_by("node", maintain_order=True):
        key = str(at[0])
        groups.setdefault(tuple(rows["band"]), []).append(
            (key, rows["name"][0], means[key], tuple(rows["firms"]), tuple(rows["share"]))
        )
    found = []
    for labels, members in groups.items():
        nodes, names, averages, firms, shares = zip(*members, strict=True)
        found.append(BandedNodes(labels, nodes, names, averages, firms, shares))
    return found


def distribution_tables(evaluation: Evaluation) -> list[Table]:
    """One table per set of bands: a row per node, a column per band."""
    return [
        Table(
            title=f"得分分布（家）：{'、'.join(group.labels)}",
            columns=(label("指标"), text("名称"), number("均分"), *(number(band) for band in group.labels)),
            rows=tuple(
                (node, name, fixed(mean), *(str(count) for count in firms))
                for node, name, mean, firms in zip(group.nodes, group.names, group.means, group.firms, strict=True)
            ),
        )
        for group in by_bands(evaluation, None)
    ]


def node_table(evaluation: Evaluation, node: str) -> Table:
    """The distribution of one node with a bar per band."""
    (group,) = by_bands(evaluation, node)
    summary = evaluation.summary.row(by_predicate=pl.col("node") == node, named=True)
    spread = f"{summary['firms']} 家，均分 {fixed(summary['mean'])}，中位数 {fixed(summary['median'])}"
    return Table(
        title=f"{node} {group.names[0]}：{spread}，最低 {fixed(summary['min'])}，最高 {fixed(summary['max'])}",
        columns=(label("分段"), number("公司数"), number("占比"), label("")),
        rows=tuple(
            (band, str(count), percent(share), "█" * round(share * _BAR))
            for band, count, share in zip(group.labels, group.firms[0], group.shares[0], strict=True)
        ),
    )
