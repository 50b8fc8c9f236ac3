"""Where the total comes from, where points were lost, and where every indicator stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from reports import charts
from reports.document import Figure, Heading, Listing, Paragraph, Reference, Text
from reports.figures import fixed
from reports.firm.ledger import LEDGER, node_ledger, record_tables
from reports.firm.levels import level_words
from reports.firm.steps import waterfall
from reports.node_rules_text import ORDER
from scoring.frames import total_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.document import Block
    from reports.firm.firm import Firm, Row

_WORST = 5


def total_blocks(firm: Firm) -> Iterator[Block]:
    """The chapters 总分的由来 and 各项指标在行业中的位置."""
    yield Heading(1, "总分的由来", "total")
    shown = level_words(firm.rulebook, (step["node"] for step in firm.way if step["kind"] != "rule"))
    bonus = "，再加上加分" if firm.rulebook.bonus else ""
    rules = "，再加减节点规则的分值" if any(step["kind"] == "rule" for step in firm.way) else ""
    told = f"从满分起，逐项减去各{shown}使总分少得的分（权重×失分）{rules}{bonus}，即为总分，见"
    yield Paragraph((Text(told), Reference("waterfall"), Text("。")))
    yield waterfall("waterfall", "总分的由来", (_chart_step(firm, step) for step in firm.way))
    if firm.worst:
        yield Paragraph((Text(f"使总分少得最多的{level_words(firm.rulebook, firm.rulebook.leaves)}："),))
        yield Listing(tuple(_loss(firm, node) for node in firm.worst[:_WORST]))
    yield from _node_rules(firm)
    yield Heading(1, f"各项指标在{firm.rulebook.words.whole}中的位置", "places")
    told = f"{firm.rulebook.words.own}的得分与{firm.rulebook.words.whole}的最低、四分位、中位和最高得分见"
    yield Paragraph((Text(told), Reference("places-chart"), Text("。")))
    yield _places(firm)


def _node_rules(firm: Firm) -> Iterator[Block]:
    """The ledgers of the nodes that have rules of their own: what applied, what did not, and why."""
    if not firm.rulebook.ruled:
        return
    yield Heading(2, "节点规则", "node-rules", numbered=False)
    yield Paragraph((Text(f"下级指标合成之后，下列节点另适用规则。{ORDER}"),))
    for node in firm.rulebook.ruled:
        name = total_names(firm.rulebook).get(node) or f"{node} {firm.nodes[node]['name']}"
        yield node_ledger(firm, node, f"{name}：规则明细")
        yield from record_tables(firm, node)


def _chart_step(firm: Firm, step: Row) -> tuple[str, str, float | None, float | None]:
    node = step["node"]
    name = {"": "满分", **total_names(firm.rulebook)}.get(node) or f"{node} {firm.nodes[node]['name']}"
    if step["kind"] == "rule":
        return "change", f"{name}：节点规则", step["points"], step["running"]
    return step["kind"], name, step["points"], step["running"]


def _loss(firm: Firm, node: str) -> tuple[Text | Reference, ...]:
    row = firm.nodes[node]
    return (
        Text(f"{node} {row['name']}", strong=True),
        Text(f"：得 {fixed(row['score'])} 分，使总分少 {fixed(firm.losses[node]['lost'])} 分；"),
        Text(f"{firm.rulebook.words.whole}中位数 {fixed(firm.quartiles[node]['median'])} 分（见"),
        Reference(f"{LEDGER}{node}"),
        Text("）。"),
    )


def _places(firm: Firm) -> Figure:
    words = firm.rulebook.words
    rows = [
        {
            "node": node,
            "name": firm.nodes[node]["name"],
            "score": firm.nodes[node]["score"],
            "low": firm.quartiles[node]["q1"],
            "high": firm.quartiles[node]["q3"],
            **{name: firm.quartiles[node][name] for name in ("median", "min", "max")},
        }
        for node in firm.rulebook.leaves
    ]
    schema = {"node": pl.String, "name": pl.String} | dict.fromkeys(
        ("score", "low", "high", "median", "min", "max"), pl.Float64
    )
    drawn = charts.place(pl.DataFrame(rows, schema=schema), words)
    return Figure(
        "places-chart", f"{words.own}各项指标得分与{words.whole}的最低、四分位、中位、最高得分", drawn.chart, drawn.alt
    )
