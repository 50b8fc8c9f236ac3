"""What the rules of a node do to its score."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from scoring.node_rules.circumstances import Circumstances
from scoring.node_rules.conditions import holds

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy.typing as npt
    import polars as pl

    from indicator_tree import Rulebook
    from indicator_tree.node_rules import NodeRule

    Floats = npt.NDArray[np.float64]
    Truths = npt.NDArray[np.bool_]

Place = tuple[str | int, ...]
"""Where a number of the rules stands: node, place of the rule, and the way from there: `("total", 0, "score")`."""


@dataclass(frozen=True)
class Considered:
    """A rule as it was considered, per unit.

    Attributes:
        rule: of the rulebook.
        held: whether its conditions hold, and the node has a score.
        points: what it adds; 0 where it does not apply or changes nothing.
        conditions: whether each condition holds, shape (conditions, …, units).
    """

    rule: NodeRule
    held: Truths
    points: Floats
    conditions: Truths


@dataclass(frozen=True)
class Judged:
    """A node's score after its rules, the rules one by one, and what the scale's floor adds after them."""

    score: Floats
    considered: tuple[Considered, ...]
    floor: Floats

    @property
    def moves(self) -> Truths:
        """Where the score follows what the children make: neither cap nor floor holds it."""
        free = self.floor == 0
        for one in self.considered:
            if one.rule.effect in ("cap", "floor"):
                free = free & (one.points == 0)
        return np.asarray(free)


@dataclass(frozen=True)
class NodeRules:
    """The rules of a rulebook on its nodes, with what they look at.

    Attributes:
        rulebook: the rules.
        circumstances: of the units, in the order of all arrays.
        numbers: numbers that are other than the rulebook's, of shapes that broadcast to the scores.
    """

    rulebook: Rulebook
    circumstances: Circumstances
    numbers: Mapping[Place, Floats] = field(default_factory=dict)

    @classmethod
    def of(cls, rulebook: Rulebook, firms: pl.DataFrame, evidence: pl.DataFrame) -> NodeRules:
        """Those over evidence; see `Circumstances.of`."""
        return cls(rulebook, Circumstances.of(rulebook, firms, evidence))

    def applied(self, node: str, made: Floats, scores: Mapping[str, Floats]) -> Floats:
        """A node's score after its rules.

        Args:
            node: code, `base` or `total`.
            made: its score before them, shape (…, units).
            scores: of the nodes made before it, and of the bonus, of shapes that broadcast to it.
        """
        return self.judged(node, made, scores).score if self.rulebook.rules_at(node) else made

    def adjusting(self, bonus: Floats) -> Callable[[str, Floats, Mapping[str, Floats]], Floats] | None:
        """What `scoring.aggregation.roll_up_tree` adjusts nodes by; None where the rulebook has no such rules."""
        if not self.rulebook.ruled:
            return None
        return lambda node, made, found: self.applied(node, made, {**found, "bonus": bonus})

    def judged(self, node: str, made: Floats, scores: Mapping[str, Floats]) -> Judged:
        """The same, rule by rule."""
        running = made
        considered = []
        for place, rule in enumerate(self.rulebook.rules_at(node)):
            one = self._considered(node, place, rule, running, scores)
            considered.append(one)
            running = self._after(node, place, one, running)
        after = np.where(running < self.rulebook.scale.floor, self.rulebook.scale.floor, running)
        return Judged(after, tuple(considered), after - running)

    def bounded(self, judged: Judged, node: str, limit: Floats) -> Floats:
        """What the rules that applied to a node's score make of a limit of its interval."""
        for place, one in enumerate(judged.considered):
            limit = self._after(node, place, one, limit)
        return np.where(limit < self.rulebook.scale.floor, self.rulebook.scale.floor, limit)

    def _considered(
        self, node: str, place: int, rule: NodeRule, running: Floats, scores: Mapping[str, Floats]
    ) -> Considered:
        count = self._count(node, rule)
        held = [
            holds(
                condition,
                lambda name, value, at=at: self._number(node, place, ("when", at, name), value),  # type: ignore[misc]
                count,
                lambda asked: running if asked == node else scores[asked],
                lambda asked: [scores[leaf] for leaf in self._leaves(asked)],
                self.circumstances.groups,
            )
            for at, condition in enumerate(rule.when)
        ]
        conditions = np.stack([np.broadcast_to(one, running.shape) for one in held])
        known = ~np.isnan(running)
        together = (conditions.all(axis=0) if rule.match == "all" else conditions.any(axis=0)) & known
        one = Considered(rule, together, np.zeros(running.shape), conditions)
        points = np.where(known, self._after(node, place, one, running) - running, 0.0)
        return Considered(rule, together, points + 0.0, conditions)

    def _after(self, node: str, place: int, one: Considered, running: Floats) -> Floats:
        rule = one.rule
        match rule.effect:
            case "cap":
                after = np.minimum(running, self._number(node, place, ("score",), rule.score or 0.0))
            case "floor":
                after = np.maximum(running, self._number(node, place, ("score",), rule.score or 0.0))
            case "deduct":
                after = running - self._deducted(node, place, rule)
            case _:
                return running
        return np.where(one.held, after, running)

    def _deducted(self, node: str, place: int, rule: NodeRule) -> Floats | float:
        points = self._number(node, place, ("points",), rule.points or 0.0)
        if not rule.each:
            return points
        whole = points * self._count(node, rule)
        return whole if rule.most is None else np.minimum(whole, self._number(node, place, ("most",), rule.most))

    def _count(self, node: str, rule: NodeRule) -> Floats:
        return self.circumstances.counts.get(rule.key(node), np.zeros(len(self.circumstances.groups)))

    def _number(self, node: str, place: int, way: Place, value: float) -> Floats | float:
        return self.numbers.get((node, place, *way), value)

    def _leaves(self, node: str) -> tuple[str, ...]:
        return self.rulebook.leaves_under(None if node == "base" else node)
