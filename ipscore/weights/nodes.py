"""The nodes whose children's weights are meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipscore.errors import UnknownNodeError
from ipscore.lookup import find_node
from reports.elicitation import Siblings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indicator_tree import Rulebook

_WHOLE_TREE = ("base", "total")
FEWEST = 2
"""An only child has the weight 1 without anybody being asked."""


def siblings_of(rulebook: Rulebook, parent: str) -> Siblings:
    """The children of a node with their names; "" is the whole tree."""
    children = rulebook.children[parent or None]
    name = rulebook.indicator[parent].name if parent else ""
    return Siblings(parent, name, {code: rulebook.indicator[code].name for code in children})


def inner_nodes(rulebook: Rulebook) -> tuple[str, ...]:
    """The nodes that have weights to be chosen below them, the whole tree ("") first."""
    found = [parent or "" for parent, children in rulebook.children.items() if len(children) >= FEWEST]
    return tuple(parent for parent in ("", *rulebook.nodes) if parent in found)


def find_parents(rulebook: Rulebook, asked: Sequence[str]) -> tuple[str, ...]:
    """The nodes that are asked for, by code or name, `total` being the whole tree; all where none is.

    Raises:
        UnknownNodeError: no such node, or one below which there is nothing to weigh.
    """
    possible = inner_nodes(rulebook)
    if not asked:
        return possible
    found = []
    for node in asked:
        code = find_node(rulebook, node)
        parent = "" if code in _WHOLE_TREE else code
        if parent not in possible:
            told = "、".join(parent or "total" for parent in possible)
            raise UnknownNodeError(f"{code} 的下级不足 {FEWEST} 个，没有权重可定；可用：{told}", "请改写 --node")
        found.append(parent)
    return tuple(dict.fromkeys(found))
