"""Parts that earn points by tiers or grades, for indicators and for the bonus."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field, model_validator

from indicator_tree.parameters import Cited, Strict
from indicator_tree.rules.conditions import When
from indicator_tree.rules.model import RuleModel


class Tier(Strict):
    """A quantity of at least `at_least` earns `points`."""

    at_least: float = Field(ge=0)
    points: float = Field(ge=0)


class Part(Cited):
    """One part of a graded score: a quantity and its tiers, or the best category and its grades.

    `measure` is `records` (how many), `distinct` (how many different values of `column`), `sum` (total of `column`)
    or `best` (the best of the categories in `column`, in the order of `grades`).
    """

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    label: str
    source: str
    when: When = Field(default_factory=dict)
    measure: Literal["records", "distinct", "sum", "best"]
    column: str | None = None
    unit: str = ""
    tiers: tuple[Tier, ...] = ()
    grades: dict[str, Annotated[float, Field(ge=0)]] = Field(default_factory=dict)
    absent: str | None = Field(default=None, description="没有记录时视为哪一级（仅 measure = best）")

    @model_validator(mode="after")
    def _shape(self) -> Self:
        problems = []
        if self.measure == "best":
            if not self.grades or self.tiers:
                problems.append('measure = "best" 应写 grades，不写 tiers')
            elif self.absent not in self.grades:
                problems.append(f"absent 应为 grades 之一：{'、'.join(self.grades)}")
            points = list(self.grades.values())
            if points != sorted(points, reverse=True):
                problems.append("grades 应从高到低")
        elif not self.tiers or self.grades:
            problems.append(f'measure = "{self.measure}" 应写 tiers，不写 grades')
        if self.measure != "records" and self.column is None:
            problems.append(f'measure = "{self.measure}" 应写 column')
        lows, points = [tier.at_least for tier in self.tiers], [tier.points for tier in self.tiers]
        if lows != sorted(set(lows), reverse=True) or points != sorted(points, reverse=True):
            problems.append("tiers 应从高到低：at_least 递减且不重复，points 不递增")
        if problems:
            raise ValueError("；".join(problems))
        return self

    @property
    def most(self) -> float:
        """The most points this part can give."""
        return max([tier.points for tier in self.tiers] + list(self.grades.values()))


class SumOfParts(RuleModel):
    """What adds the points of graded parts up."""

    if TYPE_CHECKING:  # a field of its own, so that keys stay in order
        part: tuple[Part, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """Those of its parts."""
        return tuple(each.source for each in self.part)

    @property
    def parts(self) -> tuple[Part, ...]:
        """Its parts."""
        return self.part


class GradedRule(SumOfParts):
    """Sum of graded parts."""

    kind: Literal["graded"]
    part: tuple[Part, ...] = Field(min_length=1)


class Bonus(Cited, SumOfParts):
    """Points on top of the total for graded parts, not above `cap`."""

    name: str
    description: str = ""
    data_sources: tuple[str, ...] = ()
    cap: float = Field(gt=0)
    part: tuple[Part, ...] = Field(min_length=1)
