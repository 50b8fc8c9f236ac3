"""Answers of a survey and what they are worth."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from indicator_tree.parameters import Cited
from indicator_tree.rules.deduction import Deduct
from indicator_tree.rules.model import RuleModel


class AnswersRule(RuleModel):
    """Mean value of a question's answers, less points for matching records, not below the floor."""

    SAMPLED: ClassVar[bool] = True

    kind: Literal["answers"]
    source: str = "survey_responses"
    question: str
    answers: AnswerValues
    deduct: tuple[Deduct, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        """That of the answers, then those of its deductions."""
        return (self.source, *(source for each in self.deduct for source in each.sources))

    @property
    def deductions(self) -> tuple[Deduct, ...]:
        """Its deductions."""
        return self.deduct


class AnswerValues(Cited):
    """What each answer is worth, in points."""

    values: dict[str, Annotated[float, Field(ge=0, le=100)]] = Field(min_length=2)
