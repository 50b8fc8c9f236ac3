"""The weighted mean of a figure of a unit's records, such as the scores of the units below it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from indicator_tree.parameters import Cited
from indicator_tree.rules.conditions import When
from indicator_tree.rules.model import RuleModel


class WeightedMeanRule(RuleModel):
    """The weighted mean of a figure of a unit's records, in points of the scale.

    Records of one part (`each`) are one: their own weighted mean, with the weight of all of them.
    """

    kind: Literal["weighted_mean"]
    source: str
    value: str = Field(description="数值列，如下级得分；在标尺以外的按标尺的两端计")
    weight: str | None = Field(default=None, description="权数列；不写则每条记录同样重")
    each: str = Field(description="每一份以哪一文本列为名，如下级对象")
    unit: str = Field(default="", description="数值的单位")
    when: When = Field(default_factory=dict)
    weighting: Cited = Field(description="加权办法的依据")

    @property
    def sources(self) -> tuple[str, ...]:
        """Its one source."""
        return (self.source,)
