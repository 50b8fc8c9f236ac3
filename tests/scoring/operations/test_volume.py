"""Readings against the volume that they should follow."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from scoring.operations.history import against_history
from scoring.operations.volume import against_volume, reconciled
from tests.scoring.operations.made import CATALOGUE, COUNTER, DAYS, RECORDS, SECONDS, noisy, series, together

QUIET = noisy(1, 0.05, seed=5)
MARKET = 1e6 * np.exp(np.random.default_rng(6).normal(0, 0.3, len(DAYS)))
TIME = (300 + 1.2e-3 * MARKET) * QUIET


def told(seconds: np.ndarray, records: np.ndarray) -> tuple[list[int], list[int], list[int]]:
    """Days on which time is unusual for itself, or records are, or time beside records."""
    readings = together(series(SECONDS, seconds, COUNTER), series(RECORDS, records, COUNTER))
    history, volume = against_history(readings, CATALOGUE), against_volume(readings, CATALOGUE)
    unusual, beside = reconciled(history, volume, CATALOGUE)
    frames = (unusual.filter(indicator=SECONDS), unusual.filter(indicator=RECORDS), beside)
    return tuple([DAYS.index(day) for day in frame["date"]] for frame in frames)  # type: ignore[return-value]


def test_time_that_follows_its_records_is_normal() -> None:
    assert told(TIME, MARKET) == ([], [], [])


@pytest.mark.parametrize("factor", [1.6, 0.6, 10, 0.1])
@pytest.mark.parametrize("at", [2, 40, 286])
def test_time_that_does_not_is_told_though_it_is_usual_for_itself(factor: float, at: int) -> None:
    seconds = TIME.copy()
    seconds[at] *= factor
    _, records, beside = told(seconds, MARKET)
    assert (records, beside) == ([], [at])


def test_a_day_of_many_records_explains_its_time() -> None:
    records = MARKET.copy()
    records[100] *= 20
    seconds = (300 + 1.2e-3 * records) * QUIET
    alone = against_history(series(SECONDS, seconds, COUNTER), CATALOGUE)
    assert alone["side"][100] == 1
    assert told(seconds, records) == ([], [100], [])


@pytest.mark.parametrize("factor", [10, 0.05])
def test_wrong_records_are_no_fault_of_the_time(factor: float) -> None:
    records = MARKET.copy()
    records[100] *= factor
    assert told(TIME, records) == ([], [100], [])


def test_faster_clearing_is_told_for_a_week_and_is_then_normal() -> None:
    seconds = TIME * np.where(np.arange(len(DAYS)) >= 150, 0.5, 1)
    _, records, beside = told(seconds, MARKET)
    assert records == []
    assert beside == [150, 151, 152, 153, 154]


def test_without_the_volume_of_the_day_nothing_is_said() -> None:
    seconds = TIME.copy()
    seconds[100] *= 1.6
    records = series(RECORDS, MARKET, COUNTER).filter(pl.col("date") != DAYS[100])
    readings = together(series(SECONDS, seconds, COUNTER), records)
    assert (against_volume(readings, CATALOGUE)["side"] == 0).all()
    other = together(series(SECONDS, seconds, COUNTER), series(RECORDS, MARKET, "法人清算系统"))
    assert against_volume(other, CATALOGUE).is_empty()


def test_the_order_of_rows_changes_nothing() -> None:
    readings = together(series(SECONDS, TIME, COUNTER), series(RECORDS, MARKET, COUNTER))
    shuffled = readings.sample(fraction=1, shuffle=True, seed=2)
    assert against_volume(readings, CATALOGUE).equals(against_volume(shuffled, CATALOGUE))
    assert against_volume(readings.clear(), CATALOGUE).is_empty()
