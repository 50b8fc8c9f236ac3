"""Which parameters of a rule vary, by its kind.

What can vary is what the evidence is worth: points, caps, factors, values of answers, knots, tiers, scores. What is
counted from the records themselves (days, rounds, conditions, regulatory lines) is left as it is. Numbers whose order
matters and that share a basis and a reference move together; neighbouring knots of a scale keep their order because
neither may pass the middle between them.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from indicator_tree.rules import (
    AnswersRule,
    Bonus,
    DeductionRule,
    GradedRule,
    NormalisedRule,
    PhoneCheckRule,
    RateRule,
    ScaleRule,
)
from scoring.kinds.parameters import UNBOUNDED, Number, Parameter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from indicator_tree.parameters import Cited
    from indicator_tree.rulebook import ScoreScale
    from indicator_tree.rules import Deduct, Part, Rule
    from scoring.kinds.parameters import Path

_NEARLY_HALF = 0.49
"""How far the ends of a range may come towards each other, as a share of it: they must not meet."""


def parameters_of(node: str, rule: Rule | Bonus | None, scale: ScoreScale) -> tuple[Parameter, ...]:
    """All parameters of a rule that are not published, and that a factor moves.

    Args:
        node: code of the leaf, or `bonus`.
        rule: its rule; None has no parameters.
        scale: on which scores stay.
    """
    found = _found(rule, scale)
    return tuple(
        Parameter(f"{node}.{key}", label, cited.basis, tuple(numbers))
        for key, label, cited, numbers in found
        if cited.basis != "published" and any(number.free for number in numbers)
    )


_Found = tuple[str, str, "Cited", "Sequence[Number]"]


def _found(rule: Rule | Bonus | None, scale: ScoreScale) -> Iterator[_Found]:
    match rule:
        case DeductionRule():
            yield from _deductions(rule.deduct)
        case AnswersRule():
            values = rule.answers.values
            yield "answers.values", "答案分值", rule.answers, _scaled(("answers", "values"), values, scale)
            yield from _deductions(rule.deduct)
        case RateRule():
            score = Number(("none_received", "score"), rule.none_received.score, scale.floor, scale.full_marks)
            yield "none_received.score", "没有记录时的得分", rule.none_received, [score]
        case PhoneCheckRule():
            for at, fault in enumerate(rule.fault):
                number = Number(("fault", at, "points"), fault.points)
                yield f"fault.{fault.id}.points", f"{fault.label}扣分", fault, [number]
        case ScaleRule():
            yield from _scale(rule, scale)
        case NormalisedRule():
            yield from _normalisation(rule, scale)
        case GradedRule():
            yield from _parts(rule.part)
        case Bonus():
            yield "cap", "加分上限", rule, [Number(("cap",), rule.cap)]
            yield from _parts(rule.part)
        case None:
            return


def _deductions(deductions: Iterable[Deduct]) -> Iterator[_Found]:
    for at, deduct in enumerate(deductions):
        key = f"deduct.{deduct.id}"
        yield f"{key}.points", f"{deduct.label}扣分", deduct, [Number(("deduct", at, "points"), deduct.points)]
        if deduct.cap is not None:
            yield f"{key}.cap", f"{deduct.label}最多扣分", deduct, [Number(("deduct", at, "cap"), deduct.cap)]
        if scaled := deduct.scaled:
            number = Number(("deduct", at, "scaled", "factor"), scaled.factor, highest=1.0)
            yield f"{key}.scaled.factor", f"{deduct.label}{scaled.label}的系数", scaled, [number]


def _scale(rule: ScaleRule, scale: ScoreScale) -> Iterator[_Found]:
    limit = rule.limit.score or 0.0
    number = Number(("limit", "score"), limit, scale.floor, scale.full_marks)
    yield "limit.score", "触及监管标准的得分", rule.limit, [number]
    scores = [knot.score for knot in rule.knot]
    for at, knot in enumerate(rule.knot):
        beside = [(other + knot.score) / 2 for other in (*scores[max(at - 1, 0) : at], *scores[at + 1 : at + 2])]
        lowest = max((middle for middle in beside if middle <= knot.score), default=scale.floor)
        highest = min((middle for middle in beside if middle >= knot.score), default=scale.full_marks)
        label = f"比率 {knot.ratio * 100:g}% 的得分"
        yield f"knot.{at + 1}.score", label, knot, [Number(("knot", at, "score"), knot.score, lowest, highest)]


def _normalisation(rule: NormalisedRule, scale: ScoreScale) -> Iterator[_Found]:
    given = rule.normalisation
    if given.centre is not None:
        centre = Number(("normalisation", "centre"), given.centre, scale.floor, scale.full_marks)
        yield "normalisation.centre", "平均值的得分", given, [centre]
    if given.spread is not None:
        yield "normalisation.spread", "每个标准差的分值", given, [Number(("normalisation", "spread"), given.spread)]
    room = _NEARLY_HALF * (given.high - given.low) if given.low is not None and given.high is not None else UNBOUNDED
    if (low := given.low) is not None:
        yield "normalisation.low", "下端", given, [Number(("normalisation", "low"), low, -UNBOUNDED, low + room)]
    if (high := given.high) is not None:
        yield "normalisation.high", "上端", given, [Number(("normalisation", "high"), high, high - room)]


def _parts(parts: Iterable[Part]) -> Iterator[_Found]:
    for at, part in enumerate(parts):
        key, where = f"part.{part.id}", ("part", at)
        if part.measure == "best":
            grades = [Number((*where, "grades", grade), points) for grade, points in part.grades.items()]
            yield f"{key}.grades", f"{part.label}各级分值", part, grades
            continue
        points = [Number((*where, "tiers", place, "points"), tier.points) for place, tier in enumerate(part.tiers)]
        yield f"{key}.points", f"{part.label}各档分值", part, points
        lows = [Number((*where, "tiers", place, "at_least"), *_room(low, below)) for place, low, below in _lows(part)]
        if lows:
            yield f"{key}.at_least", f"{part.label}各档门槛", part, lows


def _lows(part: Part) -> Iterator[tuple[int, float, float]]:
    """Thresholds but the lowest, which only says that there is anything at all, each with the next lower one."""
    for place, (tier, below) in enumerate(pairwise(part.tiers)):
        yield place, tier.at_least, below.at_least


def _room(low: float, below: float) -> tuple[float, float]:
    """A threshold, and how far down it may go: not below the middle between it and the next lower one."""
    return low, (low + below) / 2


def _scaled(path: Path, values: Mapping[str, float], scale: ScoreScale) -> list[Number]:
    ordered = sorted(values.items(), key=lambda item: -item[1])
    return [Number((*path, name), value, scale.floor, scale.full_marks) for name, value in ordered]
