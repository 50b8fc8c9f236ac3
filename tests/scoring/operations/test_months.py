"""Months, each against the one before, and peers."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import polars as pl
import pytest

from scoring.operations.frames import MONTHLY, PEERS, READINGS
from scoring.operations.monthly import monthly
from scoring.operations.peers import peers
from tests.scoring.operations.made import CATALOGUE, series

JANUARY, FEBRUARY, MARCH, APRIL = (date(2019, month, 1) for month in (1, 2, 3, 4))
LAST, MEAN, SUM, MAX, STATE = "2.1.3", "2.1.1", "3.2.2", "2.2.3", "5.4.2"


def readings(code: str, *rows: tuple[date, float | None], text: str | None = None) -> pl.DataFrame:
    full = [("F1", code, "", day, value, text) for day, value in rows]
    return pl.DataFrame(full, schema=READINGS, orient="row")


DAILY: list[tuple[date, float | None]] = [
    (date(2019, 1, 2), 10.0),
    (date(2019, 1, 3), 40.0),
    (date(2019, 1, 4), 25.0),
    (date(2019, 2, 1), 50.0),
    (date(2019, 4, 1), 0.0),
]


@pytest.mark.parametrize(
    ("code", "january", "aggregate"), [(LAST, 25, "last"), (MEAN, 25, "mean"), (SUM, 75, "sum"), (MAX, 40, "max")]
)
def test_days_become_a_month_as_the_catalogue_says(code: str, january: float, aggregate: str) -> None:
    assert CATALOGUE.indicator[code].aggregate == aggregate
    found = monthly(readings(code, *DAILY).reverse(), CATALOGUE)
    assert found.schema == MONTHLY
    assert found["month"].to_list() == [JANUARY, FEBRUARY, APRIL]
    assert found["value"].to_list() == [january, 50, 0]
    assert found["previous"].to_list() == [None, january, None]
    assert found["points"].to_list() == [None, 50 - january, None]
    assert found["relative"].to_list() == [None, pytest.approx(50 / january - 1), None]


def test_the_order_of_readings_changes_no_bit() -> None:
    rng = np.random.default_rng(7)
    days = pl.date_range(date(2019, 1, 1), date(2019, 12, 31), eager=True).alias("date")
    lines = pl.DataFrame({"firm_id": ["F2", "F1"] * 3, "indicator": [MEAN, SUM, LAST, MAX, SUM, MEAN], "system": ""})
    full = lines.join(days.to_frame(), how="cross")
    full = full.with_columns(value=pl.Series(np.exp(9 * rng.normal(size=full.height))), text=pl.lit(None, pl.String))
    in_order = full.select(READINGS.names()).sort("firm_id", "indicator", "system", "date")
    found = monthly(in_order, CATALOGUE)
    assert found.equals(monthly(in_order.sample(fraction=1, shuffle=True, seed=1), CATALOGUE))
    assert found.height == 6 * 12


def test_there_is_no_relative_change_from_zero_and_a_full_one_to_zero() -> None:
    found = monthly(
        readings("1.1.7", (date(2019, 1, 31), 0), (date(2019, 2, 28), 5), (date(2019, 3, 31), 0)), CATALOGUE
    )
    assert found["relative"].to_list() == [None, None, -1]
    assert found["points"].to_list() == [None, 5, -5]


def test_of_a_state_the_abnormal_days_are_counted() -> None:
    found = monthly(readings(STATE, *((date(2019, 1, day), day % 3 == 0) for day in range(1, 32))), CATALOGUE)
    assert found["value"].to_list() == [10]


def test_texts_and_empty_readings_have_no_month() -> None:
    texts = readings("4.2.4", (date(2019, 1, 31), None), text="强制平仓")
    assert monthly(pl.concat([texts, readings(MEAN, (date(2019, 1, 2), None))]), CATALOGUE).is_empty()


def test_december_is_the_month_before_january() -> None:
    found = monthly(readings(LAST, (date(2018, 12, 28), 8), (date(2019, 1, 31), 4)), CATALOGUE)
    assert found["relative"].to_list() == [None, -0.5]


def months(code: str, *values: float) -> pl.DataFrame:
    rows = [series(code, [value], firm=f"F{number}") for number, value in enumerate(values)]
    return monthly(pl.concat(rows), CATALOGUE)


@pytest.mark.parametrize(("code", "best"), [("1.1.1", 1), ("4.3.7", 40), ("4.1.1", None)])
def test_the_best_is_by_direction(code: str, best: float | None) -> None:
    found = peers(months(code, 10, 1, 4, 40, 13.75), CATALOGUE)
    assert found.schema == PEERS
    row: dict[str, Any] = found.row(0, named=True)
    assert (row["firms"], row["mean"], row["best"]) == (5, 13.75, best)
    assert [row["q1"], row["median"], row["q3"]] == list(np.quantile([10, 1, 4, 40, 13.75], [0.25, 0.5, 0.75]))


def test_peers_name_no_firm_and_order_changes_nothing() -> None:
    found = months("1.1.1", *range(1, 12))
    table = peers(found, CATALOGUE)
    assert table.equals(peers(found.sample(fraction=1, shuffle=True, seed=1), CATALOGUE))
    assert table.equals(peers(found.with_columns(firm_id=pl.lit("X") + pl.col("firm_id")), CATALOGUE))


@pytest.mark.parametrize(("firms", "told"), [(4, False), (5, True)])
def test_too_few_firms_are_counted_but_not_told_of_each_other(firms: int, told: bool) -> None:
    row = peers(months("1.1.1", *range(firms)), CATALOGUE).row(0, named=True)
    assert row["firms"] == firms
    assert {row[name] is not None for name in ("mean", "q1", "median", "q3", "best")} == {told}
