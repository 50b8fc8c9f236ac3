"""What stands on the sheets of a firm's workbook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from reports.distribution import confidence_label
from reports.firm.change_tables import LINES, WEIGHTS, cause_of
from reports.firm.ledger import basis_of
from reports.firm.next_band import next_band_sentence, step_words
from reports.quantities import RATIO

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.firm.cells import Kind
    from reports.firm.firm import Firm

_CELL = 32_000  # characters; Excel's limit is 32,767


@dataclass(frozen=True)
class Column:
    """A column: header, kind of its values, width in characters."""

    header: str
    kind: Kind
    width: int = 11


@dataclass(frozen=True)
class Sheet:
    """A table on a sheet of its own; so many columns stay in sight."""

    name: str
    columns: tuple[Column, ...]
    rows: list[tuple[Any, ...]]
    frozen: int = 2


@dataclass(frozen=True)
class Item:
    """A line of the overview."""

    name: str
    value: Any
    kind: Kind


_NODE = (Column("指标", "text", 8), Column("名称", "text", 44))


def overview(firm: Firm) -> Iterator[Item]:
    """The figures on the first sheet."""
    total, base, at = firm.nodes["total"], firm.nodes["base"], firm.quartiles["total"]
    yield Item("公司全称", firm.register["full_name"], "text")
    yield Item("统一社会信用代码", firm.firm_id, "text")
    if firm.merged:
        yield Item("合并评价的公司", "、".join(firm.merged), "text")
    yield Item("总分", total["score"], "points")
    if firm.survey:
        yield Item(f"总分{confidence_label(firm.evaluation)}下限", total["low"], "points")
        yield Item(f"总分{confidence_label(firm.evaluation)}上限", total["high"], "points")
    yield Item("总分（不含加分）", base["score"], "points")
    if firm.rulebook.bonus:
        yield Item("加分", firm.nodes["bonus"]["score"], "points")
    yield Item("位次", total["rank"], "count")
    if firm.survey:
        yield Item("位次区间（高）", total["rank_low"], "count")
        yield Item("位次区间（低）", total["rank_high"], "count")
    yield Item("有总分的公司数", total["firms"], "count")
    yield Item("总分低于本公司的公司数", firm.places["total"]["above"], "count")
    for name, key in (
        ("最低", "min"),
        ("第一四分位", "q1"),
        ("中位数", "median"),
        ("第三四分位", "q3"),
        ("最高", "max"),
    ):
        yield Item(f"行业总分{name}", at[key], "points")


def distribution(firm: Firm) -> tuple[list[str], list[int], list[bool]]:
    """Bands of the total, firms in each, and which is the firm's."""
    rows = firm.evaluation.distribution.filter(pl.col("node") == "total")
    labels = rows["band"].to_list()
    return labels, rows["firms"].to_list(), [band == firm.places["total"]["band"] for band in labels]


def tables(firm: Firm) -> Iterator[Sheet]:
    """The sheets after the first."""
    yield _indicators(firm)
    yield _ledger(firm)
    yield _records(firm)
    if (answers := _answers(firm)).rows:
        yield answers
    yield _next_band(firm)
    if firm.compared is not None:
        yield _change(firm)


def _indicators(firm: Firm) -> Sheet:
    own = ("level", "weight", "score", "low", "high", "rank", "firms", "rank_low", "rank_high")
    columns = (
        *_NODE,
        *(Column("级别", "count", 6), Column("同级权重", "percent"), Column("得分", "points")),
        *(Column("区间下限", "points"), Column("区间上限", "points"), Column("位次", "count", 7)),
        *(Column("公司数", "count", 8), Column("位次区间（高）", "count", 13), Column("位次区间（低）", "count", 13)),
        *(Column("总分权重", "percent"), Column("贡献", "points"), Column("失分", "points")),
        *(Column(f"行业{name}", "points") for name in ("最低", "第一四分位", "中位数", "第三四分位", "最高")),
        *(Column("低于本公司（家）", "count", 15), Column("分段", "text")),
    )
    rows = []
    for node, row in firm.nodes.items():
        loss, at, place = firm.losses.get(node, {}), firm.quartiles[node], firm.places[node]
        rows.append(
            (
                *(node, row["name"], *(row[name] for name in own)),
                *(loss.get(name) for name in ("weight", "points", "lost")),
                *(at[name] for name in ("min", "q1", "median", "q3", "max")),
                *(place["above"], place["band"]),
            )
        )
    return Sheet("指标", columns, rows)


def _ledger(firm: Firm) -> Sheet:
    columns = (
        *_NODE,
        *(
            Column("行", "count", 5),
            Column("原因", "text", 40),
            Column("数量", "quantity", 12),
            Column("单位", "text", 6),
        ),
        *(Column("分值", "signed"), Column("累计", "points"), Column("依据", "text", 6), Column("出处", "text", 52)),
        *(Column("参数", "text", 28), Column("记录数", "count", 8), Column("记录编号", "text", 60)),
    )
    rows: list[tuple[Any, ...]] = []
    for node, steps in firm.ledgers.items():
        for line, step in enumerate(steps, 1):
            ids = "、".join(step.records)
            rows.append(
                (
                    *(node, firm.nodes[node]["name"], line, step.cause, step.quantity),
                    *("比率" if step.unit == RATIO else step.unit, step.points, step.running),
                    *(basis_of(step), step.reference, step.parameter, len(step.records) or None),
                    ids if len(ids) < _CELL else "见“记录”表",
                )
            )
    return Sheet("台账", columns, rows)


def _records(firm: Firm) -> Sheet:
    columns = (*_NODE, Column("原因", "text", 40), Column("参数", "text", 28), Column("记录编号", "text", 20))
    rows = [
        (node, firm.nodes[node]["name"], step.cause, step.parameter, record)
        for node, steps in firm.ledgers.items()
        for step in steps
        for record in step.records
    ]
    return Sheet("记录", columns, rows)


def _answers(firm: Firm) -> Sheet:
    columns = (*_NODE, Column("答案", "text", 24), Column("答卷（份）", "count"), Column("加权后", "quantity"))
    rows = [
        (node, firm.nodes[node]["name"], *answer)
        for node, steps in firm.ledgers.items()
        for step in steps
        for answer in step.detail
    ]
    return Sheet("答卷", columns, rows)


def _next_band(firm: Firm) -> Sheet:
    columns = (
        *_NODE,
        *(Column("得分", "points"), Column("分段", "text"), Column("下一分段", "text"), Column("差距", "points")),
        *(Column("说明", "text", 60), Column("方案", "count", 6), Column("步骤", "count", 6)),
        *(Column("改变", "text", 60), Column("现在", "quantity", 12), Column("需要", "quantity", 12)),
        Column("改后得分", "points"),
    )
    rows: list[tuple[Any, ...]] = []
    for node, target in firm.targets.items():
        head = (node, firm.nodes[node]["name"], target["score"], target["band"], target["next_band"], target["gap"])
        lines: list[tuple[Any, ...]] = [
            (way, step["step"], step_words(step, firm.rulebook), step["now"], step["needed"], step["score"])
            for way, steps in enumerate(firm.options.get(node, []), 1)
            for step in steps
        ] or [(None,) * 6]
        rows += [(*head, next_band_sentence(firm, node), *line) for line in lines]
    return Sheet("距下一段", columns, rows)


def _change(firm: Firm) -> Sheet:
    columns = (
        *_NODE,
        *(Column("原因", "text", 40), Column("上年数量", "quantity"), Column("本年数量", "quantity")),
        *(Column("上年分值", "points"), Column("本年分值", "points"), Column("变动", "signed")),
        *(Column("上年总分权重", "percent", 13), Column("本年总分权重", "percent", 13), Column("对总分", "signed")),
    )
    change = firm.compared.change if firm.compared else None
    if firm.compared and change is None:
        said = f"本公司没有{firm.compared.title}的总分，无从比较"
        return Sheet("同比", columns, [("", said, *(None,) * 9)])
    if change is None:
        return Sheet("同比", columns, [])
    rows: list[tuple[Any, ...]] = []
    for row in change.indicators.to_dicts():
        said = LINES.get(row["kind"], "合计")
        figures = (row["before"], row["now"], row["change"], row["weight_before"], row["weight"], row["effect"])
        rows.append((row["node"], row["name"], said, None, None, *figures))
        for cause in change.causes.filter(pl.col("node") == row["node"]).to_dicts():
            points = (cause["quantity_before"], cause["quantity"], cause["before"], cause["now"], cause["change"])
            rows.append((row["node"], row["name"], cause_of(firm, cause), *points, None, None, cause["effect"]))
    rows.append(("", WEIGHTS, "", *(None,) * 7, change.weights))
    total = change.change
    rows.append(("total", "总分", "合计", None, None, change.before, change.now, total, None, None, total))
    return Sheet("同比", columns, rows)
