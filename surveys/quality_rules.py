"""Quality rules of a questionnaire: a closed set of kinds, each with its parameters and where they come from."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from indicator_tree.parameters import Cited, Reference

Answers = dict[str, tuple[str, ...]]
"""Question code → answers, any of which meets the condition."""


class _Rule(Cited):
    """What every rule has: an id, and the reason in Chinese that a rejected response is given."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: str = Field(min_length=1)


class Unfinished(_Rule):
    """The answer sheet was not completed."""

    kind: Literal["unfinished"]


class OutsideFieldPeriod(_Rule):
    """Answered before the first or after the last day of the field period."""

    kind: Literal["outside_field_period"]


class NotClient(_Rule):
    """The respondent says that they are no client of the firm."""

    kind: Literal["not_client"]


class Duplicate(_Rule):
    """A later response of the same respondent, or from the same device, about the same firm."""

    kind: Literal["duplicate"]
    column: Literal["respondent", "device"]


class TooFast(_Rule):
    """Answered in less than a share of the median time of the wave's completed responses."""

    kind: Literal["too_fast"]
    share_of_median: float = Field(gt=0, lt=1)


class Attention(_Rule):
    """The question that tells respondents what to answer was answered otherwise; no answer is not judged."""

    kind: Literal["attention"]
    question: str
    expected: str


class StraightLining(_Rule):
    """All questions of a block were answered at the same position of the list of options."""

    kind: Literal["straight_lining"]
    questions: tuple[str, ...] = Field(min_length=2)


class Inconsistent(_Rule):
    """Answers that cannot all be true."""

    kind: Literal["inconsistent"]
    when: Answers = Field(min_length=2)


class OffRoute(_Rule):
    """A question was answered that routing did not ask."""

    kind: Literal["off_route"]


QualityRule = Annotated[
    Unfinished
    | OutsideFieldPeriod
    | NotClient
    | Duplicate
    | TooFast
    | Attention
    | StraightLining
    | Inconsistent
    | OffRoute,
    Field(discriminator="kind"),
]

UNFINISHED = Unfinished(
    id="unfinished",
    kind="unfinished",
    label="未完成",
    basis="assumed",
    reference=Reference(title="问卷没有写质量规则时，只剔除未完成的答卷"),
)
"""The one rule of a questionnaire that states none."""
