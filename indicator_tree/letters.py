"""Letters: grades of a node beside its bands, over all units or group by group."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from indicator_tree.division import Division
from indicator_tree.parameters import Cited


class Letters(Division, Cited):
    """Letters of a node: its scores divided into classes."""

    title: str = Field(min_length=1, description="这套等级怎么称呼，如 分类级别、星级")
    within_groups: bool = Field(default=False, description="是否在各组之内分级；分组见名录")
    minimum_leaves: int = Field(default=0, ge=0, description="有得分的末级指标至少几项，不足的不评级")

    @model_validator(mode="after")
    def _shape(self) -> Self:
        if problems := self.problems(grouped=self.within_groups):
            raise ValueError("；".join(problems))
        return self
