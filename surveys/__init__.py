"""Questionnaires as data, and the sources that come from asking: responses and phone checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import data_sources  # noqa: F401  (pandera without pandas, whichever contract comes first)

if TYPE_CHECKING:
    from data_sources.source import Source
    from surveys.questionnaire import Questionnaire

__all__ = ["sources"]


def sources(questionnaire: Questionnaire) -> tuple[Source, ...]:
    """The sources kept here: phone checks, those that were judged twice, and the responses to a questionnaire."""
    from surveys import phone_checks, responses  # noqa: PLC0415  (loads the dataframe library)

    return (phone_checks.SOURCE, phone_checks.RECODES, responses.source(questionnaire))
