"""The report of a wave: what became of its responses, and how the phone checks went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from surveys.agreement import agreement, reached
from surveys.phone_checks import STEPS
from surveys.quality import clean
from surveys.weighting import effective_sizes, limits_of, weigh

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from surveys.margin import Margin
    from surveys.quality_rules import QualityRule
    from surveys.questionnaire import Questionnaire


@dataclass(frozen=True)
class PhoneReport:
    """How the phone checks went.

    Attributes:
        rounds: round, calls, one column of calls that passed per step, first and last hour (null where unknown).
        agreement: see `surveys.agreement.agreement`; None where no call was judged twice.
        not_reached: see `surveys.agreement.reached`.
    """

    rounds: pl.DataFrame
    agreement: pl.DataFrame | None
    not_reached: pl.DataFrame


@dataclass(frozen=True)
class WaveReport:
    """The report of a wave.

    Attributes:
        questionnaire: whose wave it is.
        firms: firm_id and firm (name) of the evaluated firms.
        funnel: firm_id, step, responses; firms without responses have no rows.
        unchecked: quality rules for which the file says nothing.
        sizes: firm_id, respondents (accepted), design_effect, effective.
        weighted: whether respondents were weighted to margins; if not, everybody weighs the same.
        unrecognised: answers of accepted responses that are no option of their question.
        phone: the phone checks; None where there are none.
    """

    questionnaire: Questionnaire
    firms: pl.DataFrame
    funnel: pl.DataFrame
    unchecked: tuple[QualityRule, ...]
    sizes: pl.DataFrame
    weighted: bool
    unrecognised: pl.DataFrame
    phone: PhoneReport | None


def report_wave(
    tables: Mapping[str, pl.LazyFrame],
    firms: pl.DataFrame,
    questionnaire: Questionnaire,
    rounds: int,
    margins: Sequence[Margin] = (),
    *,
    unrecognised: pl.DataFrame | None = None,
) -> WaveReport:
    """Report on the responses and phone checks that were read.

    Args:
        tables: `survey_responses`, `phone_checks` and `phone_recodes`, as far as they are there.
        firms: firm_id and firm of the evaluated firms.
        questionnaire: that of the responses.
        rounds: how many rounds of phone checks every firm should have had.
        margins: known distributions to which respondents are weighted.
        unrecognised: answers that are no option of their question, if there are any; see `surveys.quality.clean`.

    Raises:
        surveys.errors.SurveyError: respondents cannot be weighted to the margins.
    """
    empty = pl.LazyFrame(schema={**dict.fromkeys(("record_id", "firm_id", "entity_id"), pl.String)})
    cleaned = clean(tables.get("survey_responses", empty), questionnaire, unrecognised)
    weighted = weigh(cleaned.accepted, margins, limits_of(questionnaire))
    checks = tables.get("phone_checks")
    return WaveReport(
        questionnaire=questionnaire,
        firms=firms.select("firm_id", "firm"),
        funnel=cleaned.funnel,
        unchecked=cleaned.unchecked,
        sizes=effective_sizes(cleaned.patterns if weighted.patterns is None else weighted.patterns),
        weighted=weighted.cells is not None,
        unrecognised=cleaned.unrecognised,
        phone=None if checks is None else _phone(checks, tables.get("phone_recodes"), firms, rounds),
    )


def _phone(checks: pl.LazyFrame, recodes: pl.LazyFrame | None, firms: pl.DataFrame, rounds: int) -> PhoneReport:
    hours = pl.col("called_at")
    passed = [pl.col(step).fill_null(value=False).sum().cast(pl.Int64) for step in STEPS]
    held = (
        checks.group_by("round")
        .agg(pl.len().cast(pl.Int64).alias("calls"), *passed, hours.min().alias("first"), hours.max().alias("last"))
        .sort("round")
        .collect()
    )
    return PhoneReport(
        rounds=held,
        agreement=None if recodes is None else agreement(checks, recodes),
        not_reached=reached(checks, firms, rounds),
    )
