"""Runs as sources: what a table of an evaluation or operations run says as records of another evaluation.

So branches that were scored are records of their head office's evaluation, and what an operations run found is records
of the evaluation of a firm's roles or systems.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import Field, model_validator

from indicator_tree.catalogue_labels import ALERT_LABELS, CHECK_LABELS
from indicator_tree.parameters import Strict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

RunKind = Literal["evaluation", "operations"]
UnitOf = Literal["unit", "group", "owner", "system", "firm"]

UNIT_LABELS: Mapping[UnitOf, str] = {
    "unit": "下级运行的评价对象",
    "group": "下级运行名录中的分组",
    "owner": "责任岗位",
    "system": "系统",
    "firm": "公司",
}


class RunWeight(Strict):
    """What a unit of a lower run weighs: a figure of the records that the run holds."""

    source: str = Field(description="下级运行的哪个数据源")
    column: str = Field(description="它的哪个数值列")
    combine: Literal["last", "sum", "mean"] = Field(default="last", description="一个下级对象有多条记录时")


class RunSource(Strict):
    """Which runs among the records a source is made of, which of their tables, and whom its records are about."""

    kind: RunKind = Field(description="evaluation 评价的运行，operations 运营指标的运行")
    table: str = Field(description="哪张表")
    unit: UnitOf = Field(description="记录算在谁名下：unit、group（评价），owner、system、firm（运营指标）")
    rules: str = Field(
        default="", description="只取按这个规则文件（代码，可不写末尾的年度或评价期）评价的运行；不写则全部"
    )
    firm: str = Field(default="", description="运营指标的运行含多家公司时，只取哪一家")
    weight: RunWeight | None = Field(default=None, description="得分的权数；不写则没有权数")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        tables = RUN_TABLES[self.kind]
        if self.table not in tables:
            raise ValueError(f"table 应为 {'、'.join(tables)} 之一，实为 {self.table}")
        units = tables[self.table].units
        if self.unit not in units:
            raise ValueError(f'表 {self.table} 的 unit 应为 {"、".join(units)} 之一，实为 "{self.unit}"')
        if self.kind == "operations" and (self.rules or self.weight):
            raise ValueError('rules 与 weight 只用于 kind = "evaluation"')
        if self.kind == "evaluation" and self.firm:
            raise ValueError('firm 只用于 kind = "operations"')
        return self


@dataclass(frozen=True)
class RunTable:
    """A table of runs as a source.

    Attributes:
        units: whom its records can be about.
        dated_by: the column that says whether a record belongs to the period.
        columns: its columns beside the unit's, as a rulebook would declare them.
    """

    units: tuple[UnitOf, ...]
    dated_by: str
    columns: Mapping[str, Mapping[str, Any]]


def _code(title: str, description: str = "") -> dict[str, Any]:
    return {"title": title, "kind": "code", "description": description}


def _text(title: str, description: str = "", *, nullable: bool = False) -> dict[str, Any]:
    return {"title": title, "kind": "text", "description": description, **({"nullable": True} if nullable else {})}


def _one_of(title: str, values: Iterable[str]) -> dict[str, Any]:
    return {"title": title, "kind": "text", "values": list(values)}


def _number(title: str, description: str = "", *, nullable: bool = False, unit: str = "") -> dict[str, Any]:
    told = {"title": title, "kind": "number", "description": description, "unit": unit}
    return {**told, **({"nullable": True} if nullable else {})}


def _integer(title: str, description: str = "") -> dict[str, Any]:
    return {"title": title, "kind": "integer", "description": description}


def _date(title: str, description: str = "") -> dict[str, Any]:
    return {"title": title, "kind": "date", "description": description}


_INDICATOR = {
    "indicator": _text("运营指标", "指标目录中的代码"),
    "name": _text("指标名称", "指标所在的组与名称"),
    "area": _text("指标类别", "指标目录中的第一级"),
    "system": _text("系统名称", "指标不分系统的为空", nullable=True),
    "owner": _text("责任岗位", "指标目录所列的岗位"),
    "reported_by": _text("填报公司"),
}

_MEASURED = {"value": _number("读数", nullable=True), "limit": _number("界限", nullable=True)}
_DATED = {"date": _date("日期")}


def _of_operations(
    number: str, numbered_by: str, own: Mapping[str, Any], *, dated: Mapping[str, Any] = _DATED
) -> RunTable:
    """A table of operations runs: its records' numbers, the indicator that they are about, their date, its own."""
    (dated_by,) = dated
    columns = {"record_id": _code(number, numbered_by), **_INDICATOR, **dated, **own}
    return RunTable(("owner", "system", "firm"), dated_by, columns)


RUN_TABLES: Mapping[RunKind, Mapping[str, RunTable]] = {
    "evaluation": {
        "scores": RunTable(
            ("unit", "group"),
            "as_of",
            {
                "record_id": _code("得分编号", "评价期末、指标与下级对象"),
                "member": _text("下级对象"),
                "node": _text("下级指标", "下级运行的指标代码；total 为总分"),
                "name": _text("下级指标名称"),
                "score": _number("下级得分", "没有得分的为空", nullable=True, unit="分"),
                "rank": _number("下级位次", "并列的取较前的；没有得分的为空", nullable=True),
                "weight": _number("权数", "下级运行所存记录中的数值；规则没有写明 weight 的为空", nullable=True),
                "as_of": _date("评价期末"),
            },
        ),
    },
    "operations": {
        "readings": _of_operations(
            "读数编号", "指标、系统与日期", {"value": _number("读数", "状态类指标：1 异常，0 正常")}
        ),
        "alerts": _of_operations(
            "预警编号",
            "指标、系统、日期与种类",
            {
                "kind": _one_of("预警种类", ALERT_LABELS.values()),
                "level": _text("响应等级", "指标目录中的名称"),
                **_MEASURED,
                "cause": _text("原因", nullable=True),
            },
        ),
        "checks": _of_operations(
            "核对编号",
            "指标、系统、日期与种类",
            {
                "check": _one_of("核对种类", CHECK_LABELS.values()),
                **_MEASURED,
                "reason": _text("说明", nullable=True),
            },
        ),
        "due": _of_operations(
            "报送编号",
            "指标、系统与月份",
            {
                "due": _integer("应报", "当月应报的读数"),
                "received": _integer("已报", "当月已报的读数"),
                "missing": _integer("缺报", "当月缺报的读数"),
            },
            dated={"month_end": _date("月末")},
        ),
        "corrections": _of_operations(
            "更正编号",
            "指标、系统、日期与第几次更正",
            {
                "old": _text("原值", nullable=True),
                "new": _text("更正后", nullable=True),
                "corrected_on": _date("更正日期"),
                "reason": _text("更正理由", nullable=True),
            },
            dated={"date": _date("日期", "读数的日期")},
        ),
        "clearing": _of_operations(
            "清算编号",
            "系统与日期",
            {
                "seconds": _number("清算时长", unit="秒"),
                "volume": _number("清算记录数", unit="笔"),
                "expected": _number("预计时长", "由以往的时长与记录数回归；天数不够、没有预计的日子不列", unit="秒"),
                "outside": {"title": "超出正常范围", "kind": "bool", "description": "超出回归的区间"},
            },
        ),
    },
}  # fmt: skip
"""The tables that other evaluations can rest on, by kind of run."""


def expanded(raw: Mapping[str, Any]) -> dict[str, Any]:
    """A rulebook's plain tables with the columns of the sources that are made of runs.

    What a source says itself stays, so that checks see it.
    """
    sources = raw.get("source")
    if not isinstance(sources, dict):
        return dict(raw)
    return {**raw, "source": {name: _expanded(table) for name, table in sources.items()}}


def _expanded(table: Any) -> Any:
    contract = contract_of(table)
    if contract is None:
        return table
    columns = {name: dict(column) for name, column in contract.columns.items()}
    return {"dated_by": contract.dated_by, "column": columns, **table}


def contract_of(table: Any) -> RunTable | None:
    """The contract of a plain source table that is made of runs; None if it is not, or names no such table."""
    run = table.get("run") if isinstance(table, dict) else None
    if not isinstance(run, dict):
        return None
    kind, name = run.get("kind"), run.get("table")
    tables = RUN_TABLES[kind] if kind in ("evaluation", "operations") else {}
    return tables.get(name) if isinstance(name, str) else None
