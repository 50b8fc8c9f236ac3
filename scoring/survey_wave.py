"""What the survey behind the answers came to: the responses of a wave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

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
