"""Does the field period of a questionnaire lie in the period that a rulebook evaluates?"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from indicator_tree.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indicator_tree import Rulebook
    from surveys.questionnaire import Questionnaire


def field_problems(rulebook: Rulebook, questionnaire: Questionnaire | None) -> Iterator[Problem]:
    """A rulebook that extends another year's keeps its questionnaire: then no answer of its own year would count."""
    if questionnaire is None or questionnaire.field_period is None:
        return
    field, period = questionnaire.field_period, rulebook.period
    later = 0 if rulebook.survey is None else rulebook.survey.days_after_period
    last = period.end + timedelta(days=later)
    if period.start <= field.start and field.end <= last:
        return
    days = (field.end - period.end).days
    if field.start > last or field.end < period.start:
        cause = f"问卷多半是别的年度的：评价期内的答卷会全部不计。请另写 {rulebook.year} 年度的问卷，放在规则文件旁边"
        if field.start > last:
            cause += f"；调查确在评价期之后进行的，在 [survey] 里写 days_after_period = {days}"
    elif field.start < period.start:
        cause = f"field_period.start 应不早于 {period.start}"
    else:
        cause = (
            f"field_period.end 应不晚于 {last}；调查确要延到评价期之后的，在 [survey] 里写 days_after_period = {days}"
        )
    found = f"{field.start} 至 {field.end} 不在评价期 {period.start} 至 {last} 之内"
    yield Problem("questionnaire", f"问卷 {questionnaire.id} 的调查期 {found}。{cause}")
