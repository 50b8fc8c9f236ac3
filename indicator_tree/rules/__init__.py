"""The closed set of rule kinds, as data: what a rulebook may say about how an indicator is scored.

A rule kind that is not here needs a module in `scoring.kinds`; another year, other limits, points,
categories, questions or tiers need only another rulebook.
"""

from typing import Annotated

from pydantic import Field

from indicator_tree.rules.answers import AnswersRule, AnswerValues
from indicator_tree.rules.conditions import Scalar, When
from indicator_tree.rules.deduction import Deduct, DeductionRule, Factor
from indicator_tree.rules.graded import Bonus, GradedRule, Part, Tier
from indicator_tree.rules.normalised import Normalisation, NormalisedRule
from indicator_tree.rules.phone_check import Fault, PhoneCheckRule, Rounds
from indicator_tree.rules.rate import Done, NoneReceived, RateRule
from indicator_tree.rules.scale import Knot, Line, ScaleRule

__all__ = [
    "AnswerValues",
    "AnswersRule",
    "Bonus",
    "Deduct",
    "DeductionRule",
    "Done",
    "Factor",
    "Fault",
    "GradedRule",
    "Knot",
    "Line",
    "NoneReceived",
    "Normalisation",
    "NormalisedRule",
    "Part",
    "PhoneCheckRule",
    "RateRule",
    "Rounds",
    "Rule",
    "Scalar",
    "ScaleRule",
    "Tier",
    "When",
]

Rule = Annotated[
    DeductionRule | AnswersRule | RateRule | PhoneCheckRule | ScaleRule | NormalisedRule | GradedRule,
    Field(discriminator="kind"),
]
"""How an indicator is scored; rules are told apart by `kind`."""
