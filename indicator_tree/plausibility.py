"""What records should look like: values that are possible but hardly true, and changes that a year hardly brings.

Nothing here changes a score. What lies outside makes records doubtful, so that somebody looks before they are scored.
"""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from indicator_tree.parameters import Cited
from indicator_tree.rules.conditions import When


class Plausibility(Cited):
    """Where the records as a whole become doubtful."""

    records_change: float = Field(gt=0, description="与上年运行相比，一个数据源的记录数增减超过多大比例即存疑，如 0.5")
    times: float = Field(gt=1, description="与上年运行相比，同一家的比率大或小多少倍即存疑，如 100")
    excluded_share: float = Field(
        gt=0, le=1, description="一个数据源因不属于评价期而不计的行达到多大比例即存疑，如 0.5"
    )
    reporting_share: float = Field(
        gt=0, le=1, description="参评公司中有记录的达到多大比例时，其余没有记录的公司存疑，如 0.9"
    )
    reporting_records: int = Field(ge=1, description="且有记录的公司，其记录数的中位数至少为几条")


class PlausibleRange(Cited):
    """Between what the values of a column should lie, both ends included.

    The key of the table is the column, unless `column` names another: several ranges may concern one column, each of
    the records that meet `when`. With `over`, it is the quotient of two columns that should lie there.
    """

    label: str = Field(default="", description="如何称呼这个数，如 资本杠杆率；不写则用列的名称")
    column: str | None = Field(default=None, description="列；不写则为本表的键")
    over: str | None = Field(default=None, description="除以哪一列；不写则为列本身")
    when: When = Field(default_factory=dict, description="只看哪些记录")
    low: float | None = Field(default=None, description="不小于")
    high: float | None = Field(default=None, description="不大于")
    not_before: date | None = Field(default=None, description="日期不早于")
    days_after_period: int | None = Field(default=None, ge=0, description="日期不晚于评价期末后第几天")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        problems = []
        if not (self.numeric or self.dated):
            problems.append("low、high、not_before、days_after_period 至少写一项")
        if self.numeric and self.dated:
            problems.append("low、high 用于数值，not_before、days_after_period 用于日期，不能同时写")
        if self.low is not None and self.high is not None and self.high < self.low:
            problems.append(f"high（{self.high:g}）不得小于 low（{self.low:g}）")
        if self.over is not None and self.dated:
            problems.append("日期不能相除，不应写 over")
        if problems:
            raise ValueError("；".join(problems))
        return self

    @property
    def numeric(self) -> bool:
        """Whether it bounds a number."""
        return self.low is not None or self.high is not None

    @property
    def dated(self) -> bool:
        """Whether it bounds a date."""
        return self.not_before is not None or self.days_after_period is not None


Plausible = dict[str, dict[str, PlausibleRange]]
"""source → name → range."""
