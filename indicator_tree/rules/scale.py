"""A ratio on a piecewise linear scale."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from indicator_tree.errors import Problem
from indicator_tree.parameters import Cited
from indicator_tree.placeholders import asked, filled
from indicator_tree.plain_tables import entries_of, number_in, table_of
from indicator_tree.rules.model import RuleModel
from indicator_tree.stated_ratios import stated_ratios

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Table = Mapping[str, Any]

LINES = ("limit", "warning")
_NEAR = 1e-9


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


class ScaleRule(RuleModel):
    """Piecewise linear score of a ratio (numerator / denominator), with a limit past which the score is fixed."""

    LINES: ClassVar[tuple[str, ...]] = LINES

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

    @property
    def sources(self) -> tuple[str, ...]:
        """Its one source."""
        return (self.source,)

    @property
    def closed(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        """The name of its ratio."""
        return {self.source: {"ratio": (self.ratio,)}}

    def described(self, description: str) -> str:
        """The description with the ratio itself where it says `{limit}` or `{warning}`: `不得低于 8%`."""
        ratios = {line: percent(getattr(self, line).value) for line in LINES}
        return filled(description, ratios)

    @classmethod
    def contradictions(cls, code: str, description: object, rule: Mapping[str, Any]) -> Iterator[Problem]:
        """A warning line past the limit, a limit outside the knots, percentages in the description that are no line."""
        yield from _lines(code, rule)
        if isinstance(description, str):
            yield from _sentence(code, description, rule)


def _lines(code: str, rule: Table) -> Iterator[Problem]:
    where, keys = f"indicator.{code}.rule", ("indicator", code, "rule")
    limit, warning = (number_in(table_of(rule, line).get("value")) for line in LINES)
    better = {"higher_is_better": 1, "lower_is_better": -1}.get(str(rule.get("direction")))
    if limit is not None and warning is not None and better is not None and (warning - limit) * better < 0:
        should = "不小于" if better > 0 else "不大于"
        told = (
            f"预警标准 {percent(warning)} 越过了监管标准 {percent(limit)}：direction = {rule['direction']} "
            f"时应{should} {percent(limit)}；是否 warning 与 limit 写反了，或少写、多写了一位？"
        )
        follows = ((*keys, "direction"), (*keys, "limit"))
        yield Problem(f"{where}.warning.value", told, (*keys, "warning", "value"), follows=follows)
    given = [knot.get("ratio") for knot in entries_of(rule, "knot")]
    ratios = [ratio for one in given if (ratio := number_in(one)) is not None]
    if limit is None or len(ratios) < len(given) or not ratios:
        return
    if not min(ratios) - _NEAR <= limit <= max(ratios) + _NEAR:
        told = (
            f"监管标准 {percent(limit)} 不在 knot 的 ratio 之间（{percent(min(ratios))} 至 {percent(max(ratios))}），"
            "得分在标准两侧不相接；改了 limit 的，knot 也要改"
        )
        yield Problem(f"{where}.limit.value", told, (*keys, "limit", "value"), follows=((*keys, "knot"),))


def _sentence(code: str, description: str, rule: Table) -> Iterator[Problem]:
    """Ratios that a sentence states as bounds and that no line is; `{limit}` is always the limit."""
    lines = {line: number_in(table_of(rule, line).get("value")) for line in LINES}
    if lines["limit"] is None:
        return
    stated = list(stated_ratios(description))
    named = "limit" in asked(description) or any(_same(one.value, lines["limit"]) for one in stated)
    for one in stated:
        base = 1.0 if one.of is None else lines[one.of]
        if base is None or _same(one.value * base, lines[one.line]):
            continue
        loose = named or not one.certain
        if one.of is None and one.line == "limit" and loose and not one.bound:
            continue
        share = f"（即 {percent(one.value * base)}）" if one.of else ""
        told = (
            f"说明里的 {one.text}{share} 与 {one.line} 的 {percent(lines[one.line] or 0)} 不同；"
            f"写成 {{{one.line}}} 即随 {one.line} 而变，如“不得低于{{{one.line}}}”"
        )
        keys = ("indicator", code)
        yield Problem(
            f"indicator.{code}.description", told, (*keys, "description"), follows=((*keys, "rule", one.line),)
        )


def _same(one: float, other: float | None) -> bool:
    return other is not None and abs(one - other) < _NEAR
