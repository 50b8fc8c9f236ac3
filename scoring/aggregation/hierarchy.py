"""A tree as aggregation needs it: which children make which node, the deepest nodes first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from indicator_tree import Rulebook
    from indicator_tree.aggregation import Method

    Methods = Mapping[str, Method]

WHOLE = "base"
"""The node that stands for the whole tree."""


@dataclass(frozen=True)
class Group:
    """A node, its level (0 is the whole tree) and its children in code order."""

    node: str
    level: int
    children: tuple[str, ...]


@dataclass(frozen=True)
class Hierarchy:
    """Any tree, of any depth.

    Attributes:
        leaves: the nodes that have no children.
        groups: the others, every node after its children; the whole tree is the last.
    """

    leaves: tuple[str, ...]
    groups: tuple[Group, ...]

    @classmethod
    def of(cls, rulebook: Rulebook) -> Hierarchy:
        """The tree of a rulebook."""
        inner = sorted((code for code in rulebook.children if code is not None), key=rulebook.level, reverse=True)
        groups = [Group(code, rulebook.level(code), rulebook.children[code]) for code in inner]
        return cls(rulebook.leaves, (*groups, Group(WHOLE, 0, rulebook.children[None])))

    @cached_property
    def nodes(self) -> tuple[str, ...]:
        """All nodes, children before parents."""
        return (*self.leaves, *(group.node for group in self.groups))


def methods_of(rulebook: Rulebook) -> dict[str, Method]:
    """The method by which every inner node of a rulebook is made."""
    groups = Hierarchy.of(rulebook).groups
    if (rules := rulebook.aggregation) is None:
        return {group.node: "arithmetic" for group in groups}
    return {group.node: rules.at(group.node, group.level) for group in groups}


def minimum_present(rulebook: Rulebook) -> float:
    """The share of a node's children that must have a score."""
    return rulebook.aggregation.minimum_present if rulebook.aggregation else 0.0
