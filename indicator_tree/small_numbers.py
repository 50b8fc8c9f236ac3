"""What a rulebook says of counts: by which sizes they are divided, and what follows where they are few."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from indicator_tree.parameters import Cited, Strict


class CountingRules(Cited):
    """How far counts are trusted."""

    confidence: float = Field(gt=0, lt=1, description="计数误差的置信水平，如 0.95；有 [survey] 时须与之相同")


class Size(Strict):
    """How large an evaluated firm is, in some respect: what its counts are divided by.

    One number per firm: `combine` says whether it is that of the last record, the sum or the mean of all.
    """

    label: str = Field(min_length=1, description="名称，如 客户数")
    unit: str = Field(min_length=1, description="单位，如 户")
    source: str = Field(description="数据源")
    column: str = Field(description="数值列；须大于 0")
    combine: Literal["last", "sum", "mean"] = Field(default="last", description="一个评价对象有多条记录时")
    latest_by: str | None = Field(default=None, description="按哪一日期列取最后一条；不写则用数据源的 dated_by")


class Shrinkage(Cited):
    """That figures of few events are drawn towards the industry's, as far as likelihood says.

    `beta_binomial` draws shares of trials, `gamma_poisson` events against a size.
    """

    method: Literal["beta_binomial", "gamma_poisson"] = Field(
        description="beta_binomial 用于比率，gamma_poisson 用于按规模计的件数；先验由全部评价对象以极大似然估计"
    )


class SmallNumbers(Cited):
    """From how many on a figure is trusted by itself, and what follows below."""

    minimum: float = Field(gt=0, description="至少多少件；不足的即提示得分的误差大")
    below: Literal["flag", "pool", "missing"] = Field(
        default="flag", description="不足时：flag 只提示，pool 按行业水平计分，missing 没有得分"
    )


def with_sizes(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """The plain tables of a rulebook with every size in the place of its name in rules.

    A name that nothing defines is told by `indicator_tree.small_number_checks`, with those that there are.
    """
    sizes, indicators = raw.get("size"), raw.get("indicator")
    if not isinstance(indicators, Mapping):
        return raw
    known = sizes if isinstance(sizes, Mapping) else {}
    return {**raw, "indicator": {code: _with_size(table, known) for code, table in indicators.items()}}


def _with_size(indicator: Any, sizes: Mapping[str, Any]) -> Any:
    rule = indicator.get("rule") if isinstance(indicator, Mapping) else None
    if not isinstance(rule, Mapping):
        return indicator
    held = _holding(rule, sizes)
    if isinstance(deductions := rule.get("deduct"), list | tuple):
        held = {**held, "deduct": [_against(one, sizes) for one in deductions]}
    return {**indicator, "rule": held}


def _against(deduct: Any, sizes: Mapping[str, Any]) -> Any:
    """A deduction with the size by which it is divided."""
    per = deduct.get("per") if isinstance(deduct, Mapping) else None
    return {**deduct, "per": _holding(per, sizes)} if isinstance(per, Mapping) else deduct


def _holding(table: Mapping[str, Any], sizes: Mapping[str, Any]) -> Mapping[str, Any]:
    """A table with the size that it names."""
    if not isinstance(name := table.get("size"), str):
        return table
    undefined = {"label": name or "规模", "unit": "单位", "source": name, "column": name}
    return {**table, "size": sizes.get(name, undefined)}
