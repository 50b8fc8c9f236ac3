"""Figures made comparable across units."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from indicator_tree.parameters import Cited
from indicator_tree.rules.conditions import When
from indicator_tree.rules.model import RuleModel


class Normalisation(Cited):
    """How figures of different units and sizes become points of the rulebook's scale.

    `min_max` runs from the worst to the best value, or between `low` and `high` where they are given. `z_score` gives
    `centre` points to the mean and `spread` points for every standard deviation. `rank` shares out the scale by
    percentile rank (OECD/JRC, Handbook on Constructing Composite Indicators, 2008, step 5).
    """

    method: Literal["min_max", "z_score", "rank"]
    low: float | None = Field(default=None, description="min_max 的下端；不写则为数据的最小值")
    high: float | None = Field(default=None, description="min_max 的上端；不写则为数据的最大值")
    centre: float | None = Field(default=None, description="z_score：等于平均值得多少分")
    spread: float | None = Field(default=None, gt=0, description="z_score：每高出一个标准差多少分")

    @model_validator(mode="after")
    def _shape(self) -> Self:
        asked: dict[str, tuple[str, ...]] = {"min_max": (), "z_score": ("centre", "spread"), "rank": ()}
        allowed = asked | {"min_max": ("low", "high")}
        given = [name for name in ("low", "high", "centre", "spread") if getattr(self, name) is not None]
        problems = [f'method = "{self.method}" 应写 {name}' for name in asked[self.method] if name not in given]
        problems += [f'method = "{self.method}" 不写 {name}' for name in given if name not in allowed[self.method]]
        if self.low is not None and self.high is not None and self.low >= self.high:
            problems.append(f"low 应小于 high，实为 {self.low:g} 与 {self.high:g}")
        if problems:
            raise ValueError("；".join(problems))
        return self


class NormalisedRule(RuleModel):
    """A figure, or the quotient of two, made comparable across units.

    One value per unit: `combine` says whether it is that of the last record, the sum or the mean of all. A quotient is
    that of the combined figures.
    """

    kind: Literal["normalised"]
    source: str
    value: str = Field(description="数值列")
    per: str | None = Field(default=None, description="除以哪一列")
    label: str = Field(default="", description="这个数值怎么称呼；不写则用指标名称")
    unit: str = Field(default="", description="数值的单位；% 表示按百分数显示")
    when: When = Field(default_factory=dict)
    combine: Literal["last", "sum", "mean"] = Field(default="last", description="一个评价对象有多条记录时")
    latest_by: str | None = Field(default=None, description="按哪一日期列取最后一条；不写则用数据源的 dated_by")
    direction: Literal["higher_is_better", "lower_is_better"]
    normalisation: Normalisation

    @property
    def sources(self) -> tuple[str, ...]:
        """Its one source."""
        return (self.source,)
