"""Who reads previous runs, and how many of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scoring.node_rules.words import node_text

if TYPE_CHECKING:
    from indicator_tree import Rulebook


@dataclass(frozen=True)
class Asked:
    """One thing that reads previous runs: in words, and how many."""

    what: str
    runs: int


def asked_of_previous(rulebook: Rulebook) -> tuple[Asked, ...]:
    """The leaves whose rules read previous runs, then the nodes whose letters are held against previous cut-offs."""
    leaves = [
        Asked(f"指标 {code} {rulebook.indicator[code].name}", rule.previous_runs)
        for code, rule in rulebook.rules.items()
        if rule.previous_runs
    ]
    return (*leaves, *(Asked(f"{node_text(node, rulebook)}的等级界线", 1) for node in guarded_nodes(rulebook)))


def guarded_nodes(rulebook: Rulebook) -> tuple[str, ...]:
    """The nodes whose cut-offs are held against those of the previous run."""
    rails = {node: rulebook.letters_at(node).guardrail for node in rulebook.lettered}
    return tuple(node for node, rail in rails.items() if rail is not None and rail.from_previous_run)
