"""The kinds of rules, as data: what a rulebook may say about how an indicator is scored.

Another year, other limits, points, categories, questions or tiers need only another rulebook. A kind that is not here
is a module here with its model, listed in `MODELS`, and a module in `scoring.kinds` that says what follows from it.
"""

from typing import TYPE_CHECKING, Annotated, Union, get_args

from pydantic import Field

from indicator_tree.rules.answers import AnswersRule, AnswerValues
from indicator_tree.rules.change import ChangeKnot, ChangeRule, WithoutPrevious
from indicator_tree.rules.clean_periods import CleanPeriodsRule, CleanStep, FewerPeriods
from indicator_tree.rules.conditions import Scalar, When
from indicator_tree.rules.deduction import Deduct, DeductionRule, Factor
from indicator_tree.rules.graded import Bonus, GradedRule, Part, Tier
from indicator_tree.rules.incidence import FewEvents, IncidenceKnot, IncidenceRule
from indicator_tree.rules.model import RuleModel
from indicator_tree.rules.normalised import Normalisation, NormalisedDefaults, NormalisedRule, TreatmentDraws
from indicator_tree.rules.phone_check import Fault, PhoneCheckRule, Rounds
from indicator_tree.rules.rate import Done, NoneReceived, RateRule
from indicator_tree.rules.scale import Knot, Line, ScaleRule
from indicator_tree.rules.treatment import Imputation, Transformation, Winsorisation
from indicator_tree.rules.weighted_mean import WeightedMeanRule

__all__ = [
    "MODELS",
    "AnswerValues",
    "AnswersRule",
    "Bonus",
    "ChangeKnot",
    "ChangeRule",
    "CleanPeriodsRule",
    "CleanStep",
    "Deduct",
    "DeductionRule",
    "Done",
    "Factor",
    "Fault",
    "FewEvents",
    "FewerPeriods",
    "GradedRule",
    "Imputation",
    "IncidenceKnot",
    "IncidenceRule",
    "Knot",
    "Line",
    "NoneReceived",
    "Normalisation",
    "NormalisedDefaults",
    "NormalisedRule",
    "Part",
    "PhoneCheckRule",
    "RateRule",
    "Rounds",
    "Rule",
    "RuleModel",
    "Scalar",
    "ScaleRule",
    "Tier",
    "Transformation",
    "TreatmentDraws",
    "WeightedMeanRule",
    "When",
    "Winsorisation",
    "WithoutPrevious",
    "kinds_of",
    "model_of",
]

MODELS: tuple[type[RuleModel], ...] = (
    DeductionRule,
    AnswersRule,
    RateRule,
    PhoneCheckRule,
    ScaleRule,
    NormalisedRule,
    IncidenceRule,
    GradedRule,
    WeightedMeanRule,
    ChangeRule,
    CleanPeriodsRule,
)
"""The model of every kind of rule that an indicator may have; each has a `kind` of its own."""

if TYPE_CHECKING:
    Rule = RuleModel
else:
    Rule = Annotated[Union[MODELS], Field(discriminator="kind")]  # noqa: UP007  (made of a tuple)
"""How an indicator is scored; rules are told apart by `kind`."""


def kinds_of(model: type[RuleModel]) -> tuple[str, ...]:
    """The kinds of a model, by their names in TOML."""
    return get_args(model.model_fields["kind"].annotation)


_BY_KIND = {name: model for model in MODELS for name in kinds_of(model)}


def model_of(kind: object) -> type[RuleModel] | None:
    """The model of a kind by its name in TOML; None if there is no such kind."""
    return _BY_KIND.get(kind) if isinstance(kind, str) else None
