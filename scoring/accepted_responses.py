"""The survey behind the answers: which responses count, with what weight, and what became of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scoring.survey_wave import SOURCE, SurveyWave
from surveys.errors import NothingAcceptedError
from surveys.funnel import ACCEPTED
from surveys.quality import clean
from surveys.weighting import effective_sizes, limits_of, weigh

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from surveys.margin import Margin
    from surveys.quality import Cleaned
    from surveys.questionnaire import Questionnaire


def prepare(
    tables: Mapping[str, pl.LazyFrame],
    margins: Sequence[Margin],
    questionnaire: Questionnaire | None,
    unrecognised: pl.DataFrame | None = None,
) -> tuple[dict[str, pl.LazyFrame], SurveyWave | None]:
    """The tables with the accepted responses, weighted, in the place of all responses; and the wave.

    Raises:
        surveys.errors.SurveyError: no response is accepted, or they cannot be weighted to the margins.
    """
    if questionnaire is None or SOURCE not in tables:
        return dict(tables), None
    cleaned = clean(tables[SOURCE], questionnaire, unrecognised)
    _stop_if_nothing_is_left(cleaned, questionnaire)
    weighted = weigh(cleaned.accepted, margins, limits_of(questionnaire))
    wave = SurveyWave(
        funnel=cleaned.funnel,
        rejected=cleaned.rejected.sort("record_id").collect(engine="streaming"),
        sizes=effective_sizes(cleaned.patterns if weighted.patterns is None else weighted.patterns),
        unchecked=tuple(rule.label for rule in cleaned.unchecked),
        weighted=weighted.cells is not None,
        unrecognised=cleaned.unrecognised,
    )
    return {**tables, SOURCE: weighted.responses}, wave


def _stop_if_nothing_is_left(cleaned: Cleaned, questionnaire: Questionnaire) -> None:
    """A wave all of whose responses are rejected is no wave without answers: say which rule rejects them."""
    counts = dict(cleaned.funnel.group_by("step").agg(pl.col("responses").sum()).iter_rows())
    if not counts.get("sent") or counts[ACCEPTED]:
        return
    reasons = [f"{rule.label} {counts[rule.id]:,} 份" for rule in questionnaire.quality if counts[rule.id]]
    period = questionnaire.field_period
    asked = "" if period is None else f"。问卷 {questionnaire.id} 写的调查期是 {period.start} 至 {period.end}"
    raise NothingAcceptedError(
        f"{counts['sent']:,} 份答卷全部被剔除：{'、'.join(reasons)}{asked}",
        "请核对答卷文件的填答用时与状态，或放宽问卷文件的 [quality]",
    )
