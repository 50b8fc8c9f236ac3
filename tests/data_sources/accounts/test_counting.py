"""Counts against plain Python, whatever the order, the files and the batches; and both sides of every indicator."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from data_sources.accounts.counting import count_accounts
from data_sources.accounts.indicators import INDICATORS
from data_sources.limits import Limits
from tests.data_sources.accounts.naive import naive_counts
from tests.data_sources.accounts.people import (
    CUSTOMER,
    FUND,
    GOOD,
    ONE_CODE,
    SECURITIES,
    resident_id,
    shortened,
    write_tables,
)

AS_OF = date(2019, 8, 31)
TINY = Limits(batch_rows=3, block_bytes=300, held_bytes=0)

A, B = resident_id("19800506"), resident_id("20100506", 12)
NUMBERS = (A, shortened(A), B, A[:-1] + ("0" if A[-1] != "0" else "1"), "110101990230007", "E123", " e 123 ", "-", None)
OLD = (resident_id("19190831"), resident_id("20010831", 9), resident_id("20010901", 9), resident_id("20200101"))
TYPES = ("居民身份证", "身份证", "其他", "护照", "营业执照", "怪证", None)
_customer_numbers = st.sampled_from(("C1", "C2", "C3", "C4", "C5", None))
_key_data = {
    "name": st.sampled_from(("张三", "张 三", "李四", None)),
    "id_type": st.sampled_from(TYPES),
    "id_number": st.sampled_from(NUMBERS + OLD),
}
_customers = st.fixed_dictionaries(
    {
        "customer": _customer_numbers,
        **_key_data,
        "born_on": st.sampled_from(("1919-08-31", "1919-09-01", "2001-08-31", "2001-09-01", None)),
        "valid_until": st.sampled_from(("2019-08-30", "2019-08-31", "长期", None)),
        "phone": st.sampled_from(("010-1", "-", None)),
        "mobile": st.sampled_from(("13800138000", "无", None)),
        "address": st.sampled_from(("某路", "——", " ", None)).map(lambda text: "-" if text == "——" else text),
        "category": st.sampled_from(("个人", "机构", None)),
    }
)


def _accounts(prefix: str, states: tuple[str | None, ...] = ()) -> st.SearchStrategy[dict[str, Any]]:
    state = {"state": st.sampled_from(states)} if states else {}
    numbers = st.sampled_from((*(f"{prefix}{number}" for number in range(4)), None))
    return st.fixed_dictionaries({"account": numbers, "customer": _customer_numbers, **state, **_key_data})


_tables = st.fixed_dictionaries(
    {"customers": st.lists(_customers, max_size=12)},
    optional={
        "one_codes": st.lists(_accounts("Y"), max_size=12),
        "fund_accounts": st.lists(_accounts("F", ("已上三方存管", "未上三方存管", "怪", None)), max_size=8),
        "securities_accounts": st.lists(_accounts("S", ("已申报", "未撤销", "怪", None)), max_size=8),
    },
)


@settings(max_examples=15, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(
    _tables, st.sampled_from(("csv", "parquet")), st.sampled_from(("utf-8", "gb18030", "utf-8-sig")), st.integers(0, 99)
)
def test_counts_are_those_of_plain_python_in_any_order_and_batches(
    tables: dict[str, list[dict[str, str | None]]], form: str, encoding: str, seed: int
) -> None:
    expected = naive_counts(tables, AS_OF)
    shuffled = {name: random.Random(seed).sample(rows, len(rows)) for name, rows in tables.items()}
    with TemporaryDirectory() as folder:
        whole = count_accounts(write_tables(Path(folder) / "a", tables, form, encoding), AS_OF)
        batches = count_accounts(write_tables(Path(folder) / "b", shuffled, form, encoding), AS_OF, limits=TINY)
    assert whole.values == expected
    assert batches.values == expected
    assert batches.notes.equals(whole.notes)
    assert batches.tables.equals(whole.tables)
    fates = whole.tables.select(pl.sum_horizontal("used", "rejected", "repeated", "at_odds"), "read")
    assert fates["used"].equals(fates["read"].rename("used"))


def _values(folder: Path, **tables: list[dict[str, Any]]) -> dict[str, int | None]:
    return dict(count_accounts(write_tables(folder, GOOD | tables), AS_OF).values)


def test_nothing_is_counted_where_nothing_is_wrong(tmp_path: Path) -> None:
    assert _values(tmp_path) == dict.fromkeys((each.key for each in INDICATORS), 0)


BORN = {"minors": ("20010901", "20010831"), "centenarians": ("19190831", "19190901")}
CASES: list[tuple[str, str, dict[str, Any], int]] = [
    ("fifteen_customers", "customers", CUSTOMER | {"id_number": shortened(A)}, 1),
    ("fifteen_customers", "customers", CUSTOMER | {"id_number": "110101990230007"}, 1),
    ("fifteen_customers", "customers", CUSTOMER | {"id_type": "营业执照", "id_number": shortened(A)}, 0),
    ("fifteen_one_codes", "one_codes", ONE_CODE | {"id_number": shortened(A)}, 1),
    ("fifteen_one_codes", "one_codes", ONE_CODE | {"id_type": "护照", "id_number": shortened(A)}, 0),
    ("other_documents", "one_codes", ONE_CODE | {"id_type": "其他"}, 1),
    ("other_documents", "one_codes", ONE_CODE | {"id_type": "护照"}, 0),
    ("minors", "customers", CUSTOMER | {"id_number": resident_id("20010901")}, 1),
    ("minors", "customers", CUSTOMER | {"id_number": resident_id("20010831")}, 0),
    ("minors", "customers", CUSTOMER | {"id_type": "护照", "id_number": "E1", "born_on": "2001-09-01"}, 1),
    ("minors", "customers", CUSTOMER | {"id_number": resident_id("20010901"), "category": "机构"}, 0),
    ("centenarians", "customers", CUSTOMER | {"id_number": resident_id("19190831")}, 1),
    ("centenarians", "customers", CUSTOMER | {"id_number": resident_id("19190901")}, 0),
    ("centenarians", "customers", CUSTOMER | {"id_number": "110101990101997"}, 1),  # born in 1899
    ("centenarians", "customers", CUSTOMER | {"id_number": "110101990101995"}, 0),  # born in 1999
    ("key_data", "one_codes", ONE_CODE | {"name": "李四"}, 1),
    ("key_data", "one_codes", ONE_CODE | {"name": "张　三"}, 0),
    ("key_data", "one_codes", ONE_CODE | {"id_number": shortened(A)}, 0),
    ("key_data", "fund_accounts", FUND | {"id_type": "护照"}, 1),
    ("key_data", "securities_accounts", SECURITIES | {"id_number": B}, 1),
    ("no_phone", "customers", CUSTOMER | {"phone": None, "mobile": "-"}, 1),
    ("no_phone", "customers", CUSTOMER | {"phone": None}, 0),
    ("no_phone", "customers", CUSTOMER | {"mobile": None}, 0),
    ("no_address", "customers", CUSTOMER | {"address": " "}, 1),
    ("no_custody", "fund_accounts", FUND | {"state": "未上三方存管"}, 1),
    ("no_custody", "fund_accounts", FUND | {"state": None}, 1),
    ("expired", "customers", CUSTOMER | {"valid_until": "2019-08-30"}, 1),
    ("expired", "customers", CUSTOMER | {"valid_until": "2019/8/31"}, 0),
    ("expired", "customers", CUSTOMER | {"valid_until": "2009.08.30-2019.08.30"}, 1),
    ("usage", "securities_accounts", SECURITIES | {"state": "未申报"}, 1),
    ("usage", "securities_accounts", SECURITIES | {"state": "未撤销"}, 1),
    ("usage", "securities_accounts", SECURITIES | {"state": "已撤销"}, 0),
]


@pytest.mark.parametrize(("indicator", "table", "row", "expected"), CASES)
def test_an_indicator_counts_what_it_names_and_no_more(
    indicator: str, table: str, row: dict[str, Any], expected: int, tmp_path: Path
) -> None:
    assert _values(tmp_path, **{table: [row]})[indicator] == expected


def test_both_forms_of_a_number_are_one_investor(tmp_path: Path) -> None:
    second = ONE_CODE | {"account": "Y2", "id_number": shortened(A)}
    stranger = ONE_CODE | {"account": "Y3", "id_number": B}
    assert _values(tmp_path, one_codes=[ONE_CODE, second, stranger])["several_one_codes"] == 2


def test_holders_of_invalid_numbers_are_not_taken_for_one(tmp_path: Path) -> None:
    placeholder = {"id_number": "111111111111111"}
    counts = count_accounts(
        write_tables(
            tmp_path, GOOD | {"one_codes": [ONE_CODE | placeholder, ONE_CODE | placeholder | {"account": "Y2"}]}
        ),
        AS_OF,
    )
    assert counts.values["several_one_codes"] is None
    assert {"table": "one_codes", "note": "invalid_id", "rows": 2} in counts.notes.to_dicts()


def test_a_missing_table_gives_no_value_rather_than_nought(tmp_path: Path) -> None:
    counts = count_accounts(write_tables(tmp_path, {"customers": [CUSTOMER]}), AS_OF)
    assert {key for key, value in counts.values.items() if value is None} == {
        *("fifteen_one_codes", "other_documents", "several_one_codes", "key_data", "no_custody", "usage")
    }


def test_states_that_nobody_knows_give_no_value(tmp_path: Path) -> None:
    assert _values(tmp_path, fund_accounts=[FUND | {"state": "3"}])["no_custody"] is None


def test_rows_at_odds_count_nowhere_and_rows_told_twice_once(tmp_path: Path) -> None:
    other = CUSTOMER | {"customer": "C2", "address": None}
    tables = GOOD | {"customers": [CUSTOMER, other, other, CUSTOMER | {"address": None}]}
    counts = count_accounts(write_tables(tmp_path, tables), AS_OF)
    assert counts.values["no_address"] == 1
    assert counts.tables.row(0, named=True) == {
        "table": "customers", "read": 4, "rejected": 0, "repeated": 1, "at_odds": 2, "used": 1
    }  # fmt: skip
