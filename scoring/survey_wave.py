"""The survey behind the answers: which responses count, with what weight, and what became of the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from surveys.quality import clean
from surveys.weighting import effective_sizes, limits_of, weigh

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from surveys.questionnaire import Questionnaire
    from surveys.raking import Margin

SOURCE = "survey_responses"


@dataclass(frozen=True)
class SurveyWave:
    """What became of the responses of a wave.

    Attributes:
        funnel: firm_id, step, responses.
        rejected: record_id, firm_id, entity_id, rule, label.
        sizes: firm_id, respondents, design_effect, effective.
        unchecked: labels of the quality rules whose columns the file does not have.
        weighted: whether the responses were weighted to margins.
        unrecognised: answers of accepted responses that are no option of their question, item non-response:
            record_id, firm_id, file, sheet, row, header, question, value, reason.
    """

    funnel: pl.DataFrame
    rejected: pl.DataFrame
    sizes: pl.DataFrame
    unchecked: tuple[str, ...]
    weighted: bool
    unrecognised: pl.DataFrame


def prepare(
    tables: Mapping[str, pl.LazyFrame],
    margins: Sequence[Margin],
    questionnaire: Questionnaire | None,
    unrecognised: pl.DataFrame | None = None,
) -> tuple[dict[str, pl.LazyFrame], SurveyWave | None]:
    """The tables with the accepted responses, weighted, in the place of all responses; and the wave.

    Raises:
        surveys.errors.SurveyError: the responses cannot be weighted to the margins.
    """
    if questionnaire is None or SOURCE not in tables:
        return dict(tables), None
    cleaned = clean(tables[SOURCE], questionnaire, unrecognised)
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
