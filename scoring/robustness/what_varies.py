"""Which parameters of a rule vary.

What can vary is what the evidence is worth: points, caps, factors, values of answers, knots, tiers, scores. What is
counted from the records themselves (days, rounds, conditions, regulatory lines) is left as it is. Numbers whose order
matters and that share a basis and a reference move together; neighbouring knots of a scale keep their order because
neither may pass the middle between them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.kinds.parameters import Parameter
from scoring.kinds.registry import kind_of

if TYPE_CHECKING:
    from indicator_tree.rules import RuleModel
    from indicator_tree.scope import ScoreScale


def parameters_of(node: str, rule: RuleModel | None, scale: ScoreScale) -> tuple[Parameter, ...]:
    """All parameters of a rule that are not published, and that a factor moves.

    Args:
        node: code of the leaf, or `bonus`.
        rule: its rule; None has no parameters.
        scale: on which scores stay.
    """
    clauses = () if rule is None else kind_of(rule).clauses(rule, scale)
    return tuple(
        Parameter(f"{node}.{varied.key}", varied.label, clause.cited.basis, tuple(varied.numbers))
        for clause in clauses
        if clause.cited.basis != "published"
        for varied in clause.varies
        if any(number.free for number in varied.numbers)
    )
