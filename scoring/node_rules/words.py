"""Rules on nodes in words: what a rule does, and under which conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicator_tree.node_rules import LowestCondition, MissingCondition, RecordsCondition, ScoreCondition
from scoring.frames import total_names
from scoring.kinds.spelling import wanted_words
from scoring.named_sources import source_named

if TYPE_CHECKING:
    from indicator_tree import Rulebook
    from indicator_tree.node_rules import Condition, NodeRule
    from indicator_tree.rules import Scalar
    from indicator_tree.rules.conditions import Bounds


def effect_text(rule: NodeRule) -> str:
    """What a rule does: `不高于 59 分`, `每条扣 2 分，至多 10 分`, `定为 D`."""
    match rule.effect:
        case "cap":
            return f"不高于 {rule.score:g} 分"
        case "floor":
            return f"不低于 {rule.score:g} 分"
        case "deduct":
            most = "" if rule.most is None else f"，至多 {rule.most:g} 分"
            return f"每条扣 {rule.points:g} 分{most}" if rule.each else f"扣 {rule.points:g} 分"
        case "class":
            return f"等级定为 {rule.to}"
        case "class_cap":
            return f"等级不高于 {rule.to}"
        case "class_down":
            return f"等级下调 {rule.steps} 级"


def conditions_text(rule: NodeRule, rulebook: Rulebook) -> str:
    """When a rule applies: its conditions, joined by 且 or 或."""
    joined = "，且" if rule.match == "all" else "，或"
    return joined.join(condition_text(one, rulebook) for one in rule.when)


def condition_text(condition: Condition, rulebook: Rulebook) -> str:
    """A condition as the clause of a sentence.

    A rulebook names its nodes, its sources and their columns; other sources name themselves.
    """
    match condition:
        case RecordsCondition():
            source = source_named(condition.source, rulebook)
            asked = "、".join(
                f"{source.column(column).title}{_wanted(wanted)}" for column, wanted in condition.when.items()
            )
            return f"{source.title}中{f'{asked}的' if asked else ''}记录至少 {condition.at_least} {source.unit}"
        case ScoreCondition():
            limits = [] if condition.at_least is None else [f"不低于 {condition.at_least:g} 分"]
            limits += [] if condition.below is None else [f"低于 {condition.below:g} 分"]
            return f"{node_text(condition.node, rulebook)}得分{'而'.join(limits)}"
        case LowestCondition():
            among = "同组中" if condition.within_groups else ""
            ties = "并列的都算" if condition.ties == "in" else "并列的都不算"
            return f"{node_text(condition.node, rulebook)}得分在{among}最低的 {condition.share * 100:g}% 之内（{ties}）"
        case MissingCondition():
            under = f"{node_text(condition.node, rulebook)}之下"
            many = f"没有得分的指标超过 {condition.above * 100:g}%" if condition.above else "有指标没有得分"
            return f"{under}{many}"


def node_text(node: str, rulebook: Rulebook) -> str:
    """A node with its name: `3 投资者适当性`, `总分`."""
    if node in rulebook.indicator:
        return f"{node} {rulebook.indicator[node].name}"
    return rulebook.bonus.name if node == "bonus" and rulebook.bonus else total_names(rulebook)[node]


def _wanted(wanted: Scalar | tuple[Scalar, ...] | Bounds) -> str:
    if isinstance(wanted, dict):
        return wanted_words(wanted)
    values = wanted if isinstance(wanted, tuple) else (wanted,)
    return "为" + "或".join({True: "是", False: "否"}[one] if isinstance(one, bool) else f"“{one}”" for one in values)
