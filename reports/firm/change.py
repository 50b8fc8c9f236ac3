"""The change from last year, split by cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from indicator_tree.rules import ScaleRule
from reports import charts
from reports.document import Exhibit, Figure, Heading, Paragraph, Text
from reports.figures import EMPTY, fixed, percent, signed
from reports.firm.summary import step_frame
from reports.quantities import spelled, unit_of
from reports.table import Table, label, number, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.document import Block
    from reports.firm.firm import Compared, Firm, Row
    from scoring.change_by_cause import ChangeByCause

LINES = {"new": "本年新增或上年没有得分", "gone": "本年取消或没有得分"}
WEIGHTS = "权重变化"


def change_blocks(firm: Firm) -> Iterator[Block]:
    """The chapter 与上年比较; nothing where no comparison was asked for."""
    compared = firm.compared
    if compared is None:
        return
    yield Heading(1, f"与{compared.title}比较", "change")
    change = compared.change
    if change is None:
        yield Paragraph((Text(f"本公司没有{compared.title}的总分（未参加评价或没有得分），无从比较。"),))
        return
    yield Paragraph(_sentence(compared, change))
    yield _waterfall(change, compared.title)
    yield Exhibit("change-nodes", _nodes(change))
    moved = change.causes.filter((pl.col("change") != 0) | pl.col("quantity").ne_missing(pl.col("quantity_before")))
    if moved.is_empty():
        yield Paragraph((Text("两年都有得分的指标，各项原因的数量和分值都没有变动。"),))
    else:
        yield Exhibit("change-causes", _causes(firm, moved))


def _sentence(compared: Compared, change: ChangeByCause) -> tuple[Text, ...]:
    points = change.now - change.before
    return (
        Text(f"总分由{compared.title}的 {fixed(change.before)} 分变为 {fixed(change.now)} 分，"),
        Text(f"变动 {signed(points)} 分", strong=True),
        Text("。下面的图和表把变动分到各指标，再分到各项原因；各行之和等于总分的变动。"),
    )


def _effects(change: ChangeByCause) -> list[tuple[str, float]]:
    """Lines of the total's change: every indicator that moved, then the weights."""
    lines = [
        (f"{_code(row)}{row['name']}{_mark(row)}", row["effect"])
        for row in change.indicators.to_dicts()
        if row["effect"]
    ]
    return [*lines, *([(WEIGHTS, change.weights)] if change.weights else [])]


def _waterfall(change: ChangeByCause, title: str) -> Figure:
    steps: list[tuple[str, str, float | None, float | None]] = [("start", f"{title}总分", None, change.before)]
    sofar = change.before
    for cause, effect in _effects(change):
        sofar += effect
        steps.append(("change", cause, effect, sofar))
    drawn = charts.waterfall(step_frame([*steps, ("end", "本年总分", None, change.now)]))
    return Figure("change-waterfall", "总分变动的由来", drawn.chart, drawn.alt)


def _nodes(change: ChangeByCause) -> Table:
    rows = [
        (
            "" if row["kind"] == "bonus" else row["node"],
            row["name"] + _mark(row),
            fixed(row["before"]),
            fixed(row["now"]),
            EMPTY if row["change"] is None else signed(row["change"]),
            *(EMPTY if row[name] is None else percent(row[name], 2) for name in ("weight_before", "weight")),
            signed(row["effect"]),
        )
        for row in change.indicators.to_dicts()
    ]
    rows.append(("", WEIGHTS, "", "", "", "", "", signed(change.weights)))
    total = change.now - change.before
    rows.append(("", "合计（总分）", fixed(change.before), fixed(change.now), signed(total), "", "", signed(total)))
    columns = (
        label("指标"),
        text("名称"),
        number("上年得分"),
        number("本年得分"),
        number("变动"),
        number("上年权重", spare=2),
        number("本年权重", spare=1),
        number("对总分"),
    )
    notes = (
        "权重为指标在总分中的权重。对总分：两年都有得分的指标为两年权重的平均×得分变动；只有一年有得分的指标，为其权重×（得分－两年基础得分的平均）。",
        f"{WEIGHTS}：权重的变动×（该指标两年得分的平均－两年基础得分的平均），各指标合计。",
    )
    return Table("各指标的变动", columns, tuple(rows), notes)


def _causes(firm: Firm, moved: pl.DataFrame) -> Table:
    rows = [
        (
            "" if row["node"] == "bonus" else row["node"],
            cause_of(firm, row),
            *(_quantity(firm, row, name) for name in ("quantity_before", "quantity")),
            *(signed(row[name]) for name in ("before", "now", "change")),
            signed(row["effect"]),
        )
        for row in moved.to_dicts()
    ]
    columns = (
        label("指标"),
        text("原因"),
        number("上年数量"),
        number("本年数量"),
        number("上年分值"),
        number("本年分值"),
        number("变动"),
        number("对总分"),
    )
    notes = ("只列数量或分值有变动的原因；加分的指标栏为空。",)
    return Table("变动的原因", columns, tuple(rows), notes)


def cause_of(firm: Firm, row: Row) -> str:
    """The cause in words that hold for both years: a ratio or a part by its name, not by where it lay this year."""
    node, parameter = row["node"], row["parameter"]
    indicator = firm.rulebook.indicator.get(node)
    if indicator and isinstance(indicator.rule, ScaleRule) and parameter == f"{node}.ratio":
        return indicator.rule.ratio
    parts = {f"{at}.part.{part.id}": part.label for at, part in firm.rulebook.parts}
    return parts.get(parameter, str(row["cause"]))


def _quantity(firm: Firm, row: Row, name: str) -> str:
    return spelled(row[name], unit_of(row["node"], row["parameter"], firm.rulebook))


def _code(row: Row) -> str:
    return "" if row["kind"] == "bonus" else f"{row['node']} "


def _mark(row: Row) -> str:
    return f"（{LINES[row['kind']]}）" if row["kind"] in LINES else ""
