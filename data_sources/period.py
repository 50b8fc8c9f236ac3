"""The evaluation period, and which dates of a record lie in it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

Dating = Literal["within", "until_end", "at_end"]
"""How a date ties a record to the period: it lies in it; it does not lie after its end (what began before still is); it
is its last day (a figure of that day)."""

OUTSIDE: Mapping[Dating, str] = {
    "within": "不在{title}内（{start} 至 {end}）",
    "until_end": "晚于{title}末（{end}），当时还没有",
    "at_end": "不是{title}末（{end}）的数字",
}
"""Why a record does not count."""


class Period(Protocol):
    """First and last day of an evaluation, both inside."""

    @property
    def start(self) -> date: ...  # noqa: D102
    @property
    def end(self) -> date: ...  # noqa: D102


def span(period: Period, dating: Dating) -> tuple[date, date]:
    """First and last date that a record of the period may have, both inside."""
    match dating:
        case "within":
            return period.start, period.end
        case "until_end":
            return date.min, period.end
        case "at_end":
            return period.end, period.end
