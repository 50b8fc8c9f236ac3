"""What stands where on a form: the words that writer and reader share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Method = Literal["pairwise", "budget", "best-worst"]

METHODS: Mapping[Method, str] = {"pairwise": "两两比较", "budget": "分配 100 分", "best-worst": "最优最劣法"}
"""What a method is called on a form."""
GUIDE = "填写说明"
RULEBOOK, TITLE, METHOD, EXPERT, DATE = "规则", "规则名称", "方法", "专家编号", "填写日期"
"""Labels of the guide; what they name stands beside them."""
CODE, NAME = "代码", "指标"
POINTS, SUM = "分数", "合计"
BEST, WORST, FROM_BEST, TO_WORST = "最重要", "最不重要", "最重要的比它重要几倍（1–9）", "它比最不重要的重要几倍（1–9）"
TICK = "√"
_WHOLE = "总分"
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31


@dataclass(frozen=True)
class Siblings:
    """The children of one node, which experts weigh against each other.

    Attributes:
        parent: the node; "" is the whole tree.
        parent_name: its name.
        names: name of every child, by code, in order.
    """

    parent: str
    parent_name: str
    names: Mapping[str, str]

    @property
    def title(self) -> str:
        """`1.2 资产安全`, or `总分`."""
        return f"{self.parent} {self.parent_name}" if self.parent else _WHOLE


def sheet_name(parent: str) -> str:
    """The sheet on which the children of a node are judged."""
    return _FORBIDDEN.sub("_", parent)[:_LONGEST_NAME] or _WHOLE


def labelled(code: str, name: str) -> str:
    """A header that names an indicator; its first word is the code."""
    return f"{code} {name}"
