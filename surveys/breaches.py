"""Whether a response breaks a quality rule: one kind, one expression over the row.

Where a cell is empty, nothing is held against the response; nor where an answer was given that is no option.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

import polars as pl

from surveys.quality_rules import (
    Attention,
    Duplicate,
    Inconsistent,
    NotClient,
    OffRoute,
    OutsideFieldPeriod,
    StraightLining,
    TooFast,
    Unfinished,
)
from surveys.wave import completed

if TYPE_CHECKING:
    from surveys.quality_rules import Answers, QualityRule
    from surveys.questionnaire import FieldPeriod, Question, Questionnaire
    from surveys.wave import Wave


def needed(rule: QualityRule, questionnaire: Questionnaire) -> tuple[str, ...]:
    """The columns without which a rule cannot be checked."""
    names: tuple[str, ...]
    match rule:
        case Unfinished():
            names = ("status",)
        case OutsideFieldPeriod():
            names = ("answered_on",)
        case NotClient():
            names = ("client",)
        case Duplicate():
            names = (rule.column,)
        case TooFast():
            names = ("seconds",)
        case Attention():
            names = (rule.question,)
        case StraightLining():
            names = rule.questions
        case Inconsistent():
            names = tuple(rule.when)
        case OffRoute():
            names = tuple(name for question in questionnaire.question for name in question.asked_if)
        case _:
            assert_never(rule)
    return names


def breach(rule: QualityRule, questionnaire: Questionnaire, wave: Wave, unrecognised: pl.DataFrame) -> pl.Expr | None:
    """Whether the response in a row breaks the rule, true or false; None for duplicates, which no row tells alone.

    Args:
        rule: the rule.
        questionnaire: whose it is.
        wave: all responses.
        unrecognised: answers that are no option, empty in the responses: record_id, question.
    """
    broken: pl.Expr | None
    match rule:
        case Unfinished():
            broken = ~completed()
        case OutsideFieldPeriod():
            assert questionnaire.field_period is not None
            broken = outside(questionnaire.field_period)
        case NotClient():
            broken = ~pl.col("client").fill_null(value=True)
        case Duplicate():
            broken = None
        case TooFast():
            broken = too_fast(rule.share_of_median, wave.median_seconds)
        case Attention():
            broken = (pl.col(rule.question) != rule.expected).fill_null(value=False)
        case StraightLining():
            broken = straight_lined({name: questionnaire.options[name] for name in rule.questions})
        case Inconsistent():
            broken = answered_so(rule.when)
        case OffRoute():
            broken = off_route([question for question in questionnaire.question if question.asked_if], unrecognised)
        case _:
            assert_never(rule)
    return broken


def outside(period: FieldPeriod) -> pl.Expr:
    """Answered before the first or after the last day."""
    return ~pl.col("answered_on").is_between(period.start, period.end)


def too_fast(share: float, median: float | None) -> pl.Expr:
    """Answered in less than a share of the median time (Greszki, Meyer & Schoen 2015)."""
    if median is None:
        return pl.lit(value=False)
    return (pl.col("seconds") < share * median).fill_null(value=False)


def straight_lined(options: dict[str, tuple[str, ...]]) -> pl.Expr:
    """All questions answered, and all at the same position of their options."""
    first, *others = [
        pl.col(name).replace_strict(list(allowed), list(range(len(allowed))), default=None, return_dtype=pl.UInt8)
        for name, allowed in options.items()
    ]
    return pl.all_horizontal(other == first for other in others).fill_null(value=False)


def answered_so(when: Answers) -> pl.Expr:
    """Every listed question was answered with one of the listed answers."""
    return pl.all_horizontal(pl.col(name).is_in(list(answers)).fill_null(value=False) for name, answers in when.items())


def off_route(routed: list[Question], unrecognised: pl.DataFrame) -> pl.Expr:
    """Some question was answered although the answers before it did not lead to it, as far as these are known."""
    return pl.any_horizontal(
        pl.col(question.code).is_not_null()
        & ~answered_so(question.asked_if)
        & ~_lost(list(question.asked_if), unrecognised)
        for question in routed
    )


def _lost(questions: list[str], unrecognised: pl.DataFrame) -> pl.Expr:
    records = unrecognised.filter(pl.col("question").is_in(questions))["record_id"]
    return pl.lit(value=False) if records.is_empty() else pl.col("record_id").is_in(records.unique().implode())
