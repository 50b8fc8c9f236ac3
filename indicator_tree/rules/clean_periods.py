"""Evaluation periods without a deduction."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, Literal, Self

from pydantic import Field, PrivateAttr, model_validator

from indicator_tree.parameters import Cited
from indicator_tree.rules.model import RuleModel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from indicator_tree.rules.deduction import Deduct


class CleanStep(Cited):
    """What so many periods without a deduction are worth."""

    periods: int = Field(ge=1, description="连续几个评价期没有扣分，含本期")
    score: float = Field(ge=0, le=100)


class FewerPeriods(Cited):
    """What fewer periods are worth than any step asks for."""

    score: float = Field(default=0, ge=0, le=100)


class CleanPeriodsRule(RuleModel):
    """Points for evaluation periods in a row, the last of which is this one, without a deduction at some indicators.

    A deduction that was given back in whole is one all the same.
    """

    COMPARES_RUNS: ClassVar[bool] = True

    kind: Literal["clean_periods"]
    of: tuple[str, ...] = Field(min_length=1, description="看哪些末级指标有没有扣分")
    step: tuple[CleanStep, ...] = Field(min_length=1, description="连续几期得多少分，由少到多")
    fewer: FewerPeriods = Field(description="不足最少一档的得多少分")
    unknown: Literal["missing", "ends"] = Field(
        description="没有参加上一次评价的：missing 没有得分，ends 只数参加过的评价期"
    )
    _measured: dict[str, RuleModel] = PrivateAttr(default_factory=dict)

    @property
    def sources(self) -> tuple[str, ...]:
        """Those of the deductions."""
        return tuple(
            dict.fromkeys(name for deducts in self.deducted.values() for each in deducts for name in each.sources)
        )

    @property
    def deducted(self) -> dict[str, tuple[Deduct, ...]]:
        """The deductions by indicator."""
        return {code: rule.deductions for code, rule in self._measured.items()}

    @property
    def others(self) -> tuple[str, ...]:
        """The indicators at which nothing is deducted."""
        return self.of

    @property
    def previous_runs(self) -> int:
        """As many as the highest step asks for, but for this one."""
        return self.step[-1].periods - 1

    def taking(self, rules: Mapping[str, RuleModel]) -> CleanPeriodsRule:
        """The rule with those of the indicators."""
        taken = self.model_copy()
        taken._measured = {code: rules[code] for code in self.of if code in rules}
        return taken

    @model_validator(mode="after")
    def _ascending(self) -> Self:
        problems = []
        if any(one.periods >= other.periods for one, other in pairwise(self.step)):
            problems.append("step 的 periods 应由少到多，且不重复")
        scores = [self.fewer.score, *(step.score for step in self.step)]
        if scores != sorted(scores):
            problems.append("连续的期数更多的，得分不得更低（fewer 在先，step 在后）")
        if repeated := [code for code in dict.fromkeys(self.of) if self.of.count(code) > 1]:
            problems.append(f"of 中有重复的指标：{'、'.join(repeated)}")
        if problems:
            raise ValueError("；".join(problems))
        return self
