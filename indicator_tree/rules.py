"""The closed set of rule kinds, as data: what a rulebook may say about how an indicator is scored.

A rule kind that is not here needs a module in `scoring.rules`; another year, other limits, points,
categories, questions or tiers need only another rulebook.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from indicator_tree.parameters import Cited, Strict

Scalar = str | bool | int
When = dict[str, Scalar | tuple[Scalar, ...]]
"""Conditions on a source's columns, all of which must hold: a value, or a list of allowed values."""


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


class DeductionRule(Strict):
    """Full marks less points for every matching record, not below the scale's floor."""

    kind: Literal["deduction"]
    deduct: tuple[Deduct, ...] = Field(min_length=1)


class AnswersRule(Strict):
    """Mean value of a question's answers, less points for matching records, not below the floor."""

    kind: Literal["answers"]
    source: str = "survey_responses"
    question: str
    answers: AnswerValues
    deduct: tuple[Deduct, ...] = ()


class AnswerValues(Cited):
    """What each answer is worth, in points."""

    values: dict[str, Annotated[float, Field(ge=0, le=100)]] = Field(min_length=2)


class RateRule(Strict):
    """Share of matching records that were done in time, in per cent."""

    kind: Literal["rate"]
    source: str
    when: When = Field(default_factory=dict)
    done: Done
    none_received: NoneReceived


class Done(Cited):
    """When a record counts as done: its date lies no later than so many days after the period's end."""

    column: str
    days_after_period: int = Field(ge=0)


class NoneReceived(Cited):
    """The score of a firm with no matching record at all."""

    score: float = Field(ge=0, le=100)


class Fault(Cited):
    """A step of a phone check that failed, and the points it costs."""

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    label: str
    step: str
    points: float = Field(gt=0)


class Rounds(Cited):
    """How many rounds of checks a firm must have."""

    count: int = Field(ge=1)


class PhoneCheckRule(Strict):
    """Full marks less points for every failed step over the rounds; later steps of a failed call are not asked."""

    kind: Literal["phone_check"]
    source: str = "phone_checks"
    rounds: Rounds
    fault: tuple[Fault, ...] = Field(min_length=1)


class Line(Cited):
    """A regulatory line of a ratio; `score` is what a firm at or past a limit gets."""

    value: float
    score: float | None = Field(default=None, ge=0, le=100)


class Knot(Cited):
    """A point of the piecewise linear scale: at this ratio, this score."""

    ratio: float
    score: float = Field(ge=0, le=100)


class ScaleRule(Strict):
    """Piecewise linear score of a ratio (numerator / denominator), with a limit past which the score is fixed."""

    kind: Literal["scale"]
    source: str = "annual_ratios"
    ratio: str
    direction: Literal["higher_is_better", "lower_is_better"]
    limit: Line
    warning: Line
    knot: tuple[Knot, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _monotone(self) -> Self:
        ratios = [knot.ratio for knot in self.knot]
        scores = [knot.score for knot in self.knot]
        if ratios != sorted(set(ratios)):
            raise ValueError("knot 的 ratio 应从小到大，且不重复")
        ordered = sorted(scores, reverse=self.direction == "lower_is_better")
        if scores != ordered:
            raise ValueError(f"knot 的 score 与 direction = {self.direction} 矛盾：比率更好，得分不得更低")
        if self.limit.score is None:
            raise ValueError("limit 应写明 score（触及监管标准时的得分）")
        return self


class Normalisation(Cited):
    """How figures of different units and sizes become points of the rulebook's scale.

    `min_max` runs from the worst to the best value, or between `low` and `high` where they are given. `z_score` gives
    `centre` points to the mean and `spread` points for every standard deviation. `rank` shares out the scale by
    percentile rank (OECD/JRC, Handbook on Constructing Composite Indicators, 2008, step 5).
    """

    method: Literal["min_max", "z_score", "rank"]
    low: float | None = Field(default=None, description="min_max 的下端；不写则为数据的最小值")
    high: float | None = Field(default=None, description="min_max 的上端；不写则为数据的最大值")
    centre: float | None = Field(default=None, description="z_score：等于平均值得多少分")
    spread: float | None = Field(default=None, gt=0, description="z_score：每高出一个标准差多少分")

    @model_validator(mode="after")
    def _shape(self) -> Self:
        asked: dict[str, tuple[str, ...]] = {"min_max": (), "z_score": ("centre", "spread"), "rank": ()}
        allowed = asked | {"min_max": ("low", "high")}
        given = [name for name in ("low", "high", "centre", "spread") if getattr(self, name) is not None]
        problems = [f'method = "{self.method}" 应写 {name}' for name in asked[self.method] if name not in given]
        problems += [f'method = "{self.method}" 不写 {name}' for name in given if name not in allowed[self.method]]
        if self.low is not None and self.high is not None and self.low >= self.high:
            problems.append(f"low 应小于 high，实为 {self.low:g} 与 {self.high:g}")
        if problems:
            raise ValueError("；".join(problems))
        return self


class NormalisedRule(Strict):
    """A figure, or the quotient of two, made comparable across units.

    One value per unit: `combine` says whether it is that of the last record, the sum or the mean of all. A quotient is
    that of the combined figures.
    """

    kind: Literal["normalised"]
    source: str
    value: str = Field(description="数值列")
    per: str | None = Field(default=None, description="除以哪一列")
    label: str = Field(default="", description="这个数值怎么称呼；不写则用指标名称")
    unit: str = Field(default="", description="数值的单位；% 表示按百分数显示")
    when: When = Field(default_factory=dict)
    combine: Literal["last", "sum", "mean"] = Field(default="last", description="一个评价对象有多条记录时")
    latest_by: str | None = Field(default=None, description="按哪一日期列取最后一条；不写则用数据源的 dated_by")
    direction: Literal["higher_is_better", "lower_is_better"]
    normalisation: Normalisation


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


class GradedRule(Strict):
    """Sum of graded parts."""

    kind: Literal["graded"]
    part: tuple[Part, ...] = Field(min_length=1)


class Bonus(Cited):
    """Points on top of the total for graded parts, not above `cap`."""

    name: str
    description: str = ""
    data_sources: tuple[str, ...] = ()
    cap: float = Field(gt=0)
    part: tuple[Part, ...] = Field(min_length=1)


Rule = Annotated[
    DeductionRule | AnswersRule | RateRule | PhoneCheckRule | ScaleRule | NormalisedRule | GradedRule,
    Field(discriminator="kind"),
]
