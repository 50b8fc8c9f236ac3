"""The first pages: the total, where it stands, where it comes from, and where points were lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from reports import charts
from reports.distribution import confidence_label
from reports.document import Exhibit, Figure, Heading, Listing, Paragraph, Reference, Text
from reports.figures import EMPTY, fixed, interval
from reports.firm.ledger import LEDGER
from reports.table import Table, label, number, text
from scoring.frames import TOTAL_NODES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.document import Block
    from reports.firm.firm import Firm, Row

_WORST = 5
_TREE_LEVELS = 2


def summary_blocks(firm: Firm) -> Iterator[Block]:
    """The chapters 概要, 总分的由来 and 各项指标在行业中的位置."""
    yield Heading(1, "概要", "summary")
    yield Paragraph(_total(firm))
    if firm.merged:
        yield Paragraph((Text(f"{'、'.join(firm.merged)}与本公司合并评价，其记录计入本公司。"),))
    yield _histogram(firm)
    yield _levels(firm)
    yield Heading(1, "总分的由来", "total")
    yield Paragraph(
        (
            Text("从满分起，逐项减去各二级指标使总分少得的分（权重×失分），再加上加分，即为总分，见"),
            _to_waterfall(),
            Text("。"),
        )
    )
    yield _waterfall(firm)
    if worst := tuple(_worst(firm)):
        yield Paragraph((Text("使总分少得最多的三级指标："),))
        yield Listing(worst)
    yield Heading(1, "各项指标在行业中的位置", "places")
    yield _places(firm)


def _total(firm: Firm) -> tuple[Text | Reference, ...]:
    total, base = firm.nodes["total"], firm.nodes["base"]
    if total["score"] is None:
        return (Text(f"{firm.register['full_name']}（统一社会信用代码 {firm.firm_id}）没有总分：没有一项指标有得分。"),)
    between = interval(total["low"], total["high"])
    ranks = _ranks(total)
    confidence = confidence_label(firm.evaluation)
    quartiles, above = firm.quartiles["total"], firm.places["total"]["above"]
    bonus = (
        f"其中指标得分 {fixed(base['score'])} 分，加分 {fixed(firm.nodes['bonus']['score'])} 分。"
        if firm.rulebook.bonus
        else ""
    )
    return (
        Text(f"{firm.register['full_name']}（统一社会信用代码 {firm.firm_id}）总分 "),
        Text(f"{fixed(total['score'])} 分", strong=True),
        Text(f"（{confidence} {between}）" if between else ""),
        Text("，在 "),
        Text(f"{total['firms']} 家公司中列第 {total['rank']} 位", strong=True),
        Text(f"（计入抽样误差，位次为{ranks}）" if ranks else ""),
        Text(f"，{f'高于 {above} 家公司' if above else '没有总分更低的公司'}。{bonus}"),
        Text(
            f"行业中位数 {fixed(quartiles['median'])} 分，四分位区间 {interval(quartiles['q1'], quartiles['q3'])} 分。"
        ),
    )


def _ranks(row: Row) -> str:
    low, high = row["rank_low"], row["rank_high"]
    if low is None or high is None:
        return ""
    return f"第 {low} 位" if low == high else f"第 {low} 至第 {high} 位"


def _levels(firm: Firm) -> Exhibit:
    shown = [*_totals(firm), *(code for code in firm.rulebook.nodes if firm.rulebook.level(code) <= _TREE_LEVELS)]
    return Exhibit("levels", score_table(firm, "一、二级指标得分", shown))


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
        number("行业中位数"),
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
    notes = ["位次为“名次/有得分的公司数”，同分同名次。"]
    if sampled:
        notes.append(f"{confidence_label(firm.evaluation)}与位次区间计入问卷调查的抽样误差；不依据问卷的指标没有区间。")
    return tuple(notes)


def _totals(firm: Firm) -> list[str]:
    return ["total", "base", "bonus"] if firm.rulebook.bonus else ["total"]


def _histogram(firm: Firm) -> Figure:
    bands = firm.evaluation.distribution.filter(pl.col("node") == "total")
    own = pl.col("band").eq_missing(firm.places["total"]["band"])
    drawn = charts.histogram_place(bands.select("band", "firms", own=own), firm.nodes["total"]["score"])
    return Figure("histogram", "总分的行业分布与本公司所在的分段", drawn.chart, drawn.alt)


def _to_waterfall() -> Reference:
    return Reference("waterfall")


def _waterfall(firm: Firm) -> Figure:
    full = firm.rulebook.scale.full_marks
    steps: list[tuple[str, str, float | None, float | None]] = [("start", "满分", None, full)]
    sofar = full
    for node in firm.level_two():
        if node in firm.losses:
            lost = -firm.losses[node]["lost"]
            sofar += lost
            steps.append(("change", f"{node} {firm.nodes[node]['name']}", lost, sofar))
    if firm.rulebook.bonus:
        steps.append(("end", TOTAL_NODES["base"], None, firm.nodes["base"]["score"]))
        steps.append(("change", "加分", firm.nodes["bonus"]["score"], firm.nodes["total"]["score"]))
    steps.append(("end", "总分", None, firm.nodes["total"]["score"]))
    drawn = charts.waterfall(step_frame(steps))
    return Figure("waterfall", "总分的由来", drawn.chart, drawn.alt)


def step_frame(steps: list[tuple[str, str, float | None, float | None]]) -> pl.DataFrame:
    """Steps as `charts.waterfall` takes them."""
    schema = {"kind": pl.String, "cause": pl.String, "points": pl.Float64, "running": pl.Float64}
    return pl.DataFrame(steps, schema=schema, orient="row")


def _worst(firm: Firm) -> Iterator[tuple[Text | Reference, ...]]:
    leaves = [node for node in firm.rulebook.leaves if node in firm.losses and firm.losses[node]["lost"] > 0]
    for node in sorted(leaves, key=lambda node: -firm.losses[node]["lost"])[:_WORST]:
        row = firm.nodes[node]
        yield (
            Text(f"{node} {row['name']}", strong=True),
            Text(f"：得 {fixed(row['score'])} 分，使总分少 {fixed(firm.losses[node]['lost'])} 分；"),
            Text(f"行业中位数 {fixed(firm.quartiles[node]['median'])} 分（见"),
            Reference(f"{LEDGER}{node}"),
            Text("）。"),
        )


def _places(firm: Firm) -> Figure:
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
    drawn = charts.place(pl.DataFrame(rows, schema=schema))
    return Figure("places-chart", "本公司各项指标得分与行业的最低、四分位、中位、最高得分", drawn.chart, drawn.alt)
