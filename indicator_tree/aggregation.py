"""How the children of a node make the node: the method, level by level, and how many children must have a score."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from indicator_tree.parameters import Cited

Method = Literal["arithmetic", "geometric", "harmonic", "least"]
"""Weighted means in the order in which they let a good child make up for a bad one less and less; `least` is the
lowest child that has a weight. OECD/JRC, Handbook on Constructing Composite Indicators, 2008, step 6."""

METHOD_LABELS: dict[Method, str] = {
    "arithmetic": "加权算术平均",
    "geometric": "加权几何平均",
    "harmonic": "加权调和平均",
    "least": "取最低",
}


class Aggregation(Cited):
    """The methods of a rulebook. Without it every node is the weighted arithmetic mean of the children with a score."""

    method: Method = "arithmetic"
    level: dict[str, Method] = Field(
        default_factory=dict, description="某一级节点另用的方法：键为所得节点的级别，0 为总分，1 为一级指标"
    )
    node: dict[str, Method] = Field(
        default_factory=dict, description="某一节点另用的方法：键为有下级的指标的代码，base 为总分；先于 level"
    )
    minimum_present: float = Field(
        default=0, ge=0, le=1, description="有得分的下级指标至少占几成（按个数），否则该节点没有得分"
    )

    def at(self, node: str, level: int) -> Method:
        """The method that makes a node of a level; `base`, of level 0, is the whole tree."""
        return self.node.get(node, self.level.get(str(level), self.method))
