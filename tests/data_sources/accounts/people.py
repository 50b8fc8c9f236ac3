"""Invented people and account tables for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
from stdnum.cn import ric

from data_sources.accounts.contracts import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

TITLES = {source.name: {column.name: column.title for column in source.columns} for source in TABLES}


def resident_id(born: str, order: int = 7, place: int = 110101) -> str:
    """A valid number of 18 digits; `born` is YYYYMMDD."""
    body = f"{place}{born}{order:03d}"
    return body + ric.calc_check_digit(body + "0")


def shortened(number: str) -> str:
    """The number of 15 digits of a person of the 20th century."""
    return number[:6] + number[8:17]


CUSTOMER = {
    "customer": "C1",
    "name": "张三",
    "id_type": "居民身份证",
    "id_number": resident_id("19800506"),
    "born_on": None,
    "valid_until": "长期",
    "phone": "010-62345678",
    "mobile": "13800138000",
    "address": "某省某市某路1号",
    "category": "个人",
}
"""A customer about whom there is nothing to say."""

ONE_CODE = {"account": "Y1", "customer": "C1", "name": "张三", "id_type": "身份证", "id_number": CUSTOMER["id_number"]}
FUND = {"account": "F1", "customer": "C1", "state": "已上三方存管", "name": None, "id_type": None, "id_number": None}
SECURITIES = {**FUND, "account": "S1", "state": "已申报"}
GOOD = {"customers": [CUSTOMER], "one_codes": [ONE_CODE], "fund_accounts": [FUND], "securities_accounts": [SECURITIES]}
"""Four tables in which no indicator counts anything."""

Rows = list[dict[str, str | None]]


def write_tables(
    folder: Path, tables: Mapping[str, Sequence[Mapping[str, str | None]]], form: str = "csv", encoding: str = "utf-8"
) -> Path:
    """Write tables with Chinese headers."""
    folder.mkdir(parents=True, exist_ok=True)
    for table, rows in tables.items():
        schema = dict.fromkeys(TITLES[table], pl.String)
        frame = pl.DataFrame(list(rows), schema=schema).rename(TITLES[table])
        if form == "parquet":
            frame.write_parquet(folder / f"{table}.parquet")
        else:
            (folder / f"{table}.csv").write_bytes(frame.write_csv().encode(encoding))
    return folder
