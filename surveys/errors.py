"""Errors of surveys.

SurveyError
├── ScheduleError      no schedule of calls can be made
├── NothingAcceptedError  the quality rules reject every response; says which rules how many
├── MarginError        a margin names what the questionnaire does not know, or does not add up, or nobody answers it
└── ConvergenceError   raking does not meet the margins; names the one that is furthest off
"""

from __future__ import annotations

from indicator_tree.told_errors import ToldError


class SurveyError(ToldError):
    """Base of the errors that this package raises on purpose."""


class ScheduleError(SurveyError):
    """No schedule of calls can be made; the message says why."""

    WAY_OUT = "请改编码方案中这一轮的起止日期（--scheme）"


class NothingAcceptedError(SurveyError):
    """The quality rules of the questionnaire reject every response."""


class MarginError(SurveyError):
    """Margins that respondents cannot be weighted to."""

    WAY_OUT = "请改正边际表（--margins）"


class ConvergenceError(SurveyError):
    """Raking that does not meet its margins."""

    def __init__(self, margin: str, category: str, target: float, reached: float, iterations: int) -> None:
        self.margin = margin
        super().__init__(
            f"加权不收敛：{iterations} 轮后，边际 {margin} 的“{category}”占 {reached:.2%}，应为 {target:.2%}",
            "请合并边际表（--margins）中人数过少的类别，或放宽问卷文件的权重上下限",
        )


class QuestionnaireError(SurveyError):
    """A questionnaire file does not exist or cannot be understood; the message says where and why."""

    WAY_OUT = "请改正问卷文件"
