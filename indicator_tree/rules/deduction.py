"""Points off for records."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from indicator_tree.parameters import Cited
from indicator_tree.rules.conditions import When
from indicator_tree.rules.model import RuleModel


class Factor(Cited):
    """Scales the points of records that meet a condition (a branch-level measure counts half)."""

    label: str
    when: When
    factor: float = Field(ge=0, le=1)


class Deduct(Cited):
    """Points off for every matching record of a source."""

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    label: str
    source: str
    when: When = Field(default_factory=dict)
    points: float = Field(gt=0, description="每条记录扣分")
    cap: float | None = Field(default=None, gt=0, description="本项最多扣分")
    scaled: Factor | None = None
    same_event: tuple[str, ...] = Field(
        default=(), description="合并评价的几家公司，这些列都相同的记录视为同一事项，只计一次"
    )


class DeductionRule(RuleModel):
    """Full marks less points for every matching record, not below the scale's floor."""

    kind: Literal["deduction"]
    deduct: tuple[Deduct, ...] = Field(min_length=1)

    @property
    def sources(self) -> tuple[str, ...]:
        """Those of its deductions."""
        return tuple(each.source for each in self.deduct)

    @property
    def deductions(self) -> tuple[Deduct, ...]:
        """Its deductions."""
        return self.deduct
