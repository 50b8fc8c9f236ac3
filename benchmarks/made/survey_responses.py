"""Responses to the questionnaire of 2017: some unfinished, late, hasty, contradictory, or given twice."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from benchmarks.made.days import column_of_days
from benchmarks.made.doubled import numbered, told_rows
from benchmarks.noise import Noise, rows
from benchmarks.registered import names
from surveys.questionnaire import load_questionnaire

if TYPE_CHECKING:
    from surveys.questionnaire import Questionnaire

TITLE = "投资者调查答卷"
ROWS = 5_000_000
_BAD, _TWICE, _UNANSWERED, _RESPONDENTS_TWICE, _INATTENTIVE = 0.001, 0.001, 0.02, 0.01, 0.03
_ATTENTION, _EXPECTED = "attention_check", 2
_STATUSES, _STATUS_WEIGHTS = ("已完成", "已开始", "已发送"), (94, 4, 2)
_ANSWER_WEIGHTS = (50, 30, 12, 5, 3)


@cache
def questionnaire() -> Questionnaire:
    """Whose responses they are."""
    return load_questionnaire("investor_2017")


def make(start: int, count: int) -> pl.DataFrame:
    """The rows from a number on, with Chinese headers."""
    own = Noise(rows(start, count))
    twice, told = told_rows(own, _TWICE)
    noise = Noise(told)
    bad = noise.share("bad", _BAD)
    again = noise.share("again", _RESPONDENTS_TWICE)
    respondent = told - (again & (told > 1000)) * (1 + noise.below("which", 1000)).astype(np.uint64)
    device = told - (noise.share("device", _RESPONDENTS_TWICE) & (told > 1000)) * np.uint64(7)
    day = np.where(noise.share("outside", 0.01), 67 + noise.below("later", 10), noise.below("day", 67))
    seconds = (60 * np.exp(0.6 * np.sqrt(12.0) * (noise.unit("time") - 0.5) + 1.2)).astype(np.int64)
    client = ~noise.share("no client", 0.02)
    columns = {
        "答卷编号": numbered("DJ{}", told),
        "证券公司": names(noise),
        "填答日期": column_of_days(date(2017, 10, 9), day, ~bad),
        "受访者编号": numbered("R{}", respondent),
        "设备标识": numbered("d{}", device),
        "填答状态": pl.Series(_STATUSES).gather(pl.Series(noise.choice("status", _STATUS_WEIGHTS))),
        "填答用时": pl.Series(np.where(twice & own.share("at odds", 0.5), seconds + 1, seconds)),
        "是否该公司客户": pl.Series(client),
    }
    columns |= {
        attribute.label: pl.Series(attribute.options).gather(
            pl.Series(noise.below(attribute.code, len(attribute.options)))
        )
        for attribute in questionnaire().attribute
    }
    for question in questionnaire().question:
        options = pl.Series(question.options)
        chosen = noise.choice(question.code, _ANSWER_WEIGHTS[: len(options)])
        if question.code == _ATTENTION:
            chosen = np.where(noise.share("attentive", 1 - _INATTENTIVE), _EXPECTED, chosen)
        answered = pl.Series(~noise.share(f"no {question.code}", _UNANSWERED))
        answers = options.gather(pl.Series(chosen))
        columns[question.label] = answers.zip_with(answered, pl.Series([None], dtype=pl.String))
    return pl.DataFrame(columns)
