"""Answers of a survey and what they are worth."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from indicator_tree.parameters import Cited, Strict
from indicator_tree.rules.deduction import Deduct


class AnswersRule(Strict):
    """Mean value of a question's answers, less points for matching records, not below the floor."""

    kind: Literal["answers"]
    source: str = "survey_responses"
    question: str
    answers: AnswerValues
    deduct: tuple[Deduct, ...] = ()


class AnswerValues(Cited):
    """What each answer is worth, in points."""

    values: dict[str, Annotated[float, Field(ge=0, le=100)]] = Field(min_length=2)
