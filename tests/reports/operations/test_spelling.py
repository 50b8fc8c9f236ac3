"""How readings are spelled, kind by kind."""

from __future__ import annotations

from datetime import date

import pytest

from indicator_tree.catalogue import load_catalogue
from reports.operations.spelling import clock, days, large, name_of, scale
from scoring.effects import EFFICIENCY

CATALOGUE = load_catalogue("operations_2020")
CPU, OVERDRAFTS, AMOUNT, RECORDS, SECONDS, DONE, STATE = "2.1.1", "4.2.1", "4.2.2", "5.1.3", "5.1.1", "5.1.2", "5.4.2"


@pytest.mark.parametrize(
    ("code", "value", "told"),
    [
        (CPU, 12.345, "12.35%"),
        (CPU, None, "—"),
        (OVERDRAFTS, 12.0, "12次"),
        (OVERDRAFTS, 12.364, "12.36次"),
        (OVERDRAFTS, 999_999.0, "999,999次"),
        (OVERDRAFTS, 1_000_000.0, "100.00万次"),
        (AMOUNT, 0.0, "0元"),
        (AMOUNT, 9_999.0, "9,999.00元"),
        (AMOUNT, 10_000.0, "1.00万元"),
        (AMOUNT, 1e8, "1.00亿元"),
        (SECONDS, 1480.4, "1,480秒"),
        (SECONDS, 99.126, "99.13秒"),
        (DONE, 66_000.0, "18:20"),
        (DONE, 93_600.0, "次日02:00"),
        (STATE, 0.0, "正常"),
        (STATE, 1.0, "异常"),
        (STATE, 3.0, "异常3次"),
        (EFFICIENCY, 5.3648783207807505e-4, "5.3649秒/万条"),
    ],
)
def test_a_reading_is_spelled_by_its_kind(code: str, value: float | None, told: str) -> None:
    assert scale(CATALOGUE, code, [value]).with_unit(value) == told


@pytest.mark.parametrize(
    ("code", "before", "now", "told"),
    [
        (CPU, 10.0, 12.5, "+2.50百分点"),
        (OVERDRAFTS, 100.0, 125.0, "+25.0%"),
        (OVERDRAFTS, 0.0, 12.0, "+12次"),
        (OVERDRAFTS, 12.0, 12.0, "持平"),
        (DONE, 66_000.0, 66_600.0, "+10分钟"),
        (STATE, 1.0, 0.0, "-1次"),
    ],
)
def test_a_change_is_spelled_by_its_kind(code: str, before: float, now: float, told: str) -> None:
    relative = now / before - 1 if before else None
    assert scale(CATALOGUE, code, [before, now]).change(now - before, relative) == told


def test_readings_side_by_side_share_a_unit() -> None:
    both = scale(CATALOGUE, AMOUNT, [2e8, 5e6])
    assert (both.spell(2e8), both.spell(5e6), both.unit) == ("2.00", "0.05", "亿元")


def test_a_range_of_one_value_is_told_once() -> None:
    told = scale(CATALOGUE, CPU, [12.0])
    assert told.range(12.0, 12.001) == "12.00"
    assert told.range(12.0, 13.0, unit=True) == "12.00–13.00%"
    assert told.range(None, 13.0) == "—"


def test_only_names_that_two_bear_take_their_group_along() -> None:
    assert name_of(CATALOGUE, "4.4.1") == "股票质押业务·待回购的客户数量"
    assert name_of(CATALOGUE, SECONDS, "普通交易柜台") == "清算系统处理时长（普通交易柜台）"


@pytest.mark.parametrize(
    ("value", "told"), [(None, "—"), (9_124.4, "9,124"), (14_213_300.0, "1,421.33万"), (5.962e8, "5.96亿")]
)
def test_large_numbers_in_sentences(value: float | None, told: str) -> None:
    assert large(value) == told


def test_days_together() -> None:
    assert days(date(2019, 8, 5), date(2019, 8, 5), 1) == "8月5日"
    assert days(date(2019, 8, 5), date(2019, 8, 9), 5) == "8月5日–9日（5天）"
    assert days(date(2019, 7, 31), date(2019, 8, 1), 2) == "7月31日–8月1日（2天）"


def test_a_minute_is_not_rounded_into_the_next_hour() -> None:
    assert clock(3599.4) == "00:59"
    assert clock(2 * 86_400.0) == "2日后00:00"
