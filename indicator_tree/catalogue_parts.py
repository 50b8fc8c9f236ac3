"""The single tables of a catalogue: indicators, thresholds, relations, responses, parameters of the checks."""

from __future__ import annotations

import math
from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from indicator_tree.parameters import Cited, Strict

Kind = Literal["count", "number", "ratio", "amount", "seconds", "time", "state", "text"]
"""What a reading is. `time` is a time of day in seconds since midnight of the reading's date (02:00 of the next day is
93,600); of a `state` the text is the state, with its cause behind a colon, and the value 0 (normal) or 1; a `text` has
no value."""
Frequency = Literal["daily", "monthly"]
Direction = Literal["lower", "higher", "none"]
"""Which way is better."""
Entry = Literal["automatic", "manual"]
Aggregate = Literal["last", "mean", "sum", "max"]
"""How the readings of days become the figure of a month; of a state `sum` is the number of abnormal readings."""
When = Literal["above", "at_least", "below", "at_most", "not_normal"]
Level = Literal[1, 2, 3]
"""How serious an alert is: 1 is the most serious."""
Operator = Literal["<=", ">=", "zero_with", "needs"]
"""`zero_with`: both are zero or neither is. `needs`: where the left one is above zero, so is the right one."""


class Threshold(Cited):
    """A line of one indicator, and how serious it is to be past it."""

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    label: str = Field(min_length=1, description="触发时如何表述")
    when: When
    value: float | None = Field(default=None, description="与读数同一单位；not_normal 不写")
    level: Level = Field(description="响应等级：1 严重、2 关注、3 提示")
    set_by: Literal["document", "firm"] = Field(description="由文件给出，或由公司自行设定（所附数值为假定）")

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.value is None) != (self.when == "not_normal"):
            raise ValueError("when 为 not_normal 时不写 value，其余必须写 value")
        if self.set_by == "firm" and self.basis != "assumed":
            raise ValueError(f'set_by = "firm" 的阈值其 basis 应为 assumed，实为 {self.basis}')
        if self.set_by == "document" and self.basis == "assumed":
            raise ValueError('set_by = "document" 的阈值其 basis 不应为 assumed')
        return self

    def passed_by(self, value: float) -> bool:
        """Whether a value is past the line; of a state the value is 1 where it is not normal."""
        match self.when:
            case "above":
                return self.value is not None and value > self.value
            case "at_least":
                return self.value is not None and value >= self.value
            case "below":
                return self.value is not None and value < self.value
            case "at_most":
                return self.value is not None and value <= self.value
            case "not_normal":
                return value != 0


class Criterion(Cited):
    """What makes an account, a customer or a deal count in an indicator."""

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    label: str = Field(min_length=1)
    when: Literal["above", "at_least", "below", "at_most", "equal"]
    value: float
    unit: str = Field(min_length=1)


class Quotient(Cited):
    """An indicator that is the quotient of two others, times a factor."""

    numerator: str
    denominator: str
    factor: float = Field(default=1.0, gt=0, description="如百分数为 100")
    tolerance: float = Field(ge=0, description="容许的相对差，如 0.05")


class CatalogueNode(Strict):
    """A class, a group, or, at the leaves, an indicator; all but `name` and `parent` belongs to indicators."""

    name: str = Field(min_length=1)
    parent: str | None = Field(default=None, description="上级代码；大类不写")
    aliases: tuple[str, ...] = Field(default=(), description="导入时也认的名称")
    meaning: str = ""
    unit: str = ""
    kind: Kind = "number"
    frequency: Frequency = "monthly"
    direction: Direction = "none"
    split: str | None = Field(default=None, description="按 systems 中的哪一组系统分别填报")
    entry: Entry = "automatic"
    owner: str = Field(default="", description="责任岗位")
    aggregate: Aggregate = "last"
    states: tuple[str, ...] = Field(default=(), description="状态的可选值")
    normal: str | None = Field(default=None, description="状态的正常值")
    needs_cause: bool = Field(default=False, description="不正常（状态）或大于零（计数）时须写原因")
    cause_of: str | None = Field(default=None, description="此项文字说明哪一项：该项大于零时必须填写")
    plausible: tuple[float, float] | None = Field(default=None, description="合理范围，含两端")
    follows: str | None = Field(default=None, description="应随哪一项业务量变化")
    formula: str | None = Field(default=None, description="口径公式")
    quotient: Quotient | None = Field(default=None, description="可由另两项相除核对")
    criterion: tuple[Criterion, ...] = ()
    threshold: tuple[Threshold, ...] = ()
    note: str | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        problems = []
        if (self.kind == "state") != (self.normal is not None) or (self.kind == "state") != bool(self.states):
            problems.append('kind = "state" 必须写 states 与 normal，其余不写')
        if self.normal is not None and self.states and self.normal not in self.states:
            problems.append(f"normal 应为 states 之一（{'、'.join(self.states)}），实为 {self.normal}")
        if self.plausible is not None and self.plausible[0] > self.plausible[1]:
            problems.append(f"plausible 的下限不得大于上限，实为 {self.plausible[0]:g} 与 {self.plausible[1]:g}")
        if self.cause_of is not None and self.kind != "text":
            problems.append('只有 kind = "text" 可写 cause_of')
        problems += [
            f"threshold.{line.id}：not_normal 只用于状态，状态只用 not_normal"
            for line in self.threshold
            if (line.when == "not_normal") != (self.kind == "state")
        ]
        if problems:
            raise ValueError("；".join(problems))
        return self

    @property
    def is_numeric(self) -> bool:
        """Whether readings are told by their value."""
        return self.kind not in {"state", "text"}

    def is_plausible(self, value: float) -> bool:
        """Whether a value lies in the plausible range, both ends included."""
        low, high = self.plausible or (-math.inf, math.inf)
        return low <= value <= high


class Relation(Cited):
    """What must hold between two indicators of the same firm, system and date: left, operator, factor times right."""

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    left: str
    operator: Operator
    right: str
    factor: float = Field(default=1.0, gt=0)
    label: str = Field(min_length=1, description="不成立时如何表述")


class Response(Cited):
    """What follows from an alert of a level."""

    level: Level
    name: str = Field(min_length=1)
    meaning: str = Field(min_length=1, description="何种问题属于这一级")
    path: tuple[str, ...] = Field(min_length=1, description="上报与处理的各步")


class Calendar(Cited):
    """When daily readings are due: weekdays that are not closed."""

    years: tuple[int, ...] = Field(min_length=1, description="休市日写全了的年份")
    closed: tuple[date, ...] = Field(description="休市的工作日")


class Jump(Cited):
    """When a reading is so far from the usual one of the same series that a slip of unit or digit is likely.

    The usual one is the median of at most `window` readings before; a jump is a value more than `factor` times the
    usual one, or less than the `factor`-th part of it. Counts are compared only where the larger of the two is at
    least `least`; where the usual one is zero, nothing is compared.
    """

    minimum: int = Field(ge=1, description="至少有多少个以前的读数才比较")
    window: int = Field(ge=1, description="与最近多少个读数的中位数比较")
    factor: float = Field(gt=1, description="相差多少倍视为突变")
    least: float = Field(ge=0, description="计数类指标：两者之中较大的不足此数时不比较")


class Checks(Strict):
    """Parameters of the checks of readings."""

    cause: Cited = Field(description="不正常的读数须写原因")
    jump: Jump


class Comparison(Cited):
    """How firms are compared without telling one of another."""

    minimum_firms: int = Field(ge=2, description="少于几家公司时不给出同业数")
