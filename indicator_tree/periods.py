"""A part of a rulebook's year: a month, a quarter, a half, or days from and to."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from indicator_tree.errors import IndicatorTreeError

_FORMS = "2024-03（月）、2024Q1（季）、2024H1（半年）、2024（年）或 2024-01-15..2024-02-14（起止日）"
_MONTH = re.compile(r"(\d{4})-?(\d{2})")
_PART = re.compile(r"(\d{4})-?([QqHh])(\d)")
_YEAR = re.compile(r"\d{4}")
_DAYS = re.compile(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})")
_AT_END = re.compile(r"_(?:\d{4}(?:_(?:\d{2}|[qh]\d))?|\d{8}_\d{8})$")
_MONTHS = {"Q": 3, "H": 6}
_YEAR_LONG = 12
_WORDS = {"Q": ("第一季度", "第二季度", "第三季度", "第四季度"), "H": ("上半年", "下半年")}


class PeriodError(IndicatorTreeError):
    """A period that cannot be understood."""


class PeriodWords(NamedTuple):
    """How reports speak of an evaluated period.

    Attributes:
        title: its name: 2017年度, 2024年3月.
        one: what is counted in: 年, 期.
        whole: from its first to its last day: 全年.
    """

    title: str
    one: str
    whole: str

    @property
    def now(self) -> str:
        """What is of it: 本年 as in 本年得分."""
        return f"本{self.one}"

    @property
    def before(self) -> str:
        """What is of the one before: 上年."""
        return f"上{self.one}"


YEAR = PeriodWords("年度", "年", "全年")
"""The words for a year that has no number."""


def period_words(start: date, end: date, year: int) -> PeriodWords:
    """The words for a period, both days included; twelve months bear the year of the rulebook."""
    if _months_between(start, end) == _YEAR_LONG:
        return PeriodWords(f"{year}年度", "年", "全年")
    return PeriodWords(_label(start, end), "期", "评价期内")


def title_of(start: date, end: date) -> str:
    """How an evaluation of these days is called: `2024年度`, `2024年第一季度`, `2024年3月`, or the days.

    Twelve months that are no calendar year go by their days: two of them may bear the same year.
    """
    whole = start.month == 1 and _months_between(start, end) == _YEAR_LONG
    return period_words(start, end, start.year).title if whole else _label(start, end)


def _label(start: date, end: date) -> str:
    count, first = _months_between(start, end), start.month - 1
    if count == 1:
        return f"{start.year}年{start.month}月"
    for part, months in _MONTHS.items():
        if count == months and first % months == 0:
            return f"{start.year}年{_WORDS[part][first // months]}"
    return f"{start} 至 {end}"


def _months_between(start: date, end: date) -> int | None:
    """How many whole months of the calendar a period has; None where it begins or ends within one."""
    after = end + timedelta(days=1)
    if start.day != 1 or after.day != 1:
        return None
    return (after.year - start.year) * 12 + after.month - start.month


@dataclass(frozen=True)
class NamedPeriod:
    """A period, both days included.

    Attributes:
        start, end: its days.
        label: how reports call it, such as 2024年3月.
        key: how names of files and rulebooks call it, such as 2024_03.
    """

    start: date
    end: date
    label: str
    key: str

    def of(self, raw: dict[str, Any]) -> dict[str, Any]:
        """A rulebook's plain tables for this period instead of their own: its name and title say so."""
        bounds = {"start": self.start.isoformat(), "end": self.end.isoformat()}
        named = {"id": f"{raw.get('id')}_{self.key}", "title": f"{raw.get('title')}（{self.label}）"}
        return {**raw, **named, "year": self.end.year, "period": bounds}


def without_period(rules: str) -> str:
    """The name of a rulebook without a period or year at its end."""
    return _AT_END.sub("", rules)


def named_period(text: str) -> NamedPeriod:
    """A period by its name.

    Args:
        text: `2024-03`, `2024Q1`, `2024H1`, `2024` or `2024-01-15..2024-02-14`.

    Raises:
        PeriodError: it is none of these, or no date of the calendar.
    """
    given = text.strip()
    try:
        return _read(given)
    except ValueError as error:
        raise PeriodError(f"评价期应写作 {_FORMS}，实为 {text}", "请改写 --period，如 2024Q1") from error


def _read(text: str) -> NamedPeriod:
    if found := _DAYS.fullmatch(text):
        start, end = (date.fromisoformat(day) for day in found.groups())
        if end < start:
            raise PeriodError(f"评价期的止日不得早于起日，实为 {text}", "请把 --period 的起日与止日对调")
        return NamedPeriod(start, end, f"{start} 至 {end}", f"{start:%Y%m%d}_{end:%Y%m%d}")
    if found := _PART.fullmatch(text):
        year, part, number = int(found[1]), found[2].upper(), int(found[3])
        months = _MONTHS[part]
        if not 1 <= number <= len(_WORDS[part]):
            raise ValueError(text)
        return _months(year, (number - 1) * months + 1, months, f"{year}_{part.lower()}{number}")
    if found := _MONTH.fullmatch(text):
        year, month = int(found[1]), int(found[2])
        return _months(year, month, 1, f"{year}_{month:02}")
    if _YEAR.fullmatch(text):
        return _months(int(text), 1, _YEAR_LONG, text)
    raise ValueError(text)


def _months(year: int, first: int, count: int, key: str) -> NamedPeriod:
    last = first + count - 1
    start, end = date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])
    return NamedPeriod(start, end, f"{year}年" if count == _YEAR_LONG else _label(start, end), key)
