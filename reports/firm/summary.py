"""The first page: the total, and where it stands."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from reports import charts
from reports.distribution import confidence_label, error_label
from reports.document import Exhibit, Figure, Heading, Paragraph, Reference, Text
from reports.figures import fixed, interval
from reports.firm.levels import level_words
from reports.firm.score_table import score_table
from reports.own_letters import next_letter, own_letter
from scoring.frames import told_above
from scoring.losses import DEEPEST
from scoring.node_rules.words import node_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.document import Block
    from reports.firm.firm import Firm, Row

_HEIGHT = 62  # pixels; low enough for the first page to hold the table with its notes beside a notice


def summary_blocks(firm: Firm) -> Iterator[Block]:
    """The chapter 概要."""
    yield Heading(1, "概要", "summary")
    yield Paragraph(_total(firm))
    if told := "；".join(_letters(firm)):
        yield Paragraph((Text("等级：", strong=True), Text(f"{told}。")))
    if firm.merged:
        own = firm.rulebook.words.own
        yield Paragraph((Text(f"{'、'.join(firm.merged)}与{own}合并评价，其记录计入{own}。"),))
    yield _histogram(firm)
    levels = _levels(firm)
    yield Paragraph((Text("".join(levels.table.notes)),))  # before the table, which may fill the page
    yield replace(levels, table=replace(levels.table, notes=()))


def _total(firm: Firm) -> tuple[Text | Reference, ...]:
    total, words = firm.nodes["total"], firm.rulebook.words
    who = f"{firm.register['full_name']}（{words.code} {firm.firm_id}）" if words.code else firm.register["full_name"]
    if total["score"] is None:
        return Text(f"{who}没有总分：没有一项指标有得分。其他{words.noun}的分布见"), Reference("histogram"), Text("。")
    between = interval(total["low"], total["high"])
    ranks = _ranks(total)
    confidence = confidence_label(firm.evaluation)
    quartiles, above = firm.quartiles["total"], firm.places["total"]["above"]
    bonus = (
        f"其中指标得分 {fixed(firm.nodes['base']['score'])} 分，加分 {fixed(firm.nodes['bonus']['score'])} 分。"
        if firm.rulebook.bonus
        else ""
    )
    return (
        Text(f"{who}总分 "),
        Text(f"{fixed(total['score'])} 分", strong=True),
        Text(f"（{confidence} {between}）" if between else ""),
        Text("，在 "),
        Text(f"{total['firms']} {words.measure}{words.noun}中列第 {total['rank']} 位", strong=True),
        Text(f"（计入{error_label(firm.evaluation)}，位次为{ranks}）" if ranks else ""),
        Text(f"，{f'高于 {above} {words.measure}{words.noun}' if above else f'没有总分更低的{words.noun}'}。{bonus}"),
        Text(
            f"{words.whole}中位数 {fixed(quartiles['median'])} 分，"
            f"四分位区间 {interval(quartiles['q1'], quartiles['q3'])} 分，分布见"
        ),
        Reference("histogram"),
        Text("。"),
    )


def _letters(firm: Firm) -> Iterator[str]:
    for node in firm.rulebook.lettered:
        ahead = next_letter(firm.ahead.get(node), node, firm.rulebook)
        own = own_letter(firm.evaluation, firm.firm_id, node)
        yield f"{node_text(node, firm.rulebook)}，{own}{f'，{ahead}' if ahead else ''}"


def _ranks(row: Row) -> str:
    low, high = row["rank_low"], row["rank_high"]
    if low is None or high is None:
        return ""
    return f"第 {low} 位" if low == high else f"第 {low} 至第 {high} 位"


def _levels(firm: Firm) -> Exhibit:
    nodes = [code for code in firm.rulebook.nodes if firm.rulebook.level(code) <= DEEPEST]
    title = f"总分与{level_words(firm.rulebook, nodes)}得分"
    return Exhibit("levels", score_table(firm, title, [*_totals(firm), *nodes]))


def _totals(firm: Firm) -> list[str]:
    told = told_above(firm.rulebook)
    return [node for node in ("total", "base", "bonus") if node in told]


def _histogram(firm: Firm) -> Figure:
    words = firm.rulebook.words
    bands = firm.evaluation.distribution.filter(pl.col("node") == "total")
    own = pl.col("band").eq_missing(firm.places["total"]["band"])
    drawn = charts.histogram_place(bands.select("band", "firms", own=own), firm.nodes["total"]["score"], words, _HEIGHT)
    return Figure("histogram", f"总分的{words.whole}分布与{words.own}所在的分段", drawn.chart, drawn.alt)
