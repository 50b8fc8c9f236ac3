"""The parameters of a rule as rows: key, what it says, and how it is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scoring.kinds.registry import kind_of
from scoring.node_rules.words import conditions_text, effect_text

if TYPE_CHECKING:
    from indicator_tree import Rulebook
    from indicator_tree.node_rules import NodeRule
    from indicator_tree.parameters import Cited


@dataclass(frozen=True)
class Parameter:
    """One parameter: its key as ledgers name it, its content in words, and its citation."""

    key: str
    content: str
    cited: Cited


def parameters_of(rulebook: Rulebook, node: str) -> list[Parameter]:
    """All parameters of a leaf, of the bonus, or of the rules on a node, in their order."""
    if own := rulebook.rules_at(node):
        return [Parameter(one.key(node), _content(one, rulebook), one) for one in own]
    if (rule := rulebook.rule_at(node)) is None:
        return []
    clauses = kind_of(rule).clauses(rule, rulebook.scale)
    return [Parameter(f"{node}.{clause.key}", clause.content, clause.cited) for clause in clauses]


def _content(rule: NodeRule, rulebook: Rulebook) -> str:
    return f"{rule.label}：{conditions_text(rule, rulebook)}，{effect_text(rule)}"
