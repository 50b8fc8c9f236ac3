"""All kinds of rules. Adding one: its model in `indicator_tree.rules`, its class in a file here, and its line below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from indicator_tree.rules import MODELS, Bonus
from scoring.kinds.answers import AnswersKind
from scoring.kinds.bonus import BonusKind
from scoring.kinds.change import ChangeKind
from scoring.kinds.clean_periods import CleanPeriodsKind
from scoring.kinds.deduction import DeductionKind
from scoring.kinds.graded import GradedKind
from scoring.kinds.incidence import IncidenceKind
from scoring.kinds.normalised import NormalisedKind
from scoring.kinds.phone_check import PhoneCheckKind
from scoring.kinds.rate import RateKind
from scoring.kinds.scale import ScaleKind
from scoring.kinds.weighted_mean import WeightedMeanKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from indicator_tree import Rulebook
    from indicator_tree.rules import AnswersRule, RuleModel
    from scoring.kinds.kind import R, RuleKind

KINDS: tuple[RuleKind[Any], ...] = (
    DeductionKind(),
    AnswersKind(),
    PhoneCheckKind(),
    RateKind(),
    ScaleKind(),
    NormalisedKind(),
    IncidenceKind(),
    GradedKind(),
    WeightedMeanKind(),
    ChangeKind(lambda rule: kind_of(rule)),  # noqa: PLW0108  (defined below)
    CleanPeriodsKind(),
    BonusKind(),
)
"""Every kind, in the order in which texts tell of them. A class that leaves anything unanswered cannot be made."""

_BY_MODEL: Mapping[type[RuleModel], RuleKind[Any]] = {kind.model: kind for kind in KINDS}
_LACKING = [model.__name__ for model in MODELS if model not in _BY_MODEL]
if _LACKING or Bonus not in _BY_MODEL:
    raise AssertionError(f"rule models without a kind: {_LACKING}")


EXACT = tuple(kind.name for kind in KINDS if kind.exact)
"""Names of the kinds whose points keep all their digits, as ledgers have them."""


def kind_of(rule: R) -> RuleKind[R]:
    """The kind of a rule."""
    return _BY_MODEL[type(rule)]


def questions_of(rulebook: Rulebook) -> dict[str, AnswersRule]:
    """The leaves that rest on answers, with their rules."""
    return {node: question for node in rulebook.leaves if (question := question_at(node, rulebook)) is not None}


def question_at(node: str, rulebook: Rulebook) -> AnswersRule | None:
    """The rule of a node that rests on answers; None for all others."""
    rule = rulebook.rule_at(node)
    return None if rule is None else kind_of(rule).told(rule).question


def relative_nodes(rulebook: Rulebook) -> tuple[str, ...]:
    """The leaves at which a firm's score depends on what the other firms have."""
    return tuple(node for node, rule in rulebook.rules.items() if kind_of(rule).compares(rule))
