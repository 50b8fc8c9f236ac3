"""The records that rules on nodes count, as evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.evidence.conditions import Behind, Count, Reduced, require_columns

if TYPE_CHECKING:
    from indicator_tree import Rulebook
    from scoring.evidence.conditions import Tables


def reduce_conditions(rulebook: Rulebook, tables: Tables) -> Reduced:
    """How many records meet the condition over records of each rule on a node.

    Raises:
        UnknownColumnError: a rule asks for a source or column that is not there.
    """
    counts: list[Count] = []
    for node, rule, over in rulebook.over_records:
        require_columns(tables, node, over.source, (*over.when, *over.same_event))
        counts.append(Count(node, rule.key(node), over.source, rule.label, (over.when,), same_event=over.same_event))
    return Reduced([], [Behind(one.node, one.parameter, one.source, one.met) for one in counts], counts)
