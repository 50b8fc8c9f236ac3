"""Elicited weights on the terminal: the weights, the experts' consistency, what they contradict each other in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.elicitation.layout import METHODS
from reports.elicitation.told import MEASURES, clash_lines, node_title
from reports.figures import EMPTY, fixed, plain
from reports.table import Table, label, number, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reports.elicitation.told import Elicited

_DIGITS = 4  # of a weight
_RATIO = 3  # decimals of a ratio of consistency
_YES, _NO = "是", "否"


def elicitation_tables(found: Elicited) -> tuple[Table | str, ...]:
    """The weights with the spread among experts, the consistency, and what is worth a remark."""
    names = {code: indicator.name for code, indicator in found.rulebook.indicator.items()}
    return (
        _weights(found, names),
        *([_consistency(found, names)] if found.tables.consistency.height else []),
        *([told] if (told := _told(found, names)) else []),
    )


def _weights(found: Elicited, names: Mapping[str, str]) -> Table:
    columns = (
        label("上级"),
        label("指标"),
        text("名称"),
        number("权重"),
        number("专家数"),
        number("最低"),
        number("最高"),
        number("标准差", spare=1),
    )
    rows = tuple(
        (
            str(row["parent"]) or "总分",
            str(row["node"]),
            names[row["node"]],
            fixed(row["weight"], _DIGITS),
            str(row["experts"]),
            *(fixed(row[key], _DIGITS) for key in ("low", "high", "sd")),
        )
        for row in found.tables.weights.iter_rows(named=True)
    )
    notes = (
        f"方法：{METHODS[found.method]}；{found.combined}",
        f"专家：{'、'.join(found.experts)}；{found.when}",
        "最低、最高、标准差：各位专家单独得出的权重之间",
    )
    return Table("专家征询的权重", columns, rows, notes)


def _consistency(found: Elicited, names: Mapping[str, str]) -> Table:
    measure = MEASURES[found.tables.consistency["measure"][0]]
    pairwise = found.method == "pairwise"
    columns = (
        label("上级"),
        label("专家"),
        number(measure),
        number("至多"),
        label("可以接受"),
        number("最大特征值 λmax" if pairwise else "ξ"),
    )
    rows = tuple(
        (
            node_title(row["parent"], names),
            row["expert"] or "合成",
            fixed(row["ratio"], _RATIO),
            plain(row["limit"]) if row["limit"] is not None else EMPTY,
            _YES if row["acceptable"] else _NO,
            fixed(row["lambda_max"] if pairwise else row["xi"], _DIGITS),
        )
        for row in found.tables.consistency.iter_rows(named=True)
    )
    source = (
        "CR = CI / RI，CI = (λmax - n) / (n - 1)，RI 为 Saaty（1980）的随机一致性指标"
        if pairwise
        else "输入一致性比率及其限度：Liang、Brunelli、Rezaei（2020）；ξ 为线性规划的目标值，0 为完全一致"
    )
    return Table("判断是否一致", columns, rows, (source,))


def _told(found: Elicited, names: Mapping[str, str]) -> str:
    lines = [
        line
        for row in found.tables.consistency.filter(acceptable=False).iter_rows(named=True)
        if row["expert"]
        for line in clash_lines(found.tables, row["parent"], row["expert"], names)
    ]
    parts = ["自相矛盾而照样计入的判断：", *lines] if lines else []
    for parent, expert in found.left_out:
        parts += [
            f"没有计入 {expert} 对{node_title(parent, names)}的判断（自相矛盾）：",
            *clash_lines(found.read, parent, expert, names),
        ]
    if found.rulebook.robustness is None:
        parts.append(f"规则 {found.rulebook.id} 没有 [robustness]，各位专家权重的分歧没有写成稳健性的假定")
    return "\n".join([*parts, *found.remarks])
