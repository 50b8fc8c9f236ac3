"""What each of a firm's records cost it, and what leads its indicators into their next band, spelled out as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from reports.figures import EMPTY, fixed, signed
from reports.firm.next_band import step_words
from reports.table import Table, label, number, text
from scoring.frames import node_names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scoring import Evaluation
    from scoring.what_if import RecordCosts

_SHOWN = 20


def record_costs_table(evaluation: Evaluation, costs: RecordCosts, titles: Mapping[str, str], firm: str) -> Table:
    """What each record alone cost a firm, the costliest first; how that compares with all it lost."""
    told = costs.rows.with_columns(place=pl.struct("source", "record_id").rle_id())
    shown = told.filter(pl.col("place") < _SHOWN).to_dicts()
    count = told["place"].n_unique()
    names = node_names(evaluation.rulebook)
    rows = []
    for before, row in zip([None, *shown], shown, strict=False):
        again = before is not None and before["place"] == row["place"]
        record = ("", "") if again else (titles.get(row["source"], row["source"]), row["record_id"])
        gains = ("", "") if again else (signed(row["total_points"]), _gained(row["ranks"]))
        rows.append((*record, f"{row['node']} {names[row['node']]}", signed(row["points"]), *gains))
    return Table(
        title=f"{firm}：单独去掉一条记录，得分与位次会怎样（其他{evaluation.rulebook.words.noun}不变）",
        columns=(text("数据源"), label("编号"), text("指标"), number("指标得分"), number("总分"), label("位次")),
        rows=tuple(rows),
        notes=tuple(_cost_notes(costs, count, names["base"])),
    )


def next_steps_table(evaluation: Evaluation, steps: pl.DataFrame, firm: str) -> Table:
    """The way into the next band that asks for the least, for every indicator, the nearest band first."""
    names = node_names(evaluation.rulebook)
    ways = steps.filter(pl.col("option") == 1).partition_by("node", maintain_order=True)
    rows = []
    for way in (way.to_dicts() for way in ways):
        first = way[0]
        words = "；".join(step_words(step, evaluation.rulebook) for step in way)
        rows.append(
            (
                f"{first['node']} {names[first['node']]}",
                fixed(first["before"]),
                f"{first['next_band']}",
                fixed(first["gap"]),
                words,
                signed(first["total_points"]),
                _gained(first["ranks"]),
            )
        )
    return Table(
        title=f"{firm}：各指标进入上一分段的最小改变",
        columns=(
            text("指标"),
            number("得分"),
            label("分段", spare=1),
            number("差"),
            text("最小的改变"),
            number("总分"),
            label("位次"),
        ),
        rows=tuple(rows),
        notes=("总分、位次为只作此项改变后的变化；已在最高分段、没有得分或只改变已有证据达不到的指标没有列出",),
    )


def _cost_notes(costs: RecordCosts, count: int, whole: str) -> list[str]:
    notes = [f"共 {count} 条扣分或未按期处理的记录" + (f"，列出影响最大的 {_SHOWN} 条" if count > _SHOWN else "")]
    if count:
        added, together = signed(costs.added), signed(costs.together)
        why = "" if added == together else "（有下限、上限的指标和处理率，各条的影响不能相加）"
        notes.append(f"逐条影响之和 {added} 分，全部同时去掉 {together} 分{why}")
    if costs.lost is not None:
        notes.append(f"{whole}距满分共差 {fixed(costs.lost)} 分；问卷、拨测、比率等其他失分不由这些记录决定")
    if costs.unclear:
        notes.append(f"另有 {costs.unclear} 条记录的影响不能只凭证据算出（须加 --records，或用 --drop 逐条试算）")
    return notes


def _gained(ranks: int | None) -> str:
    """`升 2`."""
    if ranks is None:
        return EMPTY
    return f"{'升' if ranks > 0 else '降'} {abs(ranks)}" if ranks else "不变"
