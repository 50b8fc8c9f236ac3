"""统计: the summary of every indicator."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from reports.distribution import confidence_label
from reports.workbook.columns import Column
from scoring.frames import told_above
from scoring.places import quartiles

if TYPE_CHECKING:
    from indicator_tree.units import Words
    from reports.workbook.book import Book
    from scoring import Evaluation

NODE = Column("指标", "text", 8, "指标代码；total 为总分")
NAME = Column("名称", "text", 46, "指标名称")
LEVEL = Column("级别", "count", 7, "指标级别：1 为一级指标，总分为 0", "级")
TOP_LEVEL = 1
_ALWAYS = ("node", "name", "level", "firms", "mean", "median", "min", "max", "sd")


def add(book: Book, evaluation: Evaluation, node: str | None = None, name: str = "统计") -> None:
    """The run's summary and the quartiles for one node or all; columns that are empty throughout are left out."""
    quarters = quartiles(evaluation).select("node", "q1", "q3")
    frame = shown(evaluation.summary.join(quarters, on="node", how="left", maintain_order="left"), evaluation)
    if node is not None:
        frame = frame.filter(pl.col("node") == node)
    words = evaluation.rulebook.words
    known = _columns(confidence_label(evaluation), words)
    keys = [key for key in known if key in _ALWAYS or (key in frame.columns and frame[key].is_not_null().any())]
    sheet = book.sheet(name, "各指标得分的汇总统计", f"分值均为百分制；标准差以全部参评{words.noun}为总体（除以 n）。")
    place = sheet.table([known[key] for key in keys], frame.select(keys).rows(), strong=top(frame))
    sheet.finish((place.first, 2), repeat=(place.head, place.head))


def shown(frame: pl.DataFrame, evaluation: Evaluation) -> pl.DataFrame:
    """Rows of a frame by node: the total, what of it is told beside it, then the tree in its order."""
    order = {"total": 0, "base": 1, "bonus": 2}
    told = frame.filter(pl.col("node").is_in([*told_above(evaluation.rulebook), *evaluation.rulebook.nodes]))
    place = pl.col("node").replace_strict(order, default=len(order), return_dtype=pl.Int64)
    return told.sort(place, maintain_order=True)


def top(frame: pl.DataFrame) -> list[bool]:
    """Which rows are totals or stand on the first level of the tree."""
    return [level <= TOP_LEVEL for level in frame["level"]]


def _columns(confidence: str, words: Words) -> dict[str, Column]:
    interval = confidence or "区间"
    return {
        "node": NODE,
        "name": NAME,
        "level": LEVEL,
        "weight": Column("权重", "percent", 9, "在同级指标中的权重", "%"),
        "firms": Column(f"{words.noun}数", "count", 9, f"该指标有得分的{words.noun}数", words.measure),
        "mean": Column("均分", "points", 9, f"各{words.noun}得分的算术平均", "分"),
        "median": Column("中位数", "points", 9, f"各{words.noun}得分的中位数", "分"),
        "min": Column("最低分", "points", 9, f"各{words.noun}得分的最小值", "分"),
        "q1": Column("下四分位", "points", 10, f"各{words.noun}得分的第一四分位数", "分"),
        "q3": Column("上四分位", "points", 10, f"各{words.noun}得分的第三四分位数", "分"),
        "max": Column("最高分", "points", 9, f"各{words.noun}得分的最大值", "分"),
        "sd": Column("标准差", "points", 9, f"各{words.noun}得分的标准差（除以 n）", "分"),
        "se": Column("均分\n标准误", "points", 10, "均分的抽样标准误；只有涉及问卷抽样的指标才有", "分"),
        "low": Column(f"均分\n{interval}下限", "points", 12, "均分置信区间的下限；只有涉及问卷抽样的指标才有", "分"),
        "high": Column(f"均分\n{interval}上限", "points", 12, "均分置信区间的上限；只有涉及问卷抽样的指标才有", "分"),
    }
