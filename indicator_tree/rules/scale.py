"""A ratio on a piecewise linear scale."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from indicator_tree.parameters import Cited, Strict

LINES = ("limit", "warning")


def percent(ratio: float) -> str:
    """`9.6%` of 0.096."""
    return f"{round(ratio * 100, 10):g}%"


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
