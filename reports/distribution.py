"""Distributions spelled out: firms per band, node by node."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from reports.figures import fixed, interval, percent, plain
from reports.table import Table, label, number, text

if TYPE_CHECKING:
    from scoring import Evaluation

_BAR = 40


@dataclass(frozen=True)
class BandedNode:
    """One node: its row of the summary, and per band, from the best down, firms, share and the limits of firms.

    Shares are None where no firm has a score, limits where nothing rests on answers of a sample.
    """

    summary: dict[str, Any]
    firms: tuple[int, ...]
    shares: tuple[float | None, ...]
    limits: tuple[tuple[int | None, int | None], ...]


@dataclass(frozen=True)
class BandedNodes:
    """Nodes that share one set of bands, whose labels stand from the best band down."""

    labels: tuple[str, ...]
    nodes: tuple[BandedNode, ...]


def select(evaluation: Evaluation, node: str | None) -> pl.DataFrame:
    """The distribution of one node, or of all: node, name, band, firms, share, firms_low, firms_high."""
    names = evaluation.summary.select("node", "name")
    frame = evaluation.distribution.join(names, on="node", maintain_order="left")
    chosen = frame if node is None else frame.filter(pl.col("node") == node)
    share = pl.col("share").fill_nan(None)
    return chosen.select("node", "name", "band", "firms", share, "firms_low", "firms_high")


def by_bands(evaluation: Evaluation, node: str | None) -> list[BandedNodes]:
    """The distribution grouped by sets of bands, in the order of the tree."""
    summaries = {row["node"]: row for row in evaluation.summary.iter_rows(named=True)}
    groups: dict[tuple[str, ...], list[BandedNode]] = {}
    for at, rows in select(evaluation, node).group_by("node", maintain_order=True):
        found = BandedNode(
            summaries[str(at[0])],
            tuple(rows["firms"]),
            tuple(rows["share"]),
            tuple(rows.select("firms_low", "firms_high").rows()),
        )
        groups.setdefault(tuple(rows["band"]), []).append(found)
    return [BandedNodes(labels, tuple(nodes)) for labels, nodes in groups.items()]


def distribution_tables(evaluation: Evaluation) -> list[Table]:
    """One table per set of bands: a row per node, a column per band; intervals of the means where there are any."""
    measure = evaluation.rulebook.words.measure
    return [_overview(group, confidence_label(evaluation), measure) for group in by_bands(evaluation, None)]


def _overview(group: BandedNodes, confidence: str, measure: str) -> Table:
    sampled = any(node.summary["low"] is not None for node in group.nodes)
    return Table(
        title=f"得分分布（{measure}）：{'、'.join(group.labels)}",
        columns=(
            label("指标"),
            text("名称"),
            number("均分"),
            *([number(f"均分 {confidence}", spare=1)] if sampled else []),
            *(number(band) for band in group.labels),
        ),
        rows=tuple(
            (
                node.summary["node"],
                node.summary["name"],
                fixed(node.summary["mean"]),
                *([interval(node.summary["low"], node.summary["high"])] if sampled else []),
                *(str(count) for count in node.firms),
            )
            for node in group.nodes
        ),
    )


def node_table(evaluation: Evaluation, node: str) -> Table:
    """The distribution of one node with a bar per band, and with the limits of firms where there are any."""
    (group,) = by_bands(evaluation, node)
    (found,) = group.nodes
    summary = found.summary
    noun, measure, *_ = evaluation.rulebook.words
    between = interval(summary["low"], summary["high"])
    confidence = confidence_label(evaluation)
    sampled = any(low is not None for low, _ in found.limits)
    title = (
        f"{node} {summary['name']}：{summary['firms']} {measure}，均分 {fixed(summary['mean'])}"
        f"{f'（{confidence} {between}）' if between else ''}，中位数 {fixed(summary['median'])}，"
        f"最低 {fixed(summary['min'])}，最高 {fixed(summary['max'])}"
    )
    limits = ["" if low is None else f"{low}–{high}" for low, high in found.limits]
    return Table(
        title=title,
        columns=(
            label("分段"),
            number(f"{noun}数"),
            *([number(f"可能的{noun}数")] if sampled else []),
            number("占比"),
            label("", spare=1),
        ),
        rows=tuple(
            (
                band,
                str(count),
                *([between_firms] if sampled else []),
                percent(share),
                "█" * round((share or 0.0) * _BAR),
            )
            for band, count, between_firms, share in zip(group.labels, found.firms, limits, found.shares, strict=True)
        ),
        notes=(f"可能的{noun}数：{confidence}整个落在该段的{noun}数–与该段有重叠的{noun}数",) if sampled else (),
    )


def confidence_label(evaluation: Evaluation) -> str:
    """`95% 区间`, at the confidence that the rulebook sets; empty if none of its scores has an interval."""
    book = evaluation.rulebook
    if book.survey is None and not book.counted_leaves:
        return ""
    return f"{plain(book.confidence * 100)}% 区间"


def error_label(evaluation: Evaluation) -> str:
    """What intervals take in: `抽样误差`, `计数误差`, or both; empty if no score has any."""
    book = evaluation.rulebook
    named = [*(["抽样"] if book.survey else []), *(["计数"] if book.counted_leaves else [])]
    return f"{'与'.join(named)}误差" if named else ""
