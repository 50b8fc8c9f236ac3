"""Cleaning a wave: accepted responses, and rejected ones each with the rule that it breaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from surveys.breaches import breach, needed
from surveys.duplicates import later_duplicates
from surveys.funnel import funnel
from surveys.quality_rules import Duplicate
from surveys.wave import Wave

if TYPE_CHECKING:
    from surveys.quality_rules import QualityRule
    from surveys.questionnaire import Questionnaire

_PLACE = "_broken"
_TWICE = "_twice"


@dataclass(frozen=True)
class Cleaned:
    """The responses of a wave, sorted out by the quality rules of its questionnaire.

    Attributes:
        accepted: the responses that break no rule, with the columns that were given.
        rejected: record_id, firm_id, entity_id, rule (id) and label (Chinese) of the others; the rule is the first in
            the order of the questionnaire that a response breaks.
        funnel: firm_id, step, responses; see `surveys.funnel.funnel`.
        unchecked: rules that were not checked, since the file has no value in a column that they need.
    """

    accepted: pl.LazyFrame
    rejected: pl.LazyFrame
    funnel: pl.DataFrame
    unchecked: tuple[QualityRule, ...]


def clean(responses: pl.LazyFrame, questionnaire: Questionnaire) -> Cleaned:
    """Sort the responses of one wave out by the quality rules of its questionnaire, in their order.

    A rule looks only at responses that no earlier rule rejects; the median time is that of all completed responses.
    The wave is gone through once for facts about it as a whole, twice for every rule on duplicates and once for the
    funnel, streaming; in memory stay only the responses that share a respondent or a device. The order of rows changes
    nothing. `accepted` and `rejected` are lazy and keep it.

    Args:
        responses: the table `survey_responses`: record_id, firm_id, entity_id and the columns of the contract.
        questionnaire: whose responses they are.
    """
    columns = responses.collect_schema().names()
    if "status" not in columns:
        responses = responses.with_columns(status=pl.lit(None, pl.String))
    rules = questionnaire.quality
    wave = Wave.of(responses, [name for rule in rules for name in needed(rule, questionnaire)])
    checked = [wave.telling.issuperset(needed(rule, questionnaire)) for rule in rules]
    marked = responses.with_columns(pl.lit(None, pl.UInt8).alias(_PLACE))
    for place, rule in enumerate(rules):
        if checked[place]:
            marked = _marked(marked, rule, place, questionnaire, wave)
    broken = pl.col(_PLACE)
    return Cleaned(
        accepted=marked.filter(broken.is_null()).select(columns),
        rejected=marked.filter(broken.is_not_null()).select(
            "record_id",
            "firm_id",
            "entity_id",
            broken.replace_strict({at: rule.id for at, rule in enumerate(rules)}, return_dtype=pl.String).alias("rule"),
            broken.replace_strict({at: rule.label for at, rule in enumerate(rules)}, return_dtype=pl.String).alias(
                "label"
            ),
        ),
        funnel=funnel(marked, _PLACE, [rule.id for rule in rules], checked),
        unchecked=tuple(rule for rule, done in zip(rules, checked, strict=True) if not done),
    )


def _marked(
    responses: pl.LazyFrame, rule: QualityRule, place: int, questionnaire: Questionnaire, wave: Wave
) -> pl.LazyFrame:
    """The responses with the place of the rule where no earlier one is broken and this one is."""
    broken = breach(rule, questionnaire, wave)
    if broken is not None:
        return responses.with_columns(_first(broken, place))
    assert isinstance(rule, Duplicate)
    later = later_duplicates(responses.filter(pl.col(_PLACE).is_null()), rule.column)
    flagged = later.lazy().with_columns(pl.lit(value=True).alias(_TWICE))
    joined = responses.join(flagged, on="record_id", how="left", maintain_order="left")
    return joined.with_columns(_first(pl.col(_TWICE).fill_null(value=False), place)).drop(_TWICE)


def _first(broken: pl.Expr, place: int) -> pl.Expr:
    return pl.coalesce(pl.col(_PLACE), pl.when(broken).then(pl.lit(place, pl.UInt8))).alias(_PLACE)
