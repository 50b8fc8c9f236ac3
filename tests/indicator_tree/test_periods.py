"""Parts of a year by their names: the days that they mean, and how reports and files call them."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from indicator_tree.periods import YEAR, PeriodError, named_period, period_words, title_of, without_period

CASES: dict[str, Any] = tomllib.loads(Path(__file__).with_name("periods.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("given", "case"), [(given, case) for case in CASES["named"] for given in case["given"]])
def test_the_days_of_a_name(given: str, case: dict[str, Any]) -> None:
    found = named_period(given)
    assert [found.start, found.end] == case["days"]
    assert (found.label, found.key) == (case["label"], case["key"])


@pytest.mark.parametrize(
    ("given", "said"), [(given, said) for said, names in CASES["refused"].items() for given in names]
)
def test_a_name_of_no_period_is_refused(given: str, said: str) -> None:
    with pytest.raises(PeriodError, match=said):
        named_period(given)


@pytest.mark.parametrize("case", CASES["called"], ids=lambda case: case["title"])
def test_what_the_days_of_a_period_are_called(case: dict[str, Any]) -> None:
    assert title_of(*case["days"]) == case["title"]


def test_a_rulebook_of_a_period_bears_its_name() -> None:
    given = {"id": "own", "title": "本公司规则", "year": 2017, "note": "其余不变", "period": {"start": "2017-01-01"}}
    assert named_period("2023-12-15..2024-02-14").of(given) == {
        "id": "own_20231215_20240214",
        "title": "本公司规则（2023-12-15 至 2024-02-14）",
        "year": 2024,
        "note": "其余不变",
        "period": {"start": "2023-12-15", "end": "2024-02-14"},
    }


@pytest.mark.parametrize(
    ("rules", "without"),
    [(f"own{end}", "own") for end in ("", "_2024", "_2024_03", "_2024_q1", "_2024_h2", "_20231215_20240214")]
    + [(kept, kept) for kept in ("own_2024_3", "own_24", "own_2024_x1", "own_2024_03_x", "own_20231215")],
)
def test_the_name_of_a_rulebook_without_its_period(rules: str, without: str) -> None:
    assert without_period(rules) == without


def test_words_of_a_period() -> None:
    assert period_words(date(2023, 5, 1), date(2024, 4, 30), 2024) == ("2024年度", "年", "全年")
    assert period_words(date(2024, 1, 1), date(2024, 3, 31), 2024) == ("2024年第一季度", "期", "评价期内")
    assert (YEAR, YEAR.now, YEAR.before) == (("年度", "年", "全年"), "本年", "上年")
