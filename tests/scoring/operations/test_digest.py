"""What reports tell of a firm's month beside its figures."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from indicator_tree.catalogue import load_catalogue
from scoring.operations import digest
from scoring.operations.frames import ALERTS, CLEARING, CLEARING_MODELS, EFFECTS, MONTHLY, READINGS

CATALOGUE = load_catalogue("operations_2020")
AUGUST, LAST = date(2019, 8, 1), date(2019, 8, 31)


def _alert(
    day: int, level: int, told: tuple[float, float, str] = (1.0, 1.0, "高"), indicator: str = "2.1.1"
) -> tuple[object, ...]:
    """`told`: value, limit, cause."""
    return ("F", indicator, "", date(2019, 8, day), "history", level, *told, "p", "assumed", "r")


def _alerts(*rows: tuple[object, ...]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=ALERTS, orient="row")


def test_alerts_are_counted_by_class_and_level() -> None:
    found = digest.tally_alerts(_alerts(_alert(1, 3), _alert(2, 3), _alert(2, 1, indicator="5.2.1")), CATALOGUE)
    counts = {(node, level): (alerts, series) for node, level, alerts, series in found.rows()}
    assert counts["", 0] == (3, 2)
    assert counts["2", 3] == (2, 1)
    assert counts["5", 1] == (1, 1)
    assert counts["1", 0] == (0, 0)
    assert {node for node, _ in counts} == {"", "1", "2", "3", "4", "5"}


def test_alerts_of_one_cause_are_one_row_and_of_two_causes_two() -> None:
    found = digest.grouped_alerts(
        _alerts(_alert(5, 3, (9, 4, "高")), _alert(7, 3, (8, 5, "高")), _alert(6, 3, (1, 2, "低"))), CATALOGUE
    )
    assert found.select(
        "cause", "days", "first", "last", "value_low", "value_high", "limit_low", "limit_high"
    ).rows() == [
        ("高", 2, date(2019, 8, 5), date(2019, 8, 7), 8, 9, 4, 5),
        ("低", 1, date(2019, 8, 6), date(2019, 8, 6), 1, 1, 2, 2),
    ]


def test_alerts_stand_in_the_order_of_levels_then_of_the_catalogue() -> None:
    found = digest.grouped_alerts(
        _alerts(*(_alert(5, level, indicator=code) for level, code in ((3, "2.1.2"), (3, "2.1.10"), (1, "5.2.1")))),
        CATALOGUE,
    )
    assert found["indicator"].to_list() == ["5.2.1", "2.1.2", "2.1.10"]


def _due(readings: list[tuple[str, str, date]], missing: list[tuple[str, str, date]]) -> pl.DataFrame:
    given = pl.DataFrame([("F", *row, 1.0, None) for row in readings], schema=READINGS, orient="row")
    absent = pl.DataFrame(
        [("F", *row) for row in missing],
        schema={name: READINGS[name] for name in ("firm_id", "indicator", "system", "date")},
        orient="row",
    )
    return digest.due_readings(given, absent, CATALOGUE, AUGUST, LAST)


def test_a_daily_series_is_due_on_trading_days_and_a_monthly_one_once() -> None:
    found = _due([("2.1.1", "", AUGUST), ("1.1.1", "", LAST)], [("2.1.1", "", date(2019, 8, 2))])
    trading = len(CATALOGUE.due_days("daily", AUGUST, LAST))
    assert found.select("indicator", "due", "received", "missing").rows() == [
        ("1.1.1", 1, 1, []),
        ("2.1.1", trading, trading - 1, [date(2019, 8, 2)]),
    ]
    assert found["owner"].to_list() == [CATALOGUE.indicator[code].owner for code in ("1.1.1", "2.1.1")]


def test_a_series_of_which_nothing_came_is_due_all_the_same() -> None:
    days = CATALOGUE.due_days("daily", AUGUST, LAST)
    found = _due([], [("5.1.1", "普通交易柜台", day) for day in days])
    assert found.select("due", "received").rows() == [(len(days), 0)]


def test_a_text_that_is_a_cause_is_never_due() -> None:
    assert _due([("4.2.4", "", LAST)], []).is_empty()


def test_what_is_due_adds_up_by_class() -> None:
    due = _due([("1.1.1", "", LAST), ("1.1.2", "", LAST)], [("1.1.2", "", LAST)])
    rows = {row["node"]: row for row in digest.tally_due(due, CATALOGUE).to_dicts()}
    assert (rows["1"]["due"], rows["1"]["received"], rows["1"]["missing"], rows["1"]["share"]) == (2, 1, 1, 0.5)
    assert rows[""]["indicators"] == 78
    assert rows["2"]["share"] is None


def test_owners_owe_what_is_missing_in_all() -> None:
    due = _due([], [("2.1.1", "", AUGUST), ("2.1.3", "", AUGUST), ("2.1.3", "", date(2019, 8, 2))])
    found = digest.missing_by_owner(due, CATALOGUE)
    assert found.select("indicator", "missing", "first", "last", "owed").rows() == [
        ("2.1.1", 1, AUGUST, AUGUST, 3),
        ("2.1.3", 2, AUGUST, date(2019, 8, 2), 3),
    ]


def _clearing(*rows: tuple[date, float | None, float | None, bool | None]) -> pl.DataFrame:
    whole = [("F", "甲", day, seconds, records, None, None, None, None, out) for day, seconds, records, out in rows]
    return pl.DataFrame(whole, schema=CLEARING, orient="row")


def test_a_month_of_clearing_is_the_quotient_of_its_sums() -> None:
    days = _clearing(
        (date(2019, 7, 31), 100.0, 1000.0, True),
        (AUGUST, 100.0, 1000.0, False),
        (date(2019, 8, 2), 500.0, 3000.0, True),
        (date(2019, 8, 5), None, 3000.0, True),
        (date(2019, 8, 6), 150.0, 1000.0, None),
    )
    model = pl.DataFrame(
        [("F", "甲", 3, 0.0, 0.1, 1.0, 0.9, 3600.0, 6000.0, 5000.0, 7000.0)], schema=CLEARING_MODELS, orient="row"
    )
    row = digest.month_of_clearing(days, model, AUGUST, date(2019, 7, 1)).row(0, named=True)
    assert (row["days"], row["judged"], row["outside"], row["line_days"]) == (3, 2, 1, 3)
    assert (row["efficiency"], row["previous"]) == (0.15, 0.1)
    assert row["relative"] == pytest.approx(0.5)
    assert (row["most_records"], row["share"]) == (3000.0, 0.5)


def test_so_many_days_before_the_month_are_drawn() -> None:
    days = _clearing(*((date(2019, 7, day), 1.0, 1.0, False) for day in range(1, 31)), (AUGUST, 1.0, 1.0, False))
    found = digest.days_of_clearing(days, AUGUST, 5)
    assert found.select("date", "current").rows()[0] == (date(2019, 7, 26), False)
    assert found.height == 6


def _month(indicator: str, relative: float | None) -> tuple[object, ...]:
    return ("F", indicator, "", AUGUST, 1.0, 1.0, 0.0, relative)


def test_alerts_come_first_then_changes_for_the_worse_then_changes() -> None:
    values = pl.DataFrame(
        [_month("1.1.1", -0.9), _month("1.1.2", 0.1), _month("1.1.3", None), _month("1.1.4", -0.2)],
        schema=MONTHLY,
        orient="row",
    )
    alerts = _alerts(_alert(5, 3, indicator="1.1.3"))
    for most, chosen in ((1, ["1.1.3"]), (2, ["1.1.2", "1.1.3"]), (3, ["1.1.1", "1.1.2", "1.1.3"])):
        assert digest.notable(values, alerts, CATALOGUE, most)["indicator"].to_list() == chosen


def test_firms_that_only_became_worse_are_not_the_best() -> None:
    months = (date(2018, 7, 1), AUGUST)
    effects = pl.DataFrame(
        [
            ("1.1.1", "", "A", 10.0, 5.0, -0.5, 3),
            ("1.1.2", "", "A", 10.0, 12.0, 0.2, 3),
            ("4.3.7", "", "B", 10.0, 12.0, 0.2, 3),
            ("clearing_efficiency", "甲", "A", 10.0, 5.0, -0.5, 3),
        ],
        schema=list(EFFECTS)[:7],
        orient="row",
    ).with_columns(first_month=pl.lit(months[0]), last_month=pl.lit(months[1]))
    expected = pl.DataFrame({"firm_id": ["A", "B"], "indicators": [2, 1]})
    assert_frame_equal(digest.best_firms(effects, CATALOGUE), expected)
