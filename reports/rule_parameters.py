"""The parameters of a rule as rows: key, what it says, and how it is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scoring.kinds.registry import kind_of

if TYPE_CHECKING:
    from indicator_tree import Rulebook
    from indicator_tree.parameters import Cited


@dataclass(frozen=True)
class Parameter:
    """One parameter: its key as ledgers name it, its content in words, and its citation."""

    key: str
    content: str
    cited: Cited


def parameters_of(rulebook: Rulebook, node: str) -> list[Parameter]:
    """All parameters of a leaf or of the bonus, in the order of the rule; none for other nodes."""
    if (rule := rulebook.rule_at(node)) is None:
        return []
    clauses = kind_of(rule).clauses(rule, rulebook.scale)
    return [Parameter(f"{node}.{clause.key}", clause.content, clause.cited) for clause in clauses]
