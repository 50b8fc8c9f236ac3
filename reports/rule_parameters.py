"""The parameters of a rule as rows: key, what it says, and how it is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from indicator_tree.rules import (
    AnswersRule,
    DeductionRule,
    GradedRule,
    NormalisedRule,
    PhoneCheckRule,
    RateRule,
    ScaleRule,
)
from reports.figures import percent, plain
from scoring.kinds.normalised import METHODS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indicator_tree import Rulebook
    from indicator_tree.parameters import Cited
    from indicator_tree.rules import Deduct, Part, Rule, When


@dataclass(frozen=True)
class Parameter:
    """One parameter: its key as ledgers name it, its content in words, and its citation."""

    key: str
    content: str
    cited: Cited


def parameters_of(rulebook: Rulebook, node: str) -> list[Parameter]:
    """All parameters of a leaf or of the bonus, in the order of the rule; none for other nodes."""
    bonus = rulebook.bonus
    if node == "bonus" and bonus is not None:
        return [Parameter("bonus.cap", f"至多 {plain(bonus.cap)} 分", bonus), *_parts(node, bonus.part)]
    return list(_of_rule(node, rulebook.indicator[node].rule)) if node in rulebook.indicator else []


def _of_rule(node: str, rule: Rule | None) -> Iterator[Parameter]:
    match rule:
        case DeductionRule():
            yield from _deductions(node, rule.deduct)
        case AnswersRule():
            values = "、".join(f"{answer} {plain(value)} 分" for answer, value in rule.answers.values.items())
            yield Parameter(f"{node}.answers", values, rule.answers)
            yield from _deductions(node, rule.deduct)
        case RateRule():
            done, none = rule.done, rule.none_received
            yield Parameter(f"{node}.done", f"{rule.source}：评价期后 {done.days_after_period} 天内办结", done)
            yield Parameter(f"{node}.none_received", f"全年没有：{plain(none.score)} 分", none)
        case PhoneCheckRule():
            yield Parameter(f"{node}.rounds", f"应完成 {rule.rounds.count} 轮", rule.rounds)
            for fault in rule.fault:
                yield Parameter(f"{node}.fault.{fault.id}", f"{fault.label}，每次扣 {plain(fault.points)} 分", fault)
        case ScaleRule():
            yield from _scale(node, rule)
        case NormalisedRule():
            yield Parameter(f"{node}.normalisation", _normalised(rule), rule.normalisation)
        case GradedRule():
            yield from _parts(node, rule.part)


def _deductions(node: str, deductions: tuple[Deduct, ...]) -> Iterator[Parameter]:
    for one in deductions:
        key = f"{node}.deduct.{one.id}"
        cap = f"，至多 {plain(one.cap)} 分" if one.cap is not None else ""
        same = "；合并评价的公司同一事项只计一次" if one.same_event else ""
        yield Parameter(
            key, f"{one.label}（{one.source}{_when(one.when)}）每条扣 {plain(one.points)} 分{cap}{same}", one
        )
        if one.scaled:
            content = f"{one.scaled.label}（{_when(one.scaled.when, '')}）乘 {plain(one.scaled.factor)}"
            yield Parameter(f"{key}.scaled", content, one.scaled)


def _scale(node: str, rule: ScaleRule) -> Iterator[Parameter]:
    past = "低于" if rule.direction == "higher_is_better" else "达到"
    limit = f"{past}监管标准 {percent(rule.limit.value)}：{plain(rule.limit.score)} 分"
    yield Parameter(f"{node}.limit", limit, rule.limit)
    yield Parameter(f"{node}.warning", f"{past}预警标准 {percent(rule.warning.value)}：仅提示", rule.warning)
    for knot in rule.knot:
        yield Parameter(f"{node}.knot", f"{rule.ratio} {percent(knot.ratio)}：{plain(knot.score)} 分", knot)


_COMBINED = {"last": "最后一条", "sum": "合计", "mean": "平均"}
_DIRECTIONS = {"higher_is_better": "越高越好", "lower_is_better": "越低越好"}


def _normalised(rule: NormalisedRule) -> str:
    how = rule.normalisation
    figure = f"{rule.source}{_when(rule.when)} 的 {rule.value}" + (f" / {rule.per}" if rule.per else "")
    given = {
        "low": "下端",
        "high": "上端",
        "centre": "平均值得分",
        "spread": "每个标准差",
    }
    numbers = [f"{title} {plain(getattr(how, key))}" for key, title in given.items() if getattr(how, key) is not None]
    said = [_COMBINED[rule.combine], _DIRECTIONS[rule.direction], METHODS[how.method], *numbers]
    return f"{figure}：{'，'.join(said)}"


def _parts(node: str, parts: tuple[Part, ...]) -> Iterator[Parameter]:
    for part in parts:
        tiers = [f"不少于 {plain(tier.at_least)} {part.unit} {plain(tier.points)} 分" for tier in part.tiers]
        grades = [f"{grade} {plain(points)} 分" for grade, points in part.grades.items()]
        yield Parameter(f"{node}.part.{part.id}", f"{part.label}：{'；'.join([*tiers, *grades])}", part)


def _when(when: When, before: str = "：") -> str:
    spelled = ["、".join(map(str, value)) if isinstance(value, tuple) else str(value) for value in when.values()]
    spelled = [{"True": "是", "False": "否"}.get(value, value) for value in spelled]
    pairs = [f"{column} = {value}" for column, value in zip(when, spelled, strict=True)]
    return f"{before}{'，'.join(pairs)}" if pairs else ""
