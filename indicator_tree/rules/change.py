"""The change of an indicator on the previous evaluation."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, Literal, Self

from pydantic import Field, PrivateAttr, model_validator

from indicator_tree.parameters import Cited
from indicator_tree.rules.model import RuleModel

if TYPE_CHECKING:
    from collections.abc import Mapping


class ChangeKnot(Cited):
    """A point of the piecewise linear scale: at this change, this score."""

    change: float
    score: float = Field(ge=0, le=100)


class WithoutPrevious(Cited):
    """What a unit gets that has no previous value."""

    score: float = Field(ge=0, le=100)


class ChangeRule(RuleModel):
    """Piecewise linear score of the change of another indicator's score, or of a figure of it, on the previous run.

    `difference` is now - before, in the unit of the measure; `relative` is (now - before) / |before|. Where that was 0,
    a value of 0 is no change, and any other is a change without bound, which has the score of the outermost knot.
    """

    COMPARES_RUNS: ClassVar[bool] = True

    kind: Literal["change"]
    of: str = Field(description="看哪个末级指标的变化")
    measure: str = Field(default="score", description="看它的什么：score 得分，或它的数值，如 ratio、share、records")
    by: Literal["difference", "relative"] = Field(description="difference 相减；relative 相减后除以上一次的绝对值")
    knot: tuple[ChangeKnot, ...] = Field(min_length=2)
    previously: str | None = Field(default=None, description="上一次的规则中这个指标的代码；不写则代码、名称都须相同")
    without_previous: WithoutPrevious | None = Field(
        default=None, description="没有上一次数值的得多少分；不写则没有得分，按 missing 处理"
    )
    _measured: RuleModel | None = PrivateAttr(default=None)

    @property
    def sources(self) -> tuple[str, ...]:
        """Those of the indicator whose change it is."""
        return () if self._measured is None else self._measured.sources

    @property
    def measured(self) -> RuleModel:
        """The rule of the indicator whose change it is.

        Raises:
            ValueError: the rule belongs to no rulebook.
        """
        if self._measured is None:
            raise ValueError(f"{self.of}: a rule of changes that belongs to no rulebook")
        return self._measured

    @property
    def others(self) -> tuple[str, ...]:
        """The indicator whose change it is."""
        return (self.of,)

    @property
    def previous_runs(self) -> int:
        """The last one."""
        return 1

    def taking(self, rules: Mapping[str, RuleModel]) -> ChangeRule:
        """The rule with that of the indicator whose change it is."""
        taken = self.model_copy()
        taken._measured = rules.get(self.of)
        return taken

    @model_validator(mode="after")
    def _monotone(self) -> Self:
        changes, scores = [knot.change for knot in self.knot], [knot.score for knot in self.knot]
        problems = []
        if any(one >= other for one, other in pairwise(changes)):
            problems.append("knot 的 change 应从小到大，且不重复")
        if scores not in (sorted(scores), sorted(scores, reverse=True)):
            problems.append("knot 的 score 应一路不降，或一路不升")
        elif self.measure == "score" and scores != sorted(scores):
            problems.append("得分上升的，knot 的 score 不得更低")
        if problems:
            raise ValueError("；".join(problems))
        return self
