"""Steps of phone checks that failed."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from indicator_tree.parameters import Cited
from indicator_tree.rules.model import RuleModel


class Fault(Cited):
    """A step of a phone check that failed, and the points it costs."""

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    label: str
    step: str
    points: float = Field(gt=0)


class Rounds(Cited):
    """How many rounds of checks a firm must have."""

    count: int = Field(ge=1)


class PhoneCheckRule(RuleModel):
    """Full marks less points for every failed step over the rounds; later steps of a failed call are not asked."""

    kind: Literal["phone_check"]
    source: str = "phone_checks"
    rounds: Rounds
    fault: tuple[Fault, ...] = Field(min_length=1)

    @property
    def sources(self) -> tuple[str, ...]:
        """Its one source."""
        return (self.source,)
