"""Which nodes are looked at together: the children of every node, every level, all leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.aggregation import WHOLE, Hierarchy
from scoring.coherence.frames import ALL_LEAVES

if TYPE_CHECKING:
    from indicator_tree import Rulebook


def sets(rulebook: Rulebook) -> dict[str, tuple[str, ...]]:
    """Name → nodes.

    The children of an inner node bear its code, those of the whole tree `base`, all nodes of a level `level 2` and so
    on, all leaves "". A level whose nodes are all leaves, or the children of the whole tree, is not named again; nor
    is a set of a single node.
    """
    made = {group.node: group.children for group in Hierarchy.of(rulebook).groups}
    found = {node: made[node] for node in (WHOLE, *rulebook.nodes) if node in made}
    levels: dict[int, list[str]] = {}
    for code in rulebook.nodes:
        levels.setdefault(rulebook.level(code), []).append(code)
    for level, codes in sorted(levels.items()):
        if tuple(codes) not in (found[WHOLE], rulebook.leaves):
            found[level_name(level)] = tuple(codes)
    found[ALL_LEAVES] = rulebook.leaves
    return {name: nodes for name, nodes in found.items() if len(nodes) > 1}


def level_name(level: int) -> str:
    """The name of the set of all nodes of a level."""
    return f"level {level}"
