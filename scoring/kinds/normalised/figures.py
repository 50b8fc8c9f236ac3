"""The figure of every unit, as it was read and as it is after the treatment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scoring.kinds.normalised.treatment import Treatment

if TYPE_CHECKING:
    from scoring.kinds.facts import Facts, Values, Where
    from scoring.kinds.normalised.refusing import Refusal


@dataclass(frozen=True)
class Figures:
    """One value per unit.

    Attributes:
        values: what is compared; NaN where there is none.
        given: where there was a figure before the treatment.
        treatment: what was done to them.
    """

    values: Values
    given: Where
    treatment: Treatment

    @classmethod
    def of(cls, facts: Facts, refusal: Refusal) -> Figures:
        """The figures of a leaf.

        Raises:
            NormalisationError: a figure is not finite, something is divided by zero, or a treatment cannot be done.
        """
        node, rule = refusal.node, refusal.rule
        read = _quotient(facts, refusal)
        treatment = Treatment(node, rule, facts, read, refusal.title, refusal.spelled, refusal.error).run()
        return cls(treatment.figures, ~np.isnan(read), treatment)

    @property
    def known(self) -> Where:
        """Where there is a figure."""
        return ~np.isnan(self.values)

    def spelled(self, figure: float, refusal: Refusal) -> str:
        """A figure in words: in the rule's unit, which a transformation takes away."""
        return f"{figure:.6g}" if self.treatment.bent else refusal.spelled(figure)


def _quotient(facts: Facts, refusal: Refusal) -> Values:
    """The figures as they were read, divided where the rule says so."""
    node, rule = refusal.node, refusal.rule
    value = facts.quantity(f"{node}.value")
    refusal.unless(~np.isinf(value), rule.value, "{}的值不是有限的数")
    if rule.per is None:
        return value
    per = facts.quantity(f"{node}.per")
    refusal.unless(~np.isinf(per), rule.per, "{}的值不是有限的数")
    refusal.unless(per != 0, rule.per, "{}的值为 0，不能作除数")
    with np.errstate(over="ignore"):
        found: Values = value / per
    refusal.unless(~np.isinf(found), rule.value, "{}的商不是有限的数")
    return found
