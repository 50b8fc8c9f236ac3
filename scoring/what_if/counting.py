"""What a change of rules touches: leaves to be scored again, and those whose records must be counted again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scoring.comparison.quantities import asked
from scoring.kinds.registry import kind_of, relative_nodes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from indicator_tree import Rulebook


def changed_leaves(before: Rulebook, after: Rulebook) -> tuple[str, ...]:
    """The leaves, and `bonus`, whose rules differ; all of them where what they share does."""
    shared = ("scale", "survey")
    everywhere = any(getattr(before, name) != getattr(after, name) for name in shared)
    leaves = [node for node in after.leaves if everywhere or _scored_by(node, before) != _scored_by(node, after)]
    return (*leaves, *(["bonus"] if before.bonus != after.bonus else []))


def recounted_leaves(before: Rulebook, after: Rulebook) -> tuple[str, ...]:
    """Those of them, and of the nodes with rules, whose evidence may be other: other conditions count something."""
    nodes = (*changed_leaves(before, after), *dict.fromkeys((*before.ruled, *after.ruled)))
    return tuple(node for node in nodes if counted_by(node, before) != counted_by(node, after))


def counted_by(node: str, book: Rulebook) -> dict[Any, Any]:
    """All that a leaf, the bonus or a node with rules asks of the records; empty without a rule."""
    if node in book.ruled:
        return {at.parameter: counts for at, counts in asked(book).items() if at.node == node}
    rule = book.rule_at(node)
    return {} if rule is None else dict(kind_of(rule).quantities(node, rule, book))


def sources_of(node: str, book: Rulebook) -> set[str]:
    """The sources whose records a leaf, the bonus or a node with rules counts."""
    if node in book.ruled:
        return {over.source for at, _, over in book.over_records if at == node}
    rule = book.rule_at(node)
    return set() if rule is None else set(rule.sources)


def reading(sources: Iterable[str], book: Rulebook) -> tuple[str, ...]:
    """The leaves, `bonus` and the nodes with rules that count records of any of some sources."""
    wanted = set(sources)
    return tuple(node for node in (*book.rules, *book.ruled) if sources_of(node, book) & wanted)


def compared(nodes: Iterable[str], book: Rulebook) -> list[str]:
    """Those of some leaves, and all nodes with rules, at which a firm's score depends on what the others have."""
    relative = relative_nodes(book)
    ruled = [node for node in book.ruled if any(rule.relative for rule in book.rules_at(node))]
    return [*(node for node in nodes if node in relative), *ruled]


def _scored_by(node: str, book: Rulebook) -> tuple[Any, ...]:
    return book.indicator[node].rule, book.missing_policy(node)
