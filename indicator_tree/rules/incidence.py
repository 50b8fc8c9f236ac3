"""Records against the size of who has them: so many per 10,000 clients, or against the number to be expected."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, WithJsonSchema, model_validator

from indicator_tree.parameters import Cited
from indicator_tree.rules.conditions import When
from indicator_tree.rules.counted_events import CountedEvents
from indicator_tree.small_numbers import Shrinkage, Size, SmallNumbers


class IncidenceKnot(Cited):
    """A point of the piecewise linear scale: at this incidence, this score."""

    value: float = Field(ge=0)
    score: float = Field(ge=0, le=100)


class FewEvents(SmallNumbers):
    """From how many events, or expected events, on an incidence is trusted by itself."""

    of: Literal["events", "expected"] = Field(
        default="expected", description="按什么计：events 实有的件数，expected 按行业水平应有的件数"
    )


class IncidenceRule(CountedEvents):
    """Piecewise linear score of the number of matching records against a size.

    `per` is the number for `each` units of the size. `observed_over_expected` divides the number by the one that the
    rates of all evaluated firms would give for the firm's size, rates by the values of the columns `expected_by`, which
    both sources have (indirect standardisation).
    """

    kind: Literal["incidence"]
    source: str
    when: When = Field(default_factory=dict)
    label: str = Field(default="记录", min_length=1, description="计的是什么，如 投诉")
    size: Annotated[Size, WithJsonSchema({"type": ["string", "object"]})] = Field(description="规模：[size] 中的名称")
    measure: Literal["per", "observed_over_expected"]
    each: float | None = Field(default=None, gt=0, description="每多少单位规模；measure = per 时写明，如 10000")
    expected_by: tuple[str, ...] = Field(
        default=(), description="期望件数按哪些列分层；两个数据源都须有这些列；不写则只有一个行业水平"
    )
    direction: Literal["higher_is_better", "lower_is_better"] = "lower_is_better"
    knot: tuple[IncidenceKnot, ...] = Field(min_length=2)
    interval: bool = Field(
        default=False, description="得分是否带计数误差的区间；写明 shrinkage 或 small_numbers 时总带"
    )
    shrinkage: Shrinkage | None = Field(default=None, description="向行业水平收缩；不写则为各自的水平")
    small_numbers: FewEvents | None = Field(default=None, description="多少件以上才可靠，不足时如何")

    @property
    def sources(self) -> tuple[str, ...]:
        """Of the records, and of the size."""
        return tuple(dict.fromkeys((self.source, self.size.source)))

    @property
    def compares(self) -> bool:
        """Whether a firm's score depends on what the other firms have."""
        few = self.small_numbers
        pooled = few is not None and (few.below == "pool" or few.of == "expected")
        return self.measure != "per" or self.shrinkage is not None or pooled

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        problems = []
        if (self.measure == "per") != (self.each is not None):
            problems.append('measure = "per" 应写 each（每多少单位规模），其他 measure 不写')
        if self.expected_by and self.measure == "per":
            problems.append('measure = "per" 不写 expected_by；期望件数用于 "observed_over_expected"')
        if len(set(self.expected_by)) < len(self.expected_by):
            problems.append("expected_by 中有重复的列")
        values, scores = [knot.value for knot in self.knot], [knot.score for knot in self.knot]
        if values != sorted(set(values)):
            problems.append("knot 的 value 应从小到大，且不重复")
        if scores != sorted(scores, reverse=self.direction == "lower_is_better"):
            problems.append(f"knot 的 score 与 direction = {self.direction} 矛盾：更好的，得分不得更低")
        if self.shrinkage is not None and self.shrinkage.method != "gamma_poisson":
            problems.append('按规模计的件数，shrinkage 应写 method = "gamma_poisson"；"beta_binomial" 用于比率')
        if problems:
            raise ValueError("；".join(problems))
        return self
