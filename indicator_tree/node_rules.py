"""Rules on nodes and on the total: caps, floors, deductions and classes under a condition (`[[node."3".rule]]`).

`base` is the whole tree before the bonus, `total` after it: a rule on `total` applies after the bonus. The rules of a
node apply in the order of the file, each to what the one before it left.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from indicator_tree.parameters import Cited, Strict
from indicator_tree.rules.conditions import When

Effect = Literal["cap", "floor", "deduct", "class", "class_cap", "class_down"]
"""`cap`, `floor`: no more, no less than `score`. `deduct`: `points` off. `class`: the class `to`, whatever the score.
`class_cap`: no better class than `to`. `class_down`: `steps` classes worse. Classes are the node's letters."""

_ASKED: dict[Effect, tuple[str, ...]] = {
    "cap": ("score",),
    "floor": ("score",),
    "deduct": ("points",),
    "class": ("to",),
    "class_cap": ("to",),
    "class_down": ("steps",),
}
_FURTHER: dict[Effect, tuple[str, ...]] = {"deduct": ("most",)}
CLASS_EFFECTS: tuple[Effect, ...] = ("class", "class_cap", "class_down")


class RecordsCondition(Strict):
    """At least so many records of a source meet conditions on its columns."""

    kind: Literal["records"]
    source: str
    when: When = Field(default_factory=dict)
    at_least: int = Field(default=1, ge=1, description="至少多少条记录")
    same_event: tuple[str, ...] = Field(
        default=(), description="合并评价的几家公司，这些列都相同的记录视为同一事项，只计一次"
    )


class ScoreCondition(Strict):
    """The score of a node lies below, or at or above, a limit; with both limits, between them."""

    kind: Literal["score"]
    node: str = Field(description="哪个节点的得分：指标代码、base、bonus 或 total")
    below: float | None = Field(default=None, description="得分低于多少")
    at_least: float | None = Field(default=None, description="得分不低于多少")

    @model_validator(mode="after")
    def _limits(self) -> Self:
        if self.below is None and self.at_least is None:
            raise ValueError("应写明 below（低于）或 at_least（不低于）")
        if self.below is not None and self.at_least is not None and self.at_least >= self.below:
            raise ValueError(f"at_least 应小于 below，实为 {self.at_least:g} 与 {self.below:g}")
        return self


class LowestCondition(Strict):
    """The score of a node is among the lowest share of the units that have one, or of the unit's group."""

    kind: Literal["lowest"]
    node: str = Field(description="哪个节点的得分：指标代码、base、bonus 或 total")
    share: float = Field(gt=0, lt=1, description="最低的几成，如 0.25 为最低四分之一；个数向下取整")
    within_groups: bool = Field(default=False, description="是否在各组之内比较；分组见名录")
    ties: Literal["in", "out"] = Field(default="out", description="界线上得分相同的：in 全部算在内，out 全部不算")


class MissingCondition(Strict):
    """More than a share of the leaves at or below a node have no score."""

    kind: Literal["missing"]
    node: str = Field(description="哪个节点之下的末级指标：指标代码或 base")
    above: float = Field(ge=0, lt=1, description="没有得分的末级指标超过几成（按个数）")


Condition = Annotated[
    RecordsCondition | ScoreCondition | LowestCondition | MissingCondition, Field(discriminator="kind")
]


class NodeRule(Cited):
    """What follows for a node's score, or its class, where conditions hold.

    One condition at most is over records: its number of records is the quantity of the ledger row.
    """

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    label: str = Field(min_length=1, description="事由，如 受到刑事处罚，一票否决")
    effect: Effect
    score: float | None = Field(default=None, description="cap、floor：不高于、不低于多少分")
    points: float | None = Field(default=None, gt=0, description="deduct：扣多少分")
    each: bool = Field(default=False, description="deduct：按符合条件的记录每条扣 points")
    most: float | None = Field(default=None, gt=0, description="deduct：按条扣分时，最多扣多少分")
    to: str | None = Field(default=None, description="class、class_cap：定为、不高于哪一等级")
    steps: int | None = Field(default=None, ge=1, description="class_down：下调几级")
    when: tuple[Condition, ...] = Field(min_length=1, description="条件")
    match: Literal["all", "any"] = Field(default="all", description="条件须全部成立（all），或有一条成立即可（any）")

    @model_validator(mode="after")
    def _shape(self) -> Self:
        asked, allowed = _ASKED[self.effect], (*_ASKED[self.effect], *_FURTHER.get(self.effect, ()))
        given = [name for name in ("score", "points", "most", "to", "steps") if getattr(self, name) is not None]
        problems = [f'effect = "{self.effect}" 应写 {name}' for name in asked if name not in given]
        problems += [f'effect = "{self.effect}" 不写 {name}' for name in given if name not in allowed]
        over_records = sum(isinstance(one, RecordsCondition) for one in self.when)
        if over_records > 1:
            problems.append(f"至多一个条件是 records，实有 {over_records} 个；请分写为几条规则")
        if self.each and (self.effect != "deduct" or not over_records):
            problems.append('each = true 只用于 effect = "deduct"，并应有一个 records 条件')
        if self.most is not None and not self.each:
            problems.append("most 只用于按条扣分（each = true）")
        if problems:
            raise ValueError("；".join(problems))
        return self

    @property
    def records(self) -> RecordsCondition | None:
        """Its condition over records, if it has one."""
        return next((one for one in self.when if isinstance(one, RecordsCondition)), None)

    @property
    def nodes(self) -> tuple[str, ...]:
        """The nodes whose scores its conditions ask for."""
        return tuple(one.node for one in self.when if not isinstance(one, RecordsCondition))

    def key(self, node: str) -> str:
        """What evidence and ledger call it at a node: `total.rule.criminal`."""
        return f"{node}.rule.{self.id}"

    @property
    def about_class(self) -> bool:
        """Whether it moves the class, not the score."""
        return self.effect in CLASS_EFFECTS

    @property
    def relative(self) -> bool:
        """Whether it compares a unit with the others."""
        return any(isinstance(one, LowestCondition) for one in self.when)


class Node(Strict):
    """What a rulebook says of a node beyond its place in the tree."""

    letters: str | None = Field(default=None, description="按哪一套等级（letters）评定；不写则没有等级")
    rule: tuple[NodeRule, ...] = Field(default=(), description="作用于该节点的规则，按书写顺序逐条适用")
