"""What of an indicator can be held against a previous run: its score, or a figure that its rule counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from scoring.precision import DECIMALS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from indicator_tree import Rulebook
    from indicator_tree.rules import RuleModel
    from scoring.kinds.facts import Facts, Values
    from scoring.kinds.kind import RuleKind

SCORE = "score"
"""The measure that every rule has whose score rests on no answers of a sample."""


@dataclass(frozen=True)
class Measure:
    """One figure of every firm.

    Attributes:
        label: what it is called.
        unit: of its values; `%` where 1 is 100 %.
        values: from the evidence, a value per firm; NaN where a firm has none.
        source: whose records it counts; empty for other figures.
    """

    label: str
    unit: str
    values: Callable[[Facts], Values]
    source: str = ""


def points(kind: RuleKind[Any], node: str, rule: RuleModel, facts: Facts, book: Rulebook) -> Values:
    """The sum of a rule's ledger points per firm, settled unless its kind is exact; NaN where there is no score."""
    total = np.zeros(facts.count)
    for entry in kind.score(node, rule, facts, book):
        total[entry.at] += entry.points
    return total if kind.exact else np.round(total, DECIMALS)


def measures_of(kind: RuleKind[Any], node: str, rule: RuleModel, book: Rulebook) -> Mapping[str, Measure]:
    """Everything of a leaf that can be held against a previous run, by the name that rulebooks give it.

    Nothing where the score rests on answers: its change has the sampling errors of both runs.
    """
    if kind.told(rule).question is not None:
        return {}
    score = Measure("得分", "分", lambda facts: points(kind, node, rule, facts, book))
    return {SCORE: score, **kind.measures(node, rule)}
