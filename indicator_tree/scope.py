"""What a rulebook says of the whole evaluation: when, of whom, on which scale, how far answers are trusted."""

from __future__ import annotations

from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from indicator_tree.parameters import Cited, Strict
from indicator_tree.rules import NormalisedDefaults


class Period(Strict):
    """The evaluated year, both days included."""

    start: date
    end: date

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end < self.start:
            raise ValueError(f"end 不得早于 start，实为 {self.start} 至 {self.end}")
        return self


class ScoreScale(Cited):
    """The scale of every indicator: what full marks are, and below what no deduction goes."""

    full_marks: float = 100.0
    floor: float = 0.0

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.floor >= self.full_marks:
            raise ValueError(f"floor 应小于 full_marks，实为 {self.floor:g} 与 {self.full_marks:g}")
        return self


class Population(Cited):
    """Which registered firms are evaluated."""

    minimum_age_years: float = Field(ge=0, description="评价期末成立满几年")
    requires_brokerage: bool = Field(description="是否只评价开展经纪业务的公司")
    merged: Literal["with_parent", "exclude"] = Field(description="被合并的公司：随母公司评价，或不评价")


class SurveyRules(Cited):
    """How answers of a sample of investors are trusted."""

    minimum_respondents: int = Field(ge=1, description="一家公司至少要有多少份有效作答，否则该指标没有得分")
    confidence: float = Field(gt=0, lt=1, description="置信水平，如 0.95")
    days_after_period: int = Field(default=0, ge=0, description="调查至迟可到评价期末后第几天")


class Defaults(Strict):
    """What rules do where they do not say it themselves, by their kind."""

    normalised: NormalisedDefaults = Field(default_factory=NormalisedDefaults, description="归一类规则")
