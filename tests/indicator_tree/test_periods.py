"""Parts of a year by their names: the days that they mean, and how reports and files call them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from indicator_tree.periods import PeriodError, named_period, title_of

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
