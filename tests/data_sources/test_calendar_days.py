"""Cells of days, one by one: the day, or why there is none."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data_sources.calendar_days import read_day

DAYS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("calendar_days.toml").read_text(encoding="utf-8"))["day"]
SERIALS_FROM = date(1899, 12, 30)


@pytest.mark.parametrize("cell", DAYS)
def test_a_cell_of_a_day(cell: str) -> None:
    assert read_day(cell, SERIALS_FROM) == DAYS[cell]


@pytest.mark.parametrize(
    ("name", "month"),
    [
        (name, at + 1)
        for at, name in enumerate(("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"))
    ],
)
def test_names_of_months(name: str, month: int) -> None:
    assert read_day(f"5-{name}-2017", SERIALS_FROM) == date(2017, month, 5)


@pytest.mark.parametrize(("letters", "reason"), [(93, "没有确切的日"), (94, "")])
def test_a_cell_that_is_too_long_is_not_looked_at(letters: int, reason: str) -> None:
    assert read_day(f"2017年季度{'字' * letters}", SERIALS_FROM) == reason


def test_blanks_count_once() -> None:
    assert read_day(f"2017 -{' ' * 200}3 - 9", SERIALS_FROM) == date(2017, 3, 9)
