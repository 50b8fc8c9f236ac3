"""What would be otherwise, spelled out as tables: who moves, what each record cost, what leads into the next band."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from reports.figures import EMPTY, fixed, plain, signed
from reports.firm.next_band import step_words
from reports.table import Table, label, number, text
from scoring.frames import TOTAL_NODES
from scoring.what_if import largest_first

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from indicator_tree import Rulebook
    from scoring import Evaluation
    from scoring.what_if import Drop, RecordCosts, WhatIf

SHOWN = 20
_NOTHING = "没有任何得分或位次改变。"


@dataclass(frozen=True)
class Supposition:
    """What was supposed, and what follows.

    Attributes:
        evaluation: as published.
        found: what would be otherwise.
        drops: the records left out.
        titles: names of sources as people know them.
    """

    evaluation: Evaluation
    found: WhatIf
    drops: Sequence[Drop]
    titles: Mapping[str, str]


def what_if_tables(given: Supposition) -> list[Table]:
    """What was supposed, how the total moves, the nodes touched, and who comes into another band."""
    found, words = given.found, given.evaluation.rulebook.words
    if not found.moves.height:
        return [_supposed(given, _NOTHING)]
    total = next(iter(found.nodes.filter(pl.col("node") == "total").to_dicts()), None)
    summary = "没有总分或总分位次改变。"
    if total is not None:
        counts = "，".join(
            f"{total[name]} {words.measure}{said}"
            for name, said in (("risen", "上升"), ("fallen", "下降"), ("reranked", "位次改变"))
        )
        means = f"{fixed(total['mean_before'])} → {fixed(total['mean_now'])}（{signed(total['change'], 4)}）"
        summary = f"总分：{counts}；均分 {means}"
    tables = [_moves_table(given), _nodes_table(found), _crossings_table(given)]
    return [_supposed(given, summary), *(table for table in tables if table.rows)]


def firm_what_if_tables(given: Supposition, firm_id: str, firm: str) -> list[Table]:
    """What was supposed, and every score of one firm that moves."""
    rows = given.found.moves.filter(pl.col("firm_id") == firm_id).to_dicts()
    crossed = given.found.crossings.filter(pl.col("firm_id") == firm_id).to_dicts()
    names = _names(given.evaluation.rulebook)
    bands = {row["node"]: f"{row['band_before'] or EMPTY} → {row['band_now'] or EMPTY}" for row in crossed}
    table = Table(
        title=f"{firm}（{firm_id}）",
        columns=(label("指标"), text("名称"), *_scores(), label("位次"), label("分段", spare=1)),
        rows=tuple(
            (row["node"], names[row["node"]], *_changes(row), _ranks(row), bands.get(row["node"], "")) for row in rows
        ),
    )
    return [_supposed(given), table] if rows else [_supposed(given, f"{firm}{_NOTHING}")]


def record_costs_table(evaluation: Evaluation, costs: RecordCosts, titles: Mapping[str, str], firm: str) -> Table:
    """What each record alone cost a firm, the costliest first; how that compares with all it lost."""
    told = costs.rows.with_columns(place=pl.struct("source", "record_id").rle_id())
    shown = told.filter(pl.col("place") < SHOWN).to_dicts()
    count = told["place"].n_unique()
    names = _names(evaluation.rulebook)
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
        notes=tuple(_cost_notes(costs, count)),
    )


def _cost_notes(costs: RecordCosts, count: int) -> list[str]:
    notes = [f"共 {count} 条扣分或未按期办结的记录" + (f"，列出影响最大的 {SHOWN} 条" if count > SHOWN else "")]
    if count:
        added, together = signed(costs.added), signed(costs.together)
        why = "" if added == together else "（有下限、上限的指标和办结率，各条的影响不能相加）"
        notes.append(f"逐条影响之和 {added} 分，全部同时去掉 {together} 分{why}")
    if costs.lost is not None:
        notes.append(f"总分（不含加分）距满分共差 {fixed(costs.lost)} 分；问卷、拨测、比率等其他失分不由这些记录决定")
    if costs.unclear:
        notes.append(f"另有 {costs.unclear} 条记录的影响不能只凭证据算出（须加 --records，或用 --drop 逐条试算）")
    return notes


def next_steps_table(evaluation: Evaluation, steps: pl.DataFrame, firm: str) -> Table:
    """The way into the next band that asks for the least, for every indicator, the nearest band first."""
    names = _names(evaluation.rulebook)
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


def _supposed(given: Supposition, *summary: str) -> Table:
    """What is supposed, one line each, and what follows."""
    found, before = given.found, given.evaluation
    lines = [f"{key}：{_value(was)} → {_value(now)}" for key, was, now in found.settings]
    if found.scheme != before.scheme:
        schemes = (before.rulebook, before.scheme), (found.rulebook, found.scheme)
        lines.append("权重方案：" + " → ".join(f"{name}（{book.weights[name].title}）" for book, name in schemes))
    lines += [f"去掉 {given.titles.get(drop.source, drop.source)} {drop.record_id}" for drop in given.drops[:SHOWN]]
    if len(given.drops) > SHOWN:
        lines.append(f"……共去掉 {len(given.drops)} 条记录")
    return Table(f"{before.rulebook.title}：假如", (), (), (*lines, *summary))


def _moves_table(given: Supposition) -> Table:
    moved = largest_first(given.found.moves.filter(pl.col("node") == "total"))
    rest = moved.height - SHOWN
    noun, measure = given.evaluation.rulebook.words
    return Table(
        title=f"总分或位次改变的{noun}",
        columns=(text(noun), *_scores(), label("位次")),
        rows=tuple((row["firm"], *_changes(row), _ranks(row)) for row in moved.head(SHOWN).to_dicts()),
        notes=(f"另有 {rest} {measure}，变化较小（--format csv 列出全部）",) if rest > 0 else (),
    )


def _nodes_table(found: WhatIf) -> Table:
    return Table(
        title="受影响的指标",
        columns=(
            label("指标"),
            text("名称"),
            number("升"),
            number("降"),
            number("位次改变"),
            number("此前均分"),
            number("现在均分"),
            number("变化"),
        ),
        rows=tuple(
            (
                row["node"],
                row["name"],
                *(str(row[name]) for name in ("risen", "fallen", "reranked")),
                fixed(row["mean_before"]),
                fixed(row["mean_now"]),
                signed(row["change"], 4),
            )
            for row in found.nodes.to_dicts()
        ),
    )


def _crossings_table(given: Supposition) -> Table:
    found, rulebook = given.found, given.evaluation.rulebook
    names, noun = _names(rulebook), rulebook.words.noun
    rest = found.crossings.height - SHOWN
    return Table(
        title=f"分段改变的{noun}",
        columns=(label("指标"), text("名称"), text(noun), label("此前"), label("现在")),
        rows=tuple(
            (row["node"], names[row["node"]], row["firm"], row["band_before"] or EMPTY, row["band_now"] or EMPTY)
            for row in found.crossings.head(SHOWN).to_dicts()
        ),
        notes=(f"另有 {rest} 项（--format json 列出全部）",) if rest > 0 else (),
    )


def _names(rulebook: Rulebook) -> dict[str, str]:
    return TOTAL_NODES | {code: rulebook.indicator[code].name for code in rulebook.nodes}


def _scores() -> tuple[Any, ...]:
    return number("此前"), number("现在"), number("变化")


def _changes(row: Mapping[str, Any]) -> tuple[str, str, str]:
    return fixed(row["before"]), fixed(row["now"]), signed(row["change"])


def _ranks(row: Mapping[str, Any]) -> str:
    """`12 → 7`."""
    before, now = row["rank_before"], row["rank_now"]
    return f"{EMPTY if before is None else before} → {EMPTY if now is None else now}"


def _gained(ranks: int | None) -> str:
    """`升 2`."""
    if ranks is None:
        return EMPTY
    return f"{'升' if ranks > 0 else '降'} {abs(ranks)}" if ranks else "不变"


def _value(value: Any) -> str:
    if value is None:
        return "无"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return plain(value, 9)
    return "、".join(map(_value, value)) if isinstance(value, list) else str(value)
