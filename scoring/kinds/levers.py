"""What a firm could have had otherwise at an indicator, each from the mildest change to the strongest."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

import numpy as np

from indicator_tree.rules import (
    AnswersRule,
    DeductionRule,
    GradedRule,
    NormalisedRule,
    PhoneCheckRule,
    RateRule,
    ScaleRule,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy.typing as npt

    from indicator_tree.rules import Deduct, Part, Rule

Row = tuple[str, float, float | None]
"""Cause, quantity and weight of an evidence row."""
Rows = dict[str, list[Row]]
"""A firm's evidence at a node, by parameter."""
Kind = Literal["records", "open", "faults", "ratio", "mean", "quantity", "grade"]

RATIO_STEPS, MEAN_STEPS = 10_000, 100  # to a unit: ratios to 0.01 %, means to 0.01 point, as they are printed
_NOISE = 1e-9


@dataclass(frozen=True)
class Lever:
    """One thing that could have been otherwise.

    Attributes:
        kind: what is changed.
        parameter, cause: the evidence that is changed.
        now: its quantity.
        targets: the quantities that it could have, from the mildest change to the strongest.
        grades: names of the places of a category, the best first.
        values: lowest and highest value of an answer, in points, with the answers that have them.
        respondents: number and weight of the respondents, which stay.
    """

    kind: Kind
    parameter: str
    cause: str
    now: float
    targets: npt.NDArray[np.float64]
    grades: tuple[str, ...] = ()
    values: tuple[tuple[str, float], ...] = ()
    respondents: tuple[float, float] = (0.0, 0.0)

    def needed(self, amount: int) -> float:
        """The quantity after so many steps; as it is after none."""
        return float(self.targets[amount - 1]) if amount else self.now

    def grade(self, amount: int) -> str | None:
        """The category after so many steps."""
        return self.grades[round(self.needed(amount)) - 1] if self.grades else None

    def rows(self, amount: int) -> list[Row]:
        """The evidence rows that stand in for the parameter's own after so many steps.

        A mean of answers is made of the worst and the best answer only: the rule looks at nothing but the mean.
        """
        needed = self.needed(amount)
        if self.kind != "mean":
            return [(self.grade(amount) or self.cause, needed, None)]
        (worst, low), (best, high) = self.values
        count, weight = self.respondents
        share = (needed - low) / (high - low)
        return [(worst, 0.0, weight * (1 - share)), (best, count, weight * share)]


def levers_of(node: str, rule: Rule, evidence: Mapping[str, Sequence[Row]]) -> tuple[Lever, ...]:
    """All levers of an indicator for a firm with this evidence; those that cannot be moved are left out."""
    match rule:
        case DeductionRule():
            found = list(_fewer_of(node, rule.deduct, evidence))
        case AnswersRule():
            found = [*_fewer_of(node, rule.deduct, evidence), *_mean(node, rule, evidence)]
        case RateRule():
            found = list(_fewer("open", f"{node}.done", "", evidence))
        case PhoneCheckRule():
            keys = [(f"{node}.fault.{fault.id}", fault.label) for fault in rule.fault]
            found = [lever for key, label in keys for lever in _fewer("faults", key, label, evidence)]
        case ScaleRule():
            found = list(_ratio(node, rule, evidence))
        case NormalisedRule():
            found = []  # a figure is worth what the others' are
        case GradedRule():
            found = [_part(node, part, evidence) for part in rule.part]
    return tuple(lever for lever in found if len(lever.targets))


def _fewer_of(node: str, deductions: Sequence[Deduct], evidence: Mapping[str, Sequence[Row]]) -> Iterator[Lever]:
    for deduct in deductions:
        key = f"{node}.deduct.{deduct.id}"
        yield from _fewer("records", key, deduct.label, evidence)
        if deduct.scaled:
            yield from _fewer("records", f"{key}.scaled", f"{deduct.label}（{deduct.scaled.label}）", evidence)


def _fewer(kind: Kind, key: str, label: str, evidence: Mapping[str, Sequence[Row]]) -> Iterator[Lever]:
    for cause, quantity, _ in evidence.get(key, ()):
        yield Lever(kind, key, label or cause, quantity, np.arange(round(quantity) - 1, -1, -1, dtype=np.float64))


def _mean(node: str, rule: AnswersRule, evidence: Mapping[str, Sequence[Row]]) -> Iterator[Lever]:
    key = f"{node}.answers"
    given = [(rule.answers.values[answer], count, weight or 0.0) for answer, count, weight in evidence.get(key, ())]
    respondents, total = sum(count for _, count, _ in given), sum(weight for *_, weight in given)
    if not total:
        return
    mean = sum(value * weight for value, _, weight in given) / total
    ordered = sorted(rule.answers.values.items(), key=lambda answer: answer[1])
    worst, best = ordered[0], ordered[-1]
    first = math.floor(mean * MEAN_STEPS + _NOISE) + 1
    targets = np.arange(first, math.floor(best[1] * MEAN_STEPS) + 1) / MEAN_STEPS
    yield Lever("mean", key, "答卷均值", mean, targets, values=(worst, best), respondents=(respondents, total))


def _ratio(node: str, rule: ScaleRule, evidence: Mapping[str, Sequence[Row]]) -> Iterator[Lever]:
    """Ratios to 0.01 % from the firm's own to the best that the scale knows."""
    key = f"{node}.ratio"
    for _, ratio, _ in evidence.get(key, ()):
        at = ratio * RATIO_STEPS
        if rule.direction == "higher_is_better":
            best = math.ceil(rule.knot[-1].ratio * RATIO_STEPS - _NOISE)
            steps = np.arange(math.floor(at + _NOISE) + 1, best + 1)
        else:
            best = math.floor(rule.knot[0].ratio * RATIO_STEPS + _NOISE)
            steps = np.arange(math.ceil(at - _NOISE) - 1, best - 1, -1)
        yield Lever("ratio", key, rule.ratio, ratio, steps / RATIO_STEPS)


def _part(node: str, part: Part, evidence: Mapping[str, Sequence[Row]]) -> Lever:
    key = f"{node}.part.{part.id}"
    rows = evidence.get(key, ())
    if part.measure == "best":
        grades = tuple(part.grades)
        place = rows[0][1] if rows else grades.index(cast("str", part.absent)) + 1
        return Lever("grade", key, part.label, place, np.arange(place - 1, 0, -1, dtype=np.float64), grades)
    amount = rows[0][1] if rows else 0.0
    lows = sorted(tier.at_least for tier in part.tiers if tier.at_least > amount)
    return Lever("quantity", key, part.label, amount, np.array(lows, dtype=np.float64))
