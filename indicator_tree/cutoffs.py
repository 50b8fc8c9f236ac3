"""Cut-offs worth telling: of how many units a figure of an indicator lies on one side of a number."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from indicator_tree.parameters import Cited

_LOW, _HIGH = ("at_least", "above"), ("at_most", "under")


class Cutoff(Cited):
    """Bounds of a figure of an indicator; reports tell how many units lie within them, no score follows from it."""

    of: str = Field(
        min_length=1,
        description="指标的哪个数值，如 ratio 比率、share 处理率、records 扣分的记录数、deduct.<id> 一项扣分的记录数",
    )
    at_least: float | None = Field(default=None, description="不小于")
    above: float | None = Field(default=None, description="大于")
    at_most: float | None = Field(default=None, description="不大于")
    under: float | None = Field(default=None, description="小于")

    @model_validator(mode="after")
    def _holds_something(self) -> Self:
        low, high = ({name: self.bounds[name] for name in ends if name in self.bounds} for ends in (_LOW, _HIGH))
        if not self.bounds:
            raise ValueError(f"应写 {'、'.join((*_LOW, *_HIGH))} 中的一项或两项")
        for ends in (low, high):
            if len(ends) > 1:
                raise ValueError(f"{'、'.join(ends)} 只写一个")
        if low and high and min(high.values()) <= max(low.values()):
            (lower, least), (upper, most) = next(iter(low.items())), next(iter(high.items()))
            raise ValueError(f"{lower} 应小于 {upper}，实为 {least:g} 与 {most:g}")
        return self

    @property
    def bounds(self) -> dict[str, float]:
        """The bounds that are given, the lower one first."""
        return {name: value for name in (*_LOW, *_HIGH) if (value := getattr(self, name)) is not None}
