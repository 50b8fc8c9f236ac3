"""Cells of numbers, one by one: the number exactly, or why there is none."""

from __future__ import annotations

import tomllib
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from data_sources.numerals import read_number, read_share, unit_within

CASES: dict[str, dict[str, dict[str, Any]]] = tomllib.loads(
    Path(__file__).with_name("numerals.toml").read_text(encoding="utf-8")
)


def exactly(stated: str | None) -> Fraction | None:
    return None if stated is None else Fraction(stated)


@pytest.mark.parametrize("name", CASES["number"])
def test_a_cell_of_a_number(name: str) -> None:
    case = CASES["number"][name]
    found = read_number(case["cell"], case.get("column", ""), case.get("header", ""))
    assert found == (case["says"] if "says" in case else exactly(case["is"]))


@pytest.mark.parametrize("name", CASES["within"])
def test_the_unit_in_a_cell(name: str) -> None:
    case = CASES["within"][name]
    assert unit_within(case["cell"]) == case.get("unit")


@pytest.mark.parametrize("name", CASES["share"])
def test_a_cell_of_a_share(name: str) -> None:
    case = CASES["share"][name]
    assert read_share(case["cell"]) == exactly(case.get("is"))


@pytest.mark.parametrize(("digits", "reason"), [(400, "数太大"), (401, "")])
def test_a_cell_that_is_too_long_is_not_looked_at(digits: int, reason: str) -> None:
    assert read_number("9" * digits, "") == reason


@pytest.mark.parametrize(("letters", "reason"), [(399, "请用阿拉伯数字写"), (400, "")])
def test_nor_is_it_asked_why_it_is_no_number(letters: int, reason: str) -> None:
    assert read_number("字" * letters + "十", "") == reason
