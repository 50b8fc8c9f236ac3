from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from scoring.effects import (
    EFFECTS,
    INDUSTRY,
    POOLED,
    best_improved,
    change,
    industry_change,
    pooled_change,
    pooled_efficiency,
    remaining,
    tally_improved,
    with_efficiency,
)
from tests.scoring.effects.made import directions, month, monthly

CASES = tomllib.loads((Path(__file__).parent / "cases.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_best_improved(case: dict[str, Any]) -> None:
    found = best_improved(monthly(case["values"]), directions(x=case["direction"]))
    assert found.schema == EFFECTS
    rows = found.select("firm_id", "first", "last", "change", "firms").rows()
    if "best" not in case:
        assert rows == []
    else:
        assert rows == [(*case["best"][:3], pytest.approx(case["best"][3], rel=1e-12), case["best"][4])]


def test_the_months_of_first_and_last_value_are_told() -> None:
    frame = monthly({"a": [float("nan"), 80, 40, float("nan")]})
    row = best_improved(frame, directions(x="lower")).row(0, named=True)
    assert (row["first_month"], row["last_month"]) == (date(2018, 8, 1), date(2018, 9, 1))


def test_systems_are_apart() -> None:
    frame = pl.concat(
        [monthly({"a": [10, 5], "b": [10, 9]}, system="s"), monthly({"a": [10, 9], "b": [10, 4]}, system="t")]
    )
    assert best_improved(frame, directions(x="lower"))["system", "firm_id"].rows() == [("s", "a"), ("t", "b")]


def test_industry_change_is_the_month_beside_all_months() -> None:
    found = industry_change(monthly({"a": [30, 10], "b": [50, 30]}), directions(x="lower"))
    assert found.schema == INDUSTRY
    assert found.select("month", "month_mean", "overall_mean", "change", "improved").rows() == [
        (month(0), 40.0, 30.0, pytest.approx(1 / 3), False),
        (month(1), 20.0, 30.0, pytest.approx(-1 / 3), True),
    ]


@pytest.mark.parametrize(
    ("direction", "values", "improved"),
    [
        ("higher", [100, 110], [False, True]),
        ("none", [100, 110], [None, None]),
        ("lower", [0, 0], [None, None]),
        ("lower", [5, 5], [False, False]),
        ("lower", [0.1, 0.1, 0.1], [False, False, False]),  # of which the mean is 0.10000000000000002
        ("lower", [5], [None]),
    ],
)
def test_whether_a_month_is_an_improvement(direction: str, values: list[float], improved: list[bool | None]) -> None:
    found = industry_change(monthly({"a": values}), directions(x=direction))
    assert found["improved"].to_list() == improved
    assert found["change"].is_null().all() == (values == [0, 0])


def test_what_was_not_reported_enters_no_mean() -> None:
    found = industry_change(monthly({"a": [30, 10], "b": [float("nan"), 20]}), directions(x="lower"))
    assert found["overall_mean"].to_list() == [20.0, 20.0]
    assert found["month_mean"].to_list() == [30.0, 15.0]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [(80, 60, -0.25), (60, 80, 1 / 3), (5, 0, -1), (0, 5, None), (None, 5, None), (5, None, None)],
)
def test_change_is_last_by_first(first: float | None, last: float | None, expected: float | None) -> None:
    assert change(first, last) == (None if expected is None else pytest.approx(expected))


@given(st.floats(1e-3, 1e9), st.floats(1e-3, 1e9))
def test_what_remains_is_the_last_value_as_a_share_of_the_first(first: float, last: float) -> None:
    assert remaining(change(first, last)) == pytest.approx(last / first)
    assert remaining(None) is None


@pytest.mark.parametrize(("months", "expected"), [([0, 2], -0.5), ([2, 1], 1.0), ([0, 9], 0.0), ([9], None)])
def test_the_change_of_all_firms_is_that_of_the_months_asked_for(months: list[int], expected: float | None) -> None:
    rows = [
        (system, month(n), 1, 1.0, 1.0, factor * value)
        for system, factor in (("s", 1), ("t", 7))
        for n, value in enumerate([4.0, 1.0, 2.0])
    ]
    pooled = pl.DataFrame(rows, schema=POOLED, orient="row").reverse()
    assert pooled_change(pooled, "s", [month(n) for n in months]) == expected


VALUES = st.lists(st.floats(1, 1e9), min_size=2, max_size=5)
FIRMS = st.dictionaries(st.sampled_from("abcdef"), VALUES, min_size=1)


@given(FIRMS, st.floats(1e-3, 1e3), st.randoms(use_true_random=False))
def test_neither_the_unit_nor_the_order_of_rows_decides(
    values: dict[str, list[float]], factor: float, random: Any
) -> None:
    frame = monthly(values)
    rows = list(range(frame.height))
    random.shuffle(rows)
    rule = directions(x="lower")
    assert_frame_equal(best_improved(frame[rows], rule), best_improved(frame, rule))
    assert_frame_equal(industry_change(frame[rows], rule), industry_change(frame, rule))
    scaled = best_improved(frame.with_columns(pl.col("value") * factor), rule)
    assert scaled["change"].to_list() == pytest.approx(
        best_improved(frame, rule)["change"].to_list(), rel=1e-9, abs=1e-9
    )


@given(FIRMS)
def test_no_firm_improved_more_than_the_best(values: dict[str, list[float]]) -> None:
    best = best_improved(monthly(values), directions(x="lower"))["change"][0]
    assert best == pytest.approx(min(series[-1] / series[0] - 1 for series in values.values()))


@given(st.integers(1, 4), st.lists(st.floats(1, 1e6), min_size=8, max_size=8))
def test_changes_of_equally_many_firms_cancel_out_over_all_months(firms: int, values: list[float]) -> None:
    frame = monthly({str(firm): [value * (1 + firm) for value in values] for firm in range(firms)})
    changes = industry_change(frame, directions(x="lower"))["change"]
    assert changes.sum() == pytest.approx(0, abs=1e-9 * changes.abs().max() + 1e-9)


def _clearing(rows: list[tuple[str, str, date, float | None, float | None]]) -> pl.DataFrame:
    schema = {
        "firm_id": pl.String,
        "system": pl.String,
        "date": pl.Date,
        "seconds": pl.Float64,
        "records": pl.Float64,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


CLEARING = _clearing(
    [
        ("a", "s", date(2019, 1, 2), 100.0, 1000.0),
        ("a", "s", date(2019, 1, 3), 300.0, 1000.0),
        ("b", "s", date(2019, 1, 3), 100.0, 3000.0),
        ("b", "s", date(2019, 1, 4), 999.0, 0.0),
        ("b", "s", date(2019, 1, 7), None, 500.0),
        ("a", "s", date(2019, 2, 1), 100.0, 2000.0),
    ]
)


def test_efficiency_is_summed_seconds_over_summed_records() -> None:
    pooled = pooled_efficiency(CLEARING).rows()
    assert pooled == [
        ("s", date(2019, 1, 1), 2, 500.0, 5000.0, 0.1),
        ("s", date(2019, 2, 1), 1, 100.0, 2000.0, 0.05),
    ]
    added = with_efficiency(monthly({"a": [1]}), CLEARING).filter(pl.col("indicator") != "x")
    assert added.rows() == [
        ("a", "clearing_efficiency", "s", date(2019, 1, 1), 0.2),
        ("a", "clearing_efficiency", "s", date(2019, 2, 1), 0.05),
        ("b", "clearing_efficiency", "s", date(2019, 1, 1), pytest.approx(1 / 30)),
    ]


def test_improved_indicators_are_counted_by_their_last_month_up_to_all() -> None:
    frame = pl.concat(
        [
            monthly({"a": [10, 5]}, "1.1.1"),
            monthly({"a": [10, 15]}, "1.1.2", "s"),
            monthly({"a": [10, 5]}, "1.1.2", "t"),
            monthly({"a": [5, 5, 1]}, "2.1.1"),
            monthly({"a": [9, 1]}, "2.1.2"),
            monthly({"a": [0, 0]}, "2.1.3"),
            monthly({"a": [9, 1]}, "elsewhere"),
        ]
    )
    of = dict.fromkeys(frame["indicator"].unique(), "lower") | {"2.1.2": "none"}
    parents = {"1": None, "1.1": "1", "1.1.1": "1.1", "1.1.2": "1.1", "2": None, "2.1": "2"}
    parents |= {"2.1.1": "2.1", "2.1.2": "2.1", "2.1.3": "2.1"}
    counted = tally_improved(industry_change(frame, directions(**of)), parents)
    assert counted.rows() == [
        ("", 4, 3),
        ("1", 3, 2),
        ("1.1", 3, 2),
        ("2", 1, 1),
        ("2.1", 1, 1),
    ]
