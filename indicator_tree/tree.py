"""The indicator tree: nodes by code, each naming its parent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from indicator_tree.cutoffs import Cutoff
from indicator_tree.parameters import Strict
from indicator_tree.rules import Rule

if TYPE_CHECKING:
    from collections.abc import Mapping

Missing = Literal["error", "reweight"]
"""What follows when a firm has no score at a leaf: the run stops, or the siblings share its weight for that firm."""


class Indicator(Strict):
    """A node of the tree; a leaf carries a rule, an inner node has children."""

    name: str = Field(min_length=1)
    parent: str | None = Field(default=None, description="上级指标代码；一级指标不写")
    description: str = Field(default="", description="说明；比率的标准写作 {limit}、{warning}，即随规则而变")
    data_sources: tuple[str, ...] = Field(default=(), description="数据来源")
    bands: str | None = Field(default=None, description="得分分段；不写则随上级指标")
    missing: Missing | None = Field(default=None, description="缺少数据时：error 报错，reweight 由同级指标分担权重")
    rule: Rule | None = None
    cutoff: tuple[Cutoff, ...] = Field(default=(), description="报告另说明家数的界限；不影响得分")

    @property
    def described(self) -> str:
        """The description, with the rule's own numbers where it names them: `不得低于 {limit}`."""
        return self.description if self.rule is None else self.rule.described(self.description)


def sort_key(code: str) -> tuple[tuple[int, str], ...]:
    """Order codes as people do: 1.2 before 1.10."""
    return tuple((int(part), "") if part.isdigit() else (10**9, part) for part in code.split("."))


def children_of(indicators: Mapping[str, Indicator]) -> dict[str | None, tuple[str, ...]]:
    """Children of every node in code order; the key None holds the level-1 nodes."""
    found: dict[str | None, list[str]] = {}
    for code in sorted(indicators, key=sort_key):
        found.setdefault(indicators[code].parent, []).append(code)
    return {parent: tuple(codes) for parent, codes in found.items()}


def path_to_root(indicators: Mapping[str, Indicator], code: str) -> tuple[str, ...]:
    """The node and its ancestors up to level 1.

    Raises:
        ValueError: the parents lead in a circle, or to a code that is not there.
    """
    path: list[str] = []
    at: str | None = code
    while at is not None:
        if at in path:
            raise ValueError(f"上级指标成环：{' → '.join([*path, at])}")
        if at not in indicators:
            raise ValueError(f"上级指标 {at} 不存在")
        path.append(at)
        at = indicators[at].parent
    return tuple(path)
