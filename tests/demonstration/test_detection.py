from __future__ import annotations

from datetime import date

import polars as pl

from ipscore_demo.detection import detect, detection_table
from ipscore_demo.pilot import SCHEMA

KEY = ["firm_id", "indicator", "system", "date"]
SERIES = ("a", "2.1.1", "")


def _days(*days: int) -> pl.DataFrame:
    rows = [(*SERIES, date(2019, 1, day)) for day in days]
    return pl.DataFrame(rows, schema=dict.fromkeys(KEY[:3], pl.String) | {"date": pl.Date}, orient="row")


def _planted(*things: tuple[str, int, int]) -> pl.DataFrame:
    rows = [(kind, *SERIES, date(2019, 1, first), date(2019, 1, last), 1.0, 2.0, "") for kind, first, last in things]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def test_what_lasts_is_found_on_any_of_its_days_and_none_of_them_is_sound() -> None:
    planted = _planted(("level_shift", 10, 14), ("stuck", 20, 24), ("spike", 3, 3))
    found = detect(planted, _days(12, 13), _days(), _days(*range(1, 31)))
    assert found.by_kind.select("kind", "found").rows() == [("level_shift", 1), ("spike", 0), ("stuck", 0)]
    assert (found.sound, found.alarms) == (30 - 11, 0)


def test_a_part_is_neither_asked_for_nor_a_false_alarm() -> None:
    found = detect(_planted(("part", 3, 3), ("spike", 5, 5)), _days(3, 5, 9), _days(), _days(*range(1, 11)))
    assert (found.planted, found.found, found.sound, found.alarms) == (1, 1, 8, 1)


def test_a_reading_that_is_missing_is_found_by_the_checks() -> None:
    found = detect(_planted(("missing", 3, 3)), _days(), _days(3), _days(1, 2, 4))
    assert (found.recall, found.false_alarm_rate) == (1.0, 0.0)


def test_both_rates_are_told_in_the_title() -> None:
    found = detect(_planted(("spike", 5, 5), ("drop", 7, 7)), _days(5, 9), _days(), _days(*range(1, 11)))
    table = detection_table(found)
    assert table.title == "放入的异常：2 处中识别 1 处（50.0%），正常读数 8 个中误报 1 个（12.50%）"
    assert table.rows == (("骤降", "1", "0", "0.0%"), ("骤升", "1", "1", "100.0%"))
