"""Responses to a questionnaire: one row per answer sheet, one column per question."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandera.polars as pa
import polars as pl

from data_sources.columns import column, firm, metadata, record_id
from data_sources.source import Source

if TYPE_CHECKING:
    from surveys.questionnaire import Question, Questionnaire


class Response(pa.DataFrameModel):
    """What every answer sheet has; the questions come from the questionnaire."""

    record_id: str = record_id("答卷编号", example="DJ2017-00001", aliases=("问卷编号", "样本编号", "序号"))
    firm: str = firm()
    answered_on: pl.Date = column(
        "填答日期", "填答的日期", example="2017-11-08", aliases=("答题日期", "提交日期", "提交时间")
    )


def source(questionnaire: Questionnaire) -> Source:
    """The source of responses to a questionnaire; an empty answer means not answered."""
    schema = Response.to_schema().add_columns({question.code: _column(question) for question in questionnaire.question})
    return Source("survey_responses", "投资者调查答卷", schema, f"{questionnaire.title}的答卷，一行一份。")


def _column(question: Question) -> pa.Column:
    return pa.Column(
        pl.String,
        nullable=True,
        title=question.label,
        description=f"{question.wording}未作答则留空",
        metadata=metadata(example=question.options[0], aliases=question.aliases, options=question.options),
    )
