"""Does the survey belong to the year that is evaluated?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw

from scoring.evidence.conditions import collected
from scoring.survey_wave import SOURCE as RESPONSES
from scoring.verdict.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scoring.verdict.subject import Subject


def field_period(subject: Subject) -> Iterator[Finding]:
    """A field period that has no day in common with the evaluation's."""
    asked, period = subject.questionnaire, subject.rulebook.period
    if asked is None or asked.field_period is None or subject.table(RESPONSES) is None:
        return
    field = asked.field_period
    if field.end < period.start or field.start > period.end:
        text = (
            f"问卷 {asked.id} 的调查期 {field.start} 至 {field.end} 不在评价期 {period.start} 至 {period.end} 之内；"
            "是不是别的年度的问卷？"
        )
        yield Finding("field_period", "doubtful", text, source=RESPONSES)


def answered_outside(subject: Subject) -> Iterator[Finding]:
    """Responses many of which were given outside the field period (or the evaluation's, where none is stated)."""
    limits, table = subject.rulebook.plausibility, subject.table(RESPONSES)
    if limits is None or table is None or subject.questionnaire is None:
        return
    field = subject.questionnaire.field_period
    period = field or subject.rulebook.period
    inside = nw.col("answered_on").is_between(period.start, period.end)
    counted = table.select(all=nw.len(), inside=inside.cast(nw.Int64).sum())
    every, within = collected(counted).row(0)
    outside = every - (within or 0)
    if outside and outside >= limits.excluded_share * every:
        title = "调查期" if field else "评价期"
        text = (
            f"{subject.by_name[RESPONSES].title}：{every:,} 份中有 {outside:,} 份的填答日期"
            f"不在{title} {period.start} 至 {period.end} 之内"
        )
        yield Finding("answered_outside", "doubtful", text, source=RESPONSES, count=outside)


def without_a_period(subject: Subject) -> Iterator[Finding]:
    """Sources that are scored and whose records have no date: nobody can tell of which year they are."""
    for name in subject.rulebook.sources:
        source = subject.by_name[name]
        if source.dated_by is None and source.follows is None and name in subject.records.tables and name != RESPONSES:
            text = f"{source.title}：记录没有日期，无法核对是否属于评价期"
            yield Finding("no_period", "note", text, source=name)
