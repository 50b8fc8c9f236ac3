"""A part of a rulebook's year: a month, a quarter, a half, or days from and to."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from indicator_tree.errors import IndicatorTreeError

_FORMS = "2024-03（月）、2024Q1（季）、2024H1（半年）、2024（年）或 2024-01-15..2024-02-14（起止日）"
_MONTH = re.compile(r"(\d{4})-?(\d{2})")
_PART = re.compile(r"(\d{4})-?([QqHh])(\d)")
_YEAR = re.compile(r"\d{4}")
_DAYS = re.compile(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})")
_AT_END = re.compile(r"_(?:\d{4}(?:_(?:\d{2}|[qh]\d))?|\d{8}_\d{8})$")
_MONTHS = {"Q": 3, "H": 6}
_WORDS = {"Q": ("第一季度", "第二季度", "第三季度", "第四季度"), "H": ("上半年", "下半年")}


class PeriodError(IndicatorTreeError):
    """A period that cannot be understood."""


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
        raise PeriodError(f"评价期应写作 {_FORMS}，实为 {text}") from error


def title_of(start: date, end: date) -> str:
    """How an evaluation of these days is called: `2024年度`, `2024年第一季度`, `2024年3月`, or the days.

    Args:
        start: the first day.
        end: the last day.
    """
    year, part = start.year, (start.month - 1) // 3 + 1
    for name in (f"{year}", f"{year}H{(part + 1) // 2}", f"{year}Q{part}", f"{year}-{start.month:02}"):
        if ((found := named_period(name)).start, found.end) == (start, end):
            return f"{year}年度" if name == f"{year}" else found.label
    return f"{start} 至 {end}"


def _read(text: str) -> NamedPeriod:
    if found := _DAYS.fullmatch(text):
        start, end = (date.fromisoformat(day) for day in found.groups())
        if end < start:
            raise PeriodError(f"评价期的止日不得早于起日，实为 {text}")
        return NamedPeriod(start, end, f"{start} 至 {end}", f"{start:%Y%m%d}_{end:%Y%m%d}")
    if found := _PART.fullmatch(text):
        year, part, number = int(found[1]), found[2].upper(), int(found[3])
        months = _MONTHS[part]
        if not 1 <= number <= len(_WORDS[part]):
            raise ValueError(text)
        label = f"{year}年{_WORDS[part][number - 1]}"
        return _months(year, (number - 1) * months + 1, months, label, f"{year}_{part.lower()}{number}")
    if found := _MONTH.fullmatch(text):
        year, month = int(found[1]), int(found[2])
        return _months(year, month, 1, f"{year}年{month}月", f"{year}_{month:02}")
    if _YEAR.fullmatch(text):
        return _months(int(text), 1, 12, f"{text}年", text)
    raise ValueError(text)


def _months(year: int, first: int, count: int, label: str, key: str) -> NamedPeriod:
    last = first + count - 1
    return NamedPeriod(date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]), label, key)
