"""What recall and false alarms count."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest

from scoring.operations.detection import detection

START = date(2019, 1, 1)


def days(*numbers: int) -> pl.DataFrame:
    rows = [("F1", "2.1.1", "", START + timedelta(days=number)) for number in numbers]
    schema = {"firm_id": pl.String, "indicator": pl.String, "system": pl.String, "date": pl.Date}
    return pl.DataFrame(rows, schema=schema, orient="row")


def planted(kind: str, *numbers: int, until: int | None = None) -> pl.DataFrame:
    last = pl.lit(None, pl.Date) if until is None else pl.lit(START + timedelta(days=until))
    return days(*numbers).with_columns(kind=pl.lit(kind), last=last)


def test_the_reading_itself_must_be_told() -> None:
    anomalies = pl.concat([planted("spike", 10, 20), planted("drop", 30)])
    found = detection(anomalies, days(10, 10, 21, 30, 50), days(*range(100)))
    assert (found.planted, found.found, found.recall) == (3, 2, pytest.approx(2 / 3))
    assert (found.sound, found.alarms, found.false_alarm_rate) == (97, 2, pytest.approx(2 / 97))
    assert found.by_kind.rows() == [("drop", 1, 1, 1.0), ("spike", 2, 1, 0.5)]
    assert found.missed["date"].to_list() == [START + timedelta(days=20)]


def test_the_other_days_of_an_anomaly_are_neither_sound_nor_planted() -> None:
    found = detection(planted("shift", 10, until=14), days(11, 12, 15), days(*range(100)))
    assert (found.found, found.sound, found.alarms) == (0, 95, 1)


def test_a_standstill_may_begin_before_its_date() -> None:
    stuck = planted("stuck", 13, until=16).with_columns(first=pl.lit(START + timedelta(days=10)))
    found = detection(stuck, days(13, 14), days(*range(100)))
    assert (found.found, found.sound, found.alarms) == (1, 93, 0)


def test_a_missing_reading_is_told_where_it_should_be() -> None:
    found = detection(planted("missing", 10), days(10), days(*(day for day in range(100) if day != 10)))
    assert (found.recall, found.sound, found.false_alarm_rate) == (1, 99, 0)


def test_another_series_is_another_reading() -> None:
    other = days(10).with_columns(system=pl.lit("普通交易柜台"))
    found = detection(planted("spike", 10).drop("last"), other, pl.concat([days(10), other]))
    assert (found.recall, found.false_alarm_rate) == (0, 1)


def test_shares_of_nothing_are_null() -> None:
    found = detection(planted("spike"), days(), days())
    assert (found.recall, found.false_alarm_rate) == (None, None)
