"""The share of records that were done in time."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from indicator_tree.parameters import Cited
from indicator_tree.rules.conditions import When
from indicator_tree.rules.model import RuleModel


class RateRule(RuleModel):
    """Share of matching records that were done in time, in per cent."""

    kind: Literal["rate"]
    source: str
    when: When = Field(default_factory=dict)
    done: Done
    none_received: NoneReceived

    @property
    def sources(self) -> tuple[str, ...]:
        """Its one source."""
        return (self.source,)


class Done(Cited):
    """When a record counts as done: its date lies no later than so many days after the period's end."""

    column: str
    days_after_period: int = Field(ge=0)


class NoneReceived(Cited):
    """The score of a firm with no matching record at all."""

    score: float = Field(ge=0, le=100)
