"""Scores in the industry, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.distribution import confidence_label, error_label
from reports.figures import EMPTY, fixed, interval
from reports.table import Table, label, number, text
from scoring.frames import TOTAL_NODES

if TYPE_CHECKING:
    from reports.firm.firm import Firm, Row


def score_table(firm: Firm, title: str, nodes: list[str]) -> Table:
    """Score, rank and the industry's middle half of some nodes."""
    rows = [firm.nodes[node] for node in nodes]
    sampled = any(row["low"] is not None for row in rows)
    columns = (
        label("指标"),
        text("名称"),
        number("得分"),
        *([number(confidence_label(firm.evaluation), spare=2)] if sampled else []),
        number("位次"),
        *([number("位次区间", spare=3)] if sampled else []),
        number(f"{firm.rulebook.words.whole}中位数"),
        number("四分位区间", spare=1),
    )
    return Table(
        title, columns, tuple(_score_row(firm, row, sampled=sampled) for row in rows), _remarks(firm, sampled=sampled)
    )


def _score_row(firm: Firm, row: Row, *, sampled: bool) -> tuple[str, ...]:
    at = firm.quartiles[row["node"]]
    return (
        "" if row["node"] in TOTAL_NODES else row["node"],
        row["name"],
        fixed(row["score"]),
        *([interval(row["low"], row["high"])] if sampled else []),
        EMPTY if row["rank"] is None else f"{row['rank']}/{row['firms']}",
        *([interval(row["rank_low"], row["rank_high"], 0)] if sampled else []),
        fixed(at["median"]),
        interval(at["q1"], at["q3"]),
    )


def _remarks(firm: Firm, *, sampled: bool) -> tuple[str, ...]:
    notes = [f"位次为名次与{firm.rulebook.words.noun}数，同分同名次。"]
    if sampled:
        rest = "不依据问卷" if not firm.rulebook.counted_leaves else "其他"
        notes.append(f"{confidence_label(firm.evaluation)}计入{error_label(firm.evaluation)}，{rest}的指标没有区间。")
    return tuple(notes)
