"""The rules on nodes and on the total, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.node_rules.words import conditions_text, effect_text, node_text

if TYPE_CHECKING:
    from indicator_tree import Rulebook

ORDER = "一个节点有多条规则的，按所列顺序逐条适用，最后不低于最低分；上级由适用规则之后的得分合成。"
_WHEN = {"base": "（加分之前）", "total": "（加分之后）"}


def node_rule_lines(rulebook: Rulebook) -> list[str]:
    """A line per rule, in the order in which scores are made; none where there are no such rules."""
    return [
        f"{_at(node, rulebook)}：{rule.label}（{conditions_text(rule, rulebook)}），{effect_text(rule)}"
        for node in rulebook.ruled
        for rule in rulebook.rules_at(node)
    ]


def _at(node: str, rulebook: Rulebook) -> str:
    if node in _WHEN and rulebook.bonus:
        return f"总分{_WHEN[node]}"
    return "总分" if node in _WHEN else node_text(node, rulebook)
