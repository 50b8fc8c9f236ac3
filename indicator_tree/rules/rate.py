"""The share of records that were done in time."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from indicator_tree.parameters import Cited
from indicator_tree.rules.conditions import When
from indicator_tree.rules.counted_events import CountedEvents
from indicator_tree.small_numbers import Shrinkage, SmallNumbers


class RateRule(CountedEvents):
    """Share of matching records that were done in time, in per cent."""

    kind: Literal["rate"]
    source: str
    when: When = Field(default_factory=dict)
    done: Done
    none_received: NoneReceived
    received_as: str = Field(default="受理", min_length=1, description="计入的记录叫什么，如 受理、发现")
    done_as: str = Field(default="办结", min_length=1, description="做完叫什么，如 办结、整改")
    interval: bool = Field(
        default=False, description="得分是否带计数误差的区间；写明 shrinkage 或 small_numbers 时总带"
    )
    shrinkage: Shrinkage | None = Field(default=None, description="比率向行业水平收缩；不写则为各自的比率")
    small_numbers: SmallNumbers | None = Field(default=None, description="计入多少件以上才可靠，不足时如何")

    @property
    def compares(self) -> bool:
        """Whether a firm's score depends on what the other firms have."""
        few = self.small_numbers
        return self.shrinkage is not None or self.none_received.pooled or (few is not None and few.below == "pool")

    @model_validator(mode="after")
    def _of_shares(self) -> Self:
        if self.shrinkage is not None and self.shrinkage.method != "beta_binomial":
            raise ValueError('比率的 shrinkage 应写 method = "beta_binomial"；"gamma_poisson" 用于按规模计的件数')
        return self

    @property
    def sources(self) -> tuple[str, ...]:
        """Its one source."""
        return (self.source,)


class Done(Cited):
    """When a record counts as done: its date lies no later than so many days after the period's end."""

    column: str
    days_after_period: int = Field(ge=0)


class NoneReceived(Cited):
    """What a firm with no matching record at all has: a score, or by `pooled` the industry's rate.

    The industry's rate is that of the shrinkage, where the rule has one; else that of all records together.
    """

    score: float | None = Field(default=None, ge=0, le=100, description="得多少分；写了 pooled 则不写")
    pooled: bool = Field(default=False, description="是否按行业水平计分，而不是给定的分数")

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if self.pooled == (self.score is not None):
            raise ValueError("score（得多少分）与 pooled = true（按行业水平）应写且只写一个")
        return self
