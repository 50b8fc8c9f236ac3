"""Readings against their own history: what is abnormal, and what only seems so."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import polars as pl
import pytest

from scoring.operations.frames import READINGS
from scoring.operations.history import VERDICTS, against_history, changed_states
from tests.scoring.operations.made import CATALOGUE, DAYS, noisy, places, series, together

CPU, ORDERS, CASES, ACCOUNTS, FINISHED = "2.1.1", "5.2.1", "5.3.3", "1.1.1", "5.1.2"
COUNTER = "普通交易柜台"


def judged(readings: pl.DataFrame) -> pl.DataFrame:
    return against_history(readings, CATALOGUE)


def abnormal(readings: pl.DataFrame) -> list[int]:
    return places(judged(readings).filter((pl.col("side") != 0) | pl.col("stuck")), readings)


LEVELS = {CPU: 12, ORDERS: 40_000, "3.1.2": 30, "3.1.1": 0.3}
AT, FACTORS = (0, 3, 10, 150, len(DAYS) - 1), (10, 0.1, 3, 1 / 3)


def with_one_wrong(code: str, factor: float, at: int) -> np.ndarray[Any, Any]:
    values = noisy(LEVELS[code], 0.08)
    values[at] *= factor
    return values


@pytest.fixture(scope="module")
def each_with_one_wrong() -> dict[tuple[str, float, int], pl.DataFrame]:
    """All that is judged of series with one wrong reading each; other series change nothing (see below)."""
    cases = {f"F{number:02}": case for number, case in enumerate(product(LEVELS, FACTORS, AT))}
    made = [series(case[0], with_one_wrong(*case), firm=firm) for firm, case in cases.items()]
    found = judged(together(*made)).partition_by("firm_id", as_dict=True, maintain_order=True)
    return {case: found[firm,] for firm, case in cases.items()}


@pytest.mark.parametrize("at", AT, ids=lambda at: f"day {at}")
@pytest.mark.parametrize("factor", FACTORS)
@pytest.mark.parametrize("code", LEVELS)
def test_a_single_wrong_reading_is_abnormal_and_nothing_else_is(
    code: str, factor: float, at: int, each_with_one_wrong: dict[tuple[str, float, int], pl.DataFrame]
) -> None:
    values = with_one_wrong(code, factor, at)
    found = each_with_one_wrong[code, factor, at]
    assert places(found.filter(pl.col("side") != 0), found) == [at]
    assert found["side"][at] == (1 if factor > 1 else -1)
    low, expected, high = found.row(at, named=True)["low"], found["expected"][at], found["high"][at]
    assert low < expected < high
    assert not low <= values[at] <= high


@pytest.mark.parametrize("at", [2, 7, 13])
@pytest.mark.parametrize("factor", [10, 0.1])
def test_months_are_judged_although_they_are_few_and_fall(factor: float, at: int) -> None:
    values = 181_171 * 0.88 ** np.arange(14) * noisy(1, 0.03, 14)
    values[at] *= factor
    assert abnormal(series(ACCOUNTS, values)) == [at]


def test_both_sides_of_the_band() -> None:
    """The limits that are told are those that decide."""
    readings = series(ORDERS, noisy(40_000, 0.1))
    last = judged(readings).row(-1, named=True)
    for limit, outward in ((last["low"], -1), (last["high"], 1)):
        for step, side in ((-1e-6, 0), (1e-6, outward)):
            value = limit * (1 + outward * step)
            moved = readings.with_columns(
                value=pl.when(pl.col("date") == DAYS[-1]).then(pl.lit(value)).otherwise("value")
            )
            assert judged(moved)["side"][-1] == side


def test_a_reading_farther_out_is_never_less_abnormal() -> None:
    readings = noisy(12, 0.08)
    sides = []
    for factor in (1, 1.2, 1.5, 2, 5, 100):
        sides.append(judged(series(CPU, [*readings[:-1], 12 * factor]))["side"][-1])
    assert sides == sorted(sides)
    assert sides[-1] == 1


@pytest.mark.parametrize("factor", [2, 0.5])
def test_a_new_level_is_told_for_a_week_and_is_then_the_level(factor: float) -> None:
    values = noisy(40_000, 0.05)
    values[120:] *= factor
    found = judged(series(ORDERS, values))
    assert abnormal(series(ORDERS, values)) == [120, 121, 122, 123, 124]
    assert places(found.filter("moved"), found) == [124]
    values[200:] /= factor
    assert abnormal(series(ORDERS, values)) == [*range(120, 125), *range(200, 205)]


def test_a_few_cases_more_are_no_alarm_but_many_are() -> None:
    few = np.random.default_rng(3).poisson(0.3, len(DAYS))
    assert abnormal(series(CASES, few, COUNTER)) == []
    few[100] = 4
    assert abnormal(series(CASES, few, COUNTER)) == []
    few[100] = 25
    assert abnormal(series(CASES, few, COUNTER)) == [100]


def test_after_zeros_a_case_is_no_alarm_but_many_are() -> None:
    values = np.zeros(len(DAYS))
    values[80] = 1
    values[200] = 30
    assert abnormal(series(CASES, values, COUNTER)) == [200]


@pytest.mark.parametrize("level", [0, 1, 17, 250_000])
def test_what_always_stands_still_is_neither_stuck_nor_abnormal(level: float) -> None:
    assert abnormal(series(ORDERS, [level] * len(DAYS))) == []


def test_a_series_that_stops_varying_is_stuck() -> None:
    values = noisy(30, 0.1)
    values[100:112] = values[100]
    found = judged(series("3.1.2", values))
    stuck = places(found.filter("stuck"), found)
    assert stuck == list(range(stuck[0], 112))
    assert 101 < stuck[0] <= 104


def test_a_series_that_often_stands_still_may() -> None:
    rng = np.random.default_rng(8)
    values = np.repeat(rng.poisson(500, 100), rng.integers(1, 7, 100))[: len(DAYS)]
    assert judged(series(ORDERS, values))["stuck"].sum() == 0


def test_weekdays_and_the_ends_of_months_may_differ() -> None:
    weekday = np.array([day.weekday() for day in DAYS])
    month_end = np.array([n + 1 == len(DAYS) or DAYS[n + 1].month != day.month for n, day in enumerate(DAYS)])
    values = noisy(40_000, 0.04) * np.where(weekday == 4, 1.3, 1) * np.where(month_end, 3, 1)
    learnt = int(np.flatnonzero(month_end)[3])
    told = abnormal(series(ORDERS, values))
    assert [place for place in told if place >= learnt] == []
    assert set(told) <= set(np.flatnonzero(month_end))
    values[learnt + 60] *= 1.8
    assert learnt + 60 in abnormal(series(ORDERS, values))


def test_a_monday_like_a_friday_is_abnormal() -> None:
    weekday = np.array([day.weekday() for day in DAYS])
    values = noisy(40_000, 0.02) * np.where(weekday == 4, 2, 1)
    monday = int(np.flatnonzero(weekday == 0)[45])
    values[monday] *= 2
    assert monday in [place for place in abnormal(series(ORDERS, values)) if place > 80] == [monday]


def test_a_steady_trend_is_no_alarm() -> None:
    assert abnormal(series(ORDERS, 400_000 * 0.99 ** np.arange(len(DAYS)) * noisy(1, 0.02))) == []


def test_times_of_day_are_compared_in_minutes() -> None:
    times = 20 * 3600 + np.random.default_rng(2).normal(0, 300, len(DAYS))
    times[200] += 5400
    assert abnormal(series(FINISHED, times, COUNTER)) == [200]


def test_negative_readings_mirror_positive_ones() -> None:
    values = noisy(40_000, 0.08)
    values[150] *= 5
    up, down = judged(series(ORDERS, values)), judged(series(ORDERS, -values))
    assert (up["side"] == -down["side"]).all()
    assert np.allclose(up["high"].to_numpy(), -down["low"].to_numpy())


def mixed(seed: int = 4) -> pl.DataFrame:
    frames = []
    for number, (code, system) in enumerate([(CPU, ""), (ORDERS, ""), (CASES, COUNTER), (ACCOUNTS, ""), ("3.1.2", "")]):
        for firm in ("F1", "F2"):
            values = noisy(100 + 50 * number, 0.1, seed=seed + number + 10 * (firm == "F2"))
            values[40 * number + 7] *= 6
            frames.append(series(code, values[: 14 if code == ACCOUNTS else 150 + 30 * number], system, firm))
    return together(*frames)


def test_the_order_of_rows_and_other_series_change_nothing() -> None:
    readings = mixed()
    whole = judged(readings)
    assert whole.equals(judged(readings.sample(fraction=1, shuffle=True, seed=1)))
    for key, part in readings.partition_by("firm_id", "indicator", as_dict=True).items():
        alone = whole.filter(pl.col("firm_id") == key[0], pl.col("indicator") == key[1])
        assert judged(part).equals(alone)


def test_what_follows_changes_no_verdict_once_there_is_history() -> None:
    values = noisy(40_000, 0.1)
    short, long = judged(series(ORDERS, values[:150])), judged(series(ORDERS, values))
    assert short[20:].equals(long[20:150])


@pytest.mark.parametrize("missing", [[], [5], list(range(90, 110))])
def test_missing_days_are_passed_over(missing: list[int]) -> None:
    values: Any = noisy(40_000, 0.08)
    values[150] *= 4
    readings = series(ORDERS, values)
    kept = readings.filter(~pl.col("date").is_in([DAYS[place] for place in missing]))
    found = judged(kept)
    assert found.height == len(DAYS) - len(missing)
    assert found.filter(pl.col("side") != 0)["date"].to_list() == [DAYS[150]]


@pytest.mark.parametrize("count", [0, 1, 2, 6])
def test_too_little_history_says_nothing(count: int) -> None:
    found = judged(series(CPU, noisy(12, 0.1, count)))
    assert found.height == count
    assert found["expected"].null_count() == count
    assert (found["side"] == 0).all()
    assert found.schema == VERDICTS


def test_only_numbers_have_a_history() -> None:
    texts = pl.DataFrame([("F1", "4.2.4", "", DAYS[0], None, "强制平仓未及时完成")], schema=READINGS, orient="row")
    states = series("5.4.2", [0] * 30)
    assert judged(together(texts, states)).is_empty()


def test_a_state_that_is_no_longer_normal_is_told_once() -> None:
    states = [0, 0, 1, 1, 0, 1, 0]
    readings = series("5.4.2", states)
    assert places(changed_states(readings.reverse(), CATALOGUE), readings) == [2, 5]
    assert changed_states(series("5.4.2", [1, 1]), CATALOGUE).is_empty()
