"""Units that are compared only with those of their group of the register."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from indicator_tree.parameters import Cited

NO_GROUPS = "none"


class Groups(Cited):
    """By which column of the register units are told apart, and what follows where a group has few figures.

    The treatment of figures stays that of all units; only what they are worth is found group by group.
    """

    by: str = Field(min_length=1, description="名录的哪一列，如 peer_group（[units] 的 group）；none 为不分组")
    minimum: int = Field(default=2, ge=2, description="一组至少要有多少个数值，才在组内换算")
    below: Literal["missing", "all"] = Field(
        default="missing", description="不足的组：missing 没有得分，all 与全部一同换算"
    )
    without: Literal["error", "missing"] = Field(
        default="error", description="名录没有写明分组的：error 报错，missing 没有得分"
    )
