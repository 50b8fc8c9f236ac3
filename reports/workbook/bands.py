"""得分分布: for every indicator the firms in each band, and their share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from reports.distribution import by_bands, confidence_label
from reports.workbook.columns import Column
from reports.workbook.statistics import NAME, NODE, TOP_LEVEL

if TYPE_CHECKING:
    from indicator_tree.units import Words
    from reports.distribution import BandedNodes
    from reports.workbook.book import Book
    from scoring import Evaluation

SHEET = "得分分布"
_BEFORE = 3  # columns before the first band


@dataclass(frozen=True)
class BandCells:
    """Where the firms of one node stand in 得分分布: the row of the labels, the node's row, first and last column."""

    summary: dict[str, Any]
    head: int
    row: int
    left: int
    right: int


def add(book: Book, evaluation: Evaluation, node: str | None = None) -> list[BandCells]:
    """A table per set of bands, from the best band down; tells where the firms of every node stand."""
    confidence, words = confidence_label(evaluation), evaluation.rulebook.words
    notes = [f"每行一个指标，得分从高分段到低分段排列；占比以该指标有得分的{words.noun}为分母。"]
    groups = [_total_first(group) for group in by_bands(evaluation, node)]
    if any(_sampled(group) for group in groups):
        notes.append(
            f"可能的{words.noun}数：{confidence}整个落在该段的{words.noun}数–与该段有重叠的{words.noun}数；只有涉及问卷抽样的指标才有。"
        )
    sheet = book.sheet(SHEET, "各指标的得分分布", *notes)
    cells: list[BandCells] = []
    freeze = sheet.row
    for group in groups:
        if len(groups) > 1:
            sheet.caption(f"分段：{'、'.join(group.labels)}")
        count = len(group.labels)
        sampled = _sampled(group)
        spans = [("", _BEFORE), (f"{words.noun}数（{words.measure}）", count), ("占比", count)]
        place = sheet.table(
            _columns(group, words, sampled=sampled),
            _rows(group, sampled=sampled),
            strong=[found.summary["level"] <= TOP_LEVEL for found in group.nodes],
            spans=[*spans, (f"可能的{words.noun}数", count)] if sampled else spans,
        )
        cells += [
            BandCells(found.summary, place.head, place.first + at, _BEFORE, _BEFORE + count - 1)
            for at, found in enumerate(group.nodes)
        ]
        if len(groups) == 1:
            freeze = place.first
    head = freeze - 1
    sheet.finish((freeze, 2), repeat=(head - 1, head) if len(groups) == 1 else (0, 0))
    return cells


def _total_first(group: BandedNodes) -> BandedNodes:
    return replace(group, nodes=tuple(sorted(group.nodes, key=lambda found: found.summary["node"] != "total")))


def _sampled(group: BandedNodes) -> bool:
    return any(low is not None for found in group.nodes for low, _ in found.limits)


def _columns(group: BandedNodes, words: Words, *, sampled: bool) -> list[Column]:
    firms = [
        Column(band, "count", 9, f"得分落在该分段的{words.noun}数", words.measure, "各分段") for band in group.labels
    ]
    shares = [
        Column(
            f"{band}\n占比",
            "percent",
            9.5,
            f"落在该分段的{words.noun}占该指标有得分{words.noun}的比例",
            "%",
            "各分段 占比",
        )
        for band in group.labels
    ]
    limits = [
        Column(
            f"{band}\n可能",
            "range",
            9,
            f"区间整个落在该段的{words.noun}数–与该段有重叠的{words.noun}数",
            words.measure,
            "各分段 可能",
        )
        for band in group.labels
    ]
    mean = Column("均分", "points", 9, f"各{words.noun}得分的算术平均", "分")
    return [NODE, NAME, mean, *firms, *shares, *(limits if sampled else [])]


def _rows(group: BandedNodes, *, sampled: bool) -> list[tuple[Any, ...]]:
    return [
        (
            found.summary["node"],
            found.summary["name"],
            found.summary["mean"],
            *found.firms,
            *found.shares,
            *((None if low is None else f"{low}–{high}" for low, high in found.limits) if sampled else ()),
        )
        for found in group.nodes
    ]
