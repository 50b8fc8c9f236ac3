"""Cleaning a wave: accepted responses, and rejected ones each with the rule that it breaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from data_sources.batches import UNRECOGNISED
from surveys.breaches import breach, needed
from surveys.duplicates import SHARES, places_of_duplicates, sharing
from surveys.funnel import ACCEPTED, fates, funnel
from surveys.quality_rules import Duplicate
from surveys.wave import Wave

if TYPE_CHECKING:
    from collections.abc import Sequence

    from surveys.quality_rules import QualityRule
    from surveys.questionnaire import Questionnaire

_PLACE = "_broken"
_TOLD = ("record_id", "firm_id", "entity_id", "answered_on", "status", _PLACE)
_NONE_LOST = UNRECOGNISED.to_frame()


@dataclass(frozen=True)
class Cleaned:
    """The responses of a wave, sorted out by the quality rules of its questionnaire.

    Attributes:
        accepted: the responses that break no rule, with the columns that were given.
        rejected: record_id, firm_id, entity_id, rule (id) and label (Chinese) of the others; the rule is the first in
            the order of the questionnaire that a response breaks.
        funnel: firm_id, step, responses; see `surveys.funnel.funnel`.
        unrecognised: the answers of accepted responses that are no option of their question, as they were given.
        unchecked: rules that were not checked, since the file has no value in a column that they need.
    """

    accepted: pl.LazyFrame
    rejected: pl.LazyFrame
    funnel: pl.DataFrame
    unchecked: tuple[QualityRule, ...]
    unrecognised: pl.DataFrame

    @property
    def patterns(self) -> pl.DataFrame:
        """The accepted responses of every firm, all weighing 1: firm_id, respondents, weight, weight_squares."""
        accepted = self.funnel.filter(pl.col("step") == ACCEPTED, pl.col("responses") > 0)
        number = pl.col("responses")
        weight = number.cast(pl.Float64)
        return accepted.select("firm_id", respondents=number, weight=weight, weight_squares=weight)


def clean(responses: pl.LazyFrame, questionnaire: Questionnaire, unrecognised: pl.DataFrame | None = None) -> Cleaned:
    """Sort the responses of one wave out by the quality rules of its questionnaire, in their order.

    A rule looks only at responses that no earlier rule rejects; the median time is that of all completed responses.
    The wave is gone through twice for facts about it as a whole, once for every rule on duplicates, and once for what
    becomes of every response, streaming; in memory stay only the responses that are rejected or share a respondent or a
    device. The order of rows changes nothing. `accepted`, which is lazy, and `rejected` keep it.

    Args:
        responses: the table `survey_responses`: record_id, firm_id, entity_id and the columns of the contract.
        questionnaire: whose responses they are.
        unrecognised: answers that are no option of their question, which are empty in the responses: record_id,
            firm_id, question, and more; none if omitted. No rule holds such an answer against a response.
    """
    lost = _NONE_LOST if unrecognised is None else unrecognised
    columns = responses.collect_schema().names()
    if "status" not in columns:
        responses = responses.with_columns(status=pl.lit(None, pl.String))
    rules = questionnaire.quality
    wave = Wave.of(responses, [name for rule in rules for name in needed(rule, questionnaire)])
    checked = [wave.telling.issuperset(needed(rule, questionnaire)) for rule in rules]
    marked = responses.with_columns(_first_broken(questionnaire, wave, checked, lost))
    columns_shared = {at: rule.column for at, rule in enumerate(rules) if checked[at] and isinstance(rule, Duplicate)}
    names = list(dict.fromkeys(columns_shared.values()))
    shares = sharing(responses, wave.responses, names)
    apart = marked.filter(shares | pl.col(_PLACE).is_not_null()).select(*_TOLD, *names, shares)
    counted, found = pl.collect_all([fates(marked, _PLACE), apart], engine="streaming")
    twice = places_of_duplicates(found.filter(SHARES), columns_shared, _PLACE)
    is_twice = pl.col("record_id").is_in(twice["record_id"].implode())
    accepted = marked.filter(pl.col(_PLACE).is_null(), *([~is_twice] if twice.height else [])).select(columns)
    lost = _among(accepted, lost)
    return Cleaned(
        accepted=accepted,
        rejected=_rejected(found.lazy().filter(pl.col(_PLACE).is_not_null() | is_twice), twice, rules),
        funnel=funnel(_moved(counted, twice), _PLACE, [rule.id for rule in rules], checked, lost),
        unchecked=tuple(rule for rule, done in zip(rules, checked, strict=True) if not done),
        unrecognised=lost,
    )


def _among(accepted: pl.LazyFrame, lost: pl.DataFrame) -> pl.DataFrame:
    if lost.is_empty():
        return lost
    asked = accepted.filter(pl.col("record_id").is_in(lost["record_id"].unique().implode())).select("record_id")
    return lost.filter(pl.col("record_id").is_in(asked.collect(engine="streaming")["record_id"].implode()))


def _first_broken(questionnaire: Questionnaire, wave: Wave, checked: Sequence[bool], lost: pl.DataFrame) -> pl.Expr:
    """The position of the first rule that a response breaks, of those that its row alone tells; null if of none."""
    found: list[pl.Expr] = []
    for at, rule in enumerate(questionnaire.quality):
        broken = breach(rule, questionnaire, wave, lost) if checked[at] else None
        if broken is not None:
            found.append(pl.when(broken).then(pl.lit(at, pl.UInt8)))
    return pl.coalesce([*found, pl.lit(None, pl.UInt8)]).alias(_PLACE)


def _rejected(found: pl.LazyFrame, twice: pl.DataFrame, rules: Sequence[QualityRule]) -> pl.LazyFrame:
    """What is told of rejected responses; of duplicates, too, the first rule that they break."""
    ids, labels = ({at: getattr(rule, name) for at, rule in enumerate(rules)} for name in ("id", "label"))
    shared = twice.select("record_id", "duplicate").lazy()
    first = pl.min_horizontal(_PLACE, "duplicate")
    return found.join(shared, on="record_id", how="left", maintain_order="left").select(
        "record_id",
        "firm_id",
        "entity_id",
        first.replace_strict(ids, return_dtype=pl.String).alias("rule"),
        first.replace_strict(labels, return_dtype=pl.String).alias("label"),
    )


def _moved(counted: pl.DataFrame, twice: pl.DataFrame) -> pl.DataFrame:
    """The fates of the responses, duplicates counted under their rule in the place of what the row alone tells."""
    now = fates(twice.lazy().with_columns(pl.col("duplicate").alias(_PLACE)), _PLACE)
    before = fates(twice.lazy(), _PLACE).with_columns(-pl.col("responses"))
    return pl.concat([counted, *pl.collect_all([before, now])])
