"""Responses to a questionnaire: one row per answer sheet, one column per question."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import polars as pl

from data_sources.answers import TOGETHER, Choice
from data_sources.columns import Column, column, firm, firm_column, record_id
from data_sources.contract import Contract
from data_sources.source import Source
from surveys.arrangement import COMPLETED, STARTED, arrange
from surveys.quality_rules import OutsideFieldPeriod

if TYPE_CHECKING:
    from surveys.questionnaire import Attribute, Question, Questionnaire


SENT = "已发送"
STATUSES = (COMPLETED, STARTED, SENT)
"""How far an answer sheet came, the furthest first."""
_WHICH_FIRM = (
    *("您的开户券商是", "您的开户券商", "开户券商", "您的开户券商是哪一家", "您的开户券商是哪家"),
    *(
        "您在哪家券商开户",
        "您开户的券商是",
        "您开户的证券公司是",
        "您的开户证券公司是",
        "开户证券公司",
        "所评价的证券公司",
    ),
)


class Response(Contract):
    """What every answer sheet has; the questions come from the questionnaire."""

    record_id: str = record_id(
        "答卷编号",
        example="DJ2017-00001",
        aliases=("问卷编号", "样本编号", "答卷ID", "答卷序号", "ResponseId", "Response ID", "序号"),
    )
    firm: str = firm()
    answered_on: pl.Date = column(
        "填答日期",
        "填答的日期；没有填答的写发送日期",
        example="2017-11-08",
        aliases=(
            *(
                "答题日期",
                "提交日期",
                "提交答卷时间",
                "答卷提交时间",
                "提交时间",
                "答题结束时间",
                "完成时间",
                "填答时间",
            ),
            *("RecordedDate", "Recorded Date", "EndDate", "End Date"),
        ),
    )
    respondent: pl.UInt64 = column(
        "受访者编号",
        "区分受访者，只保存指纹",
        example="A0001",
        aliases=("受访者", "样本用户", "用户编号"),
        optional=True,
    )
    device: pl.UInt64 = column(
        "设备标识", "区分填答设备，只保存指纹", example="f3c9", aliases=("设备编号", "设备指纹"), optional=True
    )
    status: Annotated[pl.Enum, STATUSES] = column(
        "填答状态",
        "已发送、已开始或已完成；不写视为已完成",
        example="已完成",
        aliases=("状态", "答卷状态"),
        options=STATUSES,
        optional=True,
    )
    seconds: pl.Int64 = column(
        "填答用时",
        "从开始到提交的秒数",
        example="240",
        unit="秒",
        aliases=(
            *("用时", "所用时间", "答题时长", "填写时长", "作答时长", "答题用时", "填写用时", "填答时长"),
            "Duration (in seconds)",
        ),
        optional=True,
        ge=0,
    )
    client: bool = column(
        "是否该公司客户", "受访者是否在该公司开户", example="是", aliases=("是否客户", "是否开户"), optional=True
    )


def source(questionnaire: Questionnaire) -> Source:
    """The source of responses to a questionnaire; an empty answer means not answered.

    A file may lack attributes of the respondents and questions that are not scored. Responses of other days than the
    field period's, or where none is stated the evaluation's, are excluded, unless a quality rule rejects and counts
    them.
    """
    tolerated = questionnaire.unrecognised.share
    columns = {each.name: each for each in Response.columns()}
    columns["firm"] = firm_column((*_firm_headers(questionnaire), *_WHICH_FIRM))
    columns |= {attribute.code: _attribute(attribute, tolerated) for attribute in questionnaire.attribute}
    columns |= {question.code: _question(question, tolerated) for question in questionnaire.question}
    ruled = any(isinstance(rule, OutsideFieldPeriod) for rule in questionnaire.quality)
    return Source(
        "survey_responses",
        "投资者调查答卷",
        tuple(columns.values()),
        f"{questionnaire.title}的答卷，一行一份。",
        dated_by=None if ruled else "answered_on",
        period=questionnaire.field_period,
        arranged=lambda sheet, responses: arrange(sheet, responses, questionnaire),
    )


def _firm_headers(questionnaire: Questionnaire) -> tuple[str, ...]:
    asked = questionnaire.firm
    return () if asked is None else (asked.wording, *asked.aliases)


def _attribute(attribute: Attribute, tolerated: float) -> Column:
    about = f"受访者的{attribute.label}；不知道则留空"
    return _closed(attribute, about, Choice(attribute.options, attribute.codes, tolerated=tolerated), optional=True)


def _question(question: Question, tolerated: float) -> Column:
    choice = Choice(question.options, question.codes, multiple=question.multiple, tolerated=tolerated)
    several = f"；可选多项，其间写 {TOGETHER}" if question.multiple else ""
    about = f"{question.wording}未作答则留空{several}"
    return _closed(question, about, choice, question.wording, optional=not question.scored)


def _closed(asked: Attribute | Question, description: str, choice: Choice, *headers: str, optional: bool) -> Column:
    said: Column = column(
        asked.label,
        description,
        example=asked.options[0],
        aliases=(*asked.aliases, *headers),
        options=asked.options,
        optional=optional,
        nullable=True,
        choice=choice,
    )
    return replace(said, name=asked.code, coded=not choice.multiple)
