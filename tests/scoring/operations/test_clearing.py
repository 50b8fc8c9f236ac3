"""Clearing time against records: efficiency, band and limit."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from scoring.intervals import student
from scoring.operations.clearing import Cleared, clearing, efficiency_by_month, industry_efficiency_by_month
from scoring.operations.frames import CLEARING, CLEARING_MODELS
from tests.scoring.operations.made import CATALOGUE, COUNTER, DAYS, RECORDS, SECONDS, noisy, series, together

DAY = pl.Schema({"firm_id": pl.String, "system": pl.String, "date": pl.Date})
NONE = pl.DataFrame(schema=DAY)
MARKET = noisy(1e6, 0.3, 100, seed=7)
TIME = 600 + 1.2e-3 * MARKET + np.random.default_rng(8).normal(0, 60, 100)
WINDOW, FEWEST = CATALOGUE.monitoring.volume.window, CATALOGUE.clearing.minimum_days


def days(*places: int) -> pl.DataFrame:
    return pl.DataFrame([("F1", COUNTER, DAYS[place]) for place in places], schema=DAY, orient="row")


def cleared(
    seconds: np.ndarray, records: np.ndarray, abnormal: pl.DataFrame = NONE, moved: pl.DataFrame = NONE
) -> Cleared:
    readings = together(series(SECONDS, seconds, COUNTER), series(RECORDS, records, COUNTER))
    return clearing(readings.sample(fraction=1, shuffle=True, seed=3), CATALOGUE, abnormal, moved)


def test_the_band_of_a_day_is_that_of_the_days_before() -> None:
    found = cleared(TIME, MARKET).days
    assert found.schema == CLEARING
    assert found["efficiency"].to_list() == pytest.approx(list(TIME / MARKET))
    assert found["expected"].null_count() == FEWEST
    for at in (FEWEST, 50, 99):
        past = slice(max(at - WINDOW, 0), at)
        x, y = MARKET[past], TIME[past]
        slope, intercept = np.polyfit(x, y, 1)
        s = np.sqrt(((y - intercept - slope * x) ** 2).sum() / (len(x) - 2))
        away = 1 + 1 / len(x) + (MARKET[at] - x.mean()) ** 2 / ((x - x.mean()) ** 2).sum()
        half = student(0.95, np.array([len(x) - 2.0]))[0] * s * np.sqrt(away)
        row = found.row(at, named=True)
        expected = intercept + slope * MARKET[at]
        assert [row["expected"], row["low"], row["high"]] == pytest.approx([expected, expected - half, expected + half])


def test_both_sides_of_the_band() -> None:
    row = cleared(TIME, MARKET).days.row(99, named=True)
    for limit, outward in ((row["low"], -1), (row["high"], 1)):
        for step, outside in ((-1e-9, False), (1e-9, True)):
            seconds = np.append(TIME[:99], limit * (1 + outward * step))
            assert cleared(seconds, MARKET).days["outside"][99] is outside


def test_the_model_is_the_line_through_the_last_days_and_reaches_the_deadline() -> None:
    model = cleared(TIME, MARKET).models.row(0, named=True)
    slope, intercept = np.polyfit(MARKET[-WINDOW:], TIME[-WINDOW:], 1)
    deadline = CATALOGUE.clearing.deadline[COUNTER]
    assert (model["days"], model["deadline_seconds"]) == (WINDOW, deadline)
    assert (model["slope"], model["intercept"]) == (pytest.approx(slope), pytest.approx(intercept))
    assert model["limit_records"] == pytest.approx((deadline - intercept) / slope)
    assert model["limit_low"] < (deadline - 600) / 1.2e-3 < model["limit_high"]


@pytest.mark.parametrize("slope", [0.0, -1.2e-3])
def test_time_that_does_not_rise_with_records_has_no_limit(slope: float) -> None:
    seconds = 5000 + slope * MARKET + np.random.default_rng(9).normal(0, 60, 100)
    model = cleared(seconds, MARKET).models.row(0, named=True)
    assert model["slope"] is not None
    assert [model[name] for name in ("limit_records", "limit_low", "limit_high")] == [None, None, None]


def test_a_system_without_deadline_has_no_limit() -> None:
    readings = together(series(SECONDS, TIME, "新系统"), series(RECORDS, MARKET, "新系统"))
    model = clearing(readings, CATALOGUE, NONE, NONE).models.row(0, named=True)
    assert model["slope"] > 0
    assert (model["deadline_seconds"], model["limit_records"]) == (None, None)


def test_a_deadline_that_no_volume_meets_is_a_limit_of_zero() -> None:
    model = cleared(TIME + 20_000, MARKET).models.row(0, named=True)
    assert [model[name] for name in ("limit_records", "limit_low", "limit_high")] == [0, 0, 0]


@pytest.mark.parametrize("count", [1, FEWEST - 1, FEWEST])
def test_a_line_needs_the_minimum_of_days(count: int) -> None:
    found = cleared(TIME[:count], MARKET[:count])
    assert found.days["expected"].null_count() == count
    assert found.models["slope"].null_count() == (count < FEWEST)


def test_abnormal_days_are_judged_but_are_no_history() -> None:
    seconds = TIME.copy()
    seconds[60] *= 30
    blind, seeing = cleared(seconds, MARKET).days, cleared(seconds, MARKET, days(60)).days
    clean = cleared(TIME, MARKET).days
    assert seeing["outside"][60]
    assert blind["high"][70] > 2 * seeing["high"][70]
    assert seeing["high"][70] == pytest.approx(clean["high"][70], rel=0.1)


def test_after_a_move_the_days_before_it_are_forgotten() -> None:
    seconds = np.where(np.arange(100) >= 60, 0.5, 1) * TIME
    found = cleared(seconds, MARKET, days(60, 61, 62, 63, 64), days(64))
    unknown = found.days["expected"].is_null()
    assert np.flatnonzero(unknown.to_numpy()).tolist() == [*range(FEWEST), *range(65, 60 + FEWEST)]
    assert found.models["days"][0] == 40
    assert found.models["slope"][0] == pytest.approx(np.polyfit(MARKET[60:], seconds[60:], 1)[0])


def test_days_without_records_are_left_out() -> None:
    records = MARKET.copy()
    records[50] = 0
    assert cleared(TIME, records).days.height == 99
    nothing = clearing(series(SECONDS, TIME, COUNTER), CATALOGUE, NONE, NONE)
    assert (nothing.days.height, nothing.models.height) == (0, 0)
    assert (nothing.days.schema, nothing.models.schema) == (CLEARING, CLEARING_MODELS)


def test_the_efficiency_of_a_month_is_total_seconds_by_total_records() -> None:
    rows = [
        ("F1", COUNTER, date(2019, 1, 2), 100.0, 1000.0),
        ("F1", COUNTER, date(2019, 1, 3), 300.0, 1000.0),
        ("F2", COUNTER, date(2019, 1, 3), 600.0, 8000.0),
        ("F1", COUNTER, date(2019, 2, 1), 50.0, 100.0),
    ]
    frame = pl.DataFrame(rows, schema=list(CLEARING)[:5], orient="row").with_columns(efficiency=None)
    found = efficiency_by_month(frame).select("firm_id", "month", "efficiency").rows()
    january, february = date(2019, 1, 1), date(2019, 2, 1)
    assert found == [("F1", january, 0.2), ("F1", february, 0.5), ("F2", january, 0.075)]
    assert industry_efficiency_by_month(frame)["efficiency"].to_list() == [0.1, 0.5]
