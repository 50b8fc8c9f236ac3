"""The change from last year in tables: of every indicator, and of every cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.figures import EMPTY, fixed, percent, signed
from reports.quantities import spelled, unit_of
from reports.table import Table, label, number, text
from scoring.kinds.registry import kind_of

if TYPE_CHECKING:
    import polars as pl

    from indicator_tree.periods import PeriodWords
    from reports.firm.firm import Firm, Row
    from reports.system import System
    from scoring.change_by_cause import ChangeByCause


def line_words(period: PeriodWords) -> dict[str, str]:
    """What is said of an indicator that has a score in one of the periods only, by the kind of its line."""
    new, gone = f"{period.now}新增或{period.before}没有得分", f"{period.now}取消或没有得分"
    return {"new": new, "gone": gone}


WEIGHTS = "权重变化"
_WHOLE = ("bonus", "aggregation", "node_rule")  # lines that belong to no indicator


def mark(row: Row, period: PeriodWords) -> str:
    """What is said beside an indicator that has a score in one of the years only."""
    said = line_words(period).get(row["kind"])
    return f"（{said}）" if said else ""


def code(row: Row) -> str:
    """The code of a line's indicator; nothing for one that belongs to none."""
    return "" if row["kind"] in _WHOLE else str(row["node"])


def name_of(row: Row, system: System | None) -> str:
    """The name of a line, marked where the indicator was scored otherwise before."""
    changed = system is not None and row["change"] is not None
    return system.marked(row["name"], row["node"]) if system is not None and changed else str(row["name"])


def nodes_table(change: ChangeByCause, period: PeriodWords, system: System | None = None) -> Table:
    """Every indicator's change and what it did to the total; marked where it rests on other rules."""
    rows = [
        (
            code(row),
            name_of(row, system) + mark(row, period),
            fixed(row["before"]),
            fixed(row["now"]),
            EMPTY if row["change"] is None else signed(row["change"]),
            *(EMPTY if row[name] is None else percent(row[name], 2) for name in ("weight_before", "weight")),
            signed(row["effect"]),
        )
        for row in change.indicators.to_dicts()
    ]
    rows.append(("", WEIGHTS, "", "", "", "", "", signed(change.weights)))
    total = change.change
    whole = "合计（总分）" if system is None else system.marked("合计（总分）", "total")
    rows.append(("", whole, fixed(change.before), fixed(change.now), signed(total), "", "", signed(total)))
    columns = (
        label("指标"),
        text("名称"),
        number(f"{period.before}得分"),
        number(f"{period.now}得分"),
        number("变动"),
        number(f"{period.before}权重", spare=2),
        number(f"{period.now}权重", spare=1),
        number("对总分"),
    )
    ruled = not change.indicators.filter(kind="node_rule").is_empty()
    aggregated = [row["name"] for row in change.indicators.to_dicts() if row["kind"] == "aggregation"]
    both = f"两{period.one}"
    notes = (
        f"权重为指标在总分中的权重。对总分：{both}都有得分的指标为{both}权重的平均×得分变动；"
        f"只有一{period.one}有得分的指标，为其权重×（得分－{both}基础得分的平均）。",
        f"{WEIGHTS}：权重的变动×（该指标{both}得分的平均－{both}基础得分的平均），各指标合计。",
        *([f"节点规则：规则加减的分值×该节点在总分中的权重，{both}之差。"] if ruled else []),
        *([system.note] if system is not None and system.note else []),
        *(f"{name}：基础得分不都按加权算术平均合成，{both}与加权算术平均之差的变动。" for name in aggregated),
    )
    return Table("各指标的变动", columns, tuple(rows), notes)


def causes_table(firm: Firm, moved: pl.DataFrame) -> Table:
    """Causes whose quantity or points are others than last year's; marked where the rule is another."""
    system = None if firm.compared is None else firm.compared.system
    rows = [
        (
            "" if row["node"] == "bonus" else row["node"],
            cause_of(firm, row) if system is None else system.marked(cause_of(firm, row), row["node"]),
            *(_quantity(firm, row, name) for name in ("quantity_before", "quantity")),
            *(signed(row[name]) for name in ("before", "now", "change")),
            signed(row["effect"]),
        )
        for row in moved.to_dicts()
    ]
    period = firm.rulebook.period_words
    columns = (
        label("指标"),
        text("原因"),
        number(f"{period.before}数量"),
        number(f"{period.now}数量"),
        number(f"{period.before}分值"),
        number(f"{period.now}分值"),
        number("变动"),
        number("对总分"),
    )
    marked = system is not None and any(system.differs(row["node"]) for row in moved.to_dicts())
    blank = "；加分的指标栏为空" if firm.rulebook.bonus else ""
    notes = (f"只列数量或分值有变动的原因{blank}。", *((system.note,) if system and marked else ()))
    return Table("变动的原因", columns, tuple(rows), notes)


def cause_of(firm: Firm, row: Row) -> str:
    """The cause in words that hold for both years: a ratio or a part by its name, not by where it lay this year."""
    node, parameter = row["node"], row["parameter"]
    rule = firm.rulebook.rule_at(node)
    lasting = None if rule is None else kind_of(rule).lasting_cause(rule, parameter.removeprefix(f"{node}."))
    return str(row["cause"]) if lasting is None else lasting


def _quantity(firm: Firm, row: Row, name: str) -> str:
    return spelled(row[name], unit_of(row["node"], row["parameter"], firm.rulebook))
