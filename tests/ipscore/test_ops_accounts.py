"""Readings from account tables, and the tables that tell them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from data_sources.accounts.indicators import INDICATORS
from data_sources.readings.source import READINGS
from indicator_tree.catalogue import load_catalogue
from ipscore.ops_accounts import account_tables, count_accounts, write_readings
from tests.data_sources.accounts.people import CUSTOMER, GOOD, write_tables

FIRM = "91110000100000001X"
CATALOGUE = load_catalogue("operations_2020")


def test_the_indicators_are_those_of_the_first_class_in_order() -> None:
    leaves = [code for code in CATALOGUE.leaves if code.startswith("1.")]
    assert [each.code for each in INDICATORS] == leaves


def test_readings_are_dated_by_the_last_day_of_the_month(tmp_path: Path) -> None:
    found = count_accounts(
        write_tables(tmp_path / "in", GOOD | {"customers": [CUSTOMER | {"address": None}]}), date(2020, 2, 3), FIRM
    )
    assert found.readings.schema == READINGS
    assert found.readings.height == len(INDICATORS)
    assert found.readings.filter(pl.col("value") > 0).rows() == [(FIRM, "1.1.9", "", date(2020, 2, 29), 1.0, None)]
    write_readings(found, tmp_path / "out.csv")
    assert pl.read_csv(tmp_path / "out.csv").height == len(INDICATORS)


def test_what_nothing_tells_is_shown_as_a_dash_and_has_no_reading(tmp_path: Path) -> None:
    found = count_accounts(write_tables(tmp_path, {"customers": [CUSTOMER]}), date(2019, 8, 31), FIRM)
    assert found.readings["indicator"].to_list() == ["1.1.1", "1.1.11", "1.1.5", "1.1.6", "1.1.8", "1.1.9"]
    shown, rows, *_ = account_tables(found, CATALOGUE)
    cells = {code: count for code, _, count in shown.rows}
    assert (cells["1.1.10"], cells["1.1.9"]) == ("—", "0")
    assert rows.rows == (("客户资料", "1", "1", "0", "0", "0"),)


def test_tables_tell_reasons_and_no_person(tmp_path: Path) -> None:
    rows = [CUSTOMER, CUSTOMER | {"customer": None}, CUSTOMER | {"customer": "C2", "id_number": "110101198005060000"}]
    found = count_accounts(write_tables(tmp_path, GOOD | {"customers": rows}), date(2019, 8, 31), FIRM)
    text = repr(account_tables(found, CATALOGUE))
    assert "缺少客户号" in text
    assert "居民身份证号码无效" in text
    assert not [secret for secret in CUSTOMER.values() if secret in {"张三", "13800138000"} and secret in text]
    assert "1980050" not in text
