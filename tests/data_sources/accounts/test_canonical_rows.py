"""Canonical rows mean what the reader of batches makes of them, and are told where it would find nothing to say."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_sources.accounts import reading
from data_sources.accounts.alphabets import CANONICAL, PRINTED
from data_sources.accounts.canonical_rows import CanonicalRows, canonical_rows
from data_sources.accounts.reading import open_accounts, read_batch
from data_sources.accounts.words import CATEGORIES, CUSTODY_STATES, DOCUMENTS, EMPTY, FOREVER, USAGE_STATES
from data_sources.errors import UnreadableFileError
from data_sources.limits import DEFAULT
from tests.data_sources.accounts.people import (
    CUSTOMER,
    FUND,
    GOOD,
    ONE_CODE,
    SECURITIES,
    TITLES,
    resident_id,
    shortened,
    write_tables,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from data_sources.accounts.reading import Batch

A = resident_id("19800506")
ODD = (None, "", " ", "-", "——", "无", "null", "NONE", "\u200b", "#N/A", "怪", "x y", "ＡＢ１", "a", "é")
KEYS = ("C1", " C1", "C1 ", "C1\t", "Ｃ１", "c-1/2", "C\u200b1", "客1", "C 1", "1", "0", *ODD)
NAMES = ("张三", "张 三", "欧阳·娜", "MARY", "Mary", "㐀㐁", "龥一", "公司（北京）", "张三\u3000", *ODD)
NUMBERS = (A, shortened(A), A.lower(), f" {A}", f"{A[:6]}-{A[6:]}", "E1234567", "+" + A[1:], A[:-1] + "x", *ODD)
DATES = (
    *("1980-05-06", "1980/5/6", "19800506", "1980-02-30", "2010.05.06-2030.05.06", "1980年5月6日", "40000", *FOREVER),
    *(None, "", " ", "-", "无", "#N/A", "怪"),
)
FILLED = (
    "13800138000",
    "010-1",
    "（010）1",
    "+86",
    "电话",
    "无线路1号",
    "无",
    "无 ",
    "某路1号",
    "1号楼",
    "A座",
    "某",
    *ODD,
)
WORDS = {
    "id_type": (*DOCUMENTS, *ODD, "居民身份证 ", "Passport", "ID Card"),
    "category": (*CATEGORIES, *ODD, "个人 ", "Personal"),
}
STATES = {
    "fund_accounts": (*CUSTODY_STATES, *ODD, "Y", "是 "),
    "securities_accounts": (*USAGE_STATES, *ODD, "Declared"),
}
_key_data = {"name": NAMES, "id_number": NUMBERS, "id_type": WORDS["id_type"]}
CELLS: Mapping[str, Mapping[str, Sequence[str | None]]] = {
    "customers": {
        "customer": KEYS,
        **_key_data,
        "category": WORDS["category"],
        **dict.fromkeys(("born_on", "valid_until"), DATES),
        **dict.fromkeys(("phone", "mobile", "address"), FILLED),
    },
    "one_codes": {"account": KEYS, "customer": KEYS, **_key_data},
    **{table: {"account": KEYS, "customer": KEYS, "state": states, **_key_data} for table, states in STATES.items()},
}
BASIS = {"customers": CUSTOMER, "one_codes": ONE_CODE, "fund_accounts": FUND, "securities_accounts": SECURITIES}


def _batch(folder: Path, table: str, form: str) -> Batch:
    part = next(part for part in open_accounts(folder, DEFAULT, None).parts if part.source.name == table)
    (rows,) = part.rows()
    return read_batch(part, part.origin(0), rows)


def _none_is_canonical(table: str, cells: pl.DataFrame) -> CanonicalRows:
    told = canonical_rows(table, cells)
    return CanonicalRows(told.meanings, pl.repeat(value=False, n=cells.height, eager=True))


@pytest.mark.parametrize("form", ["csv", "parquet"])
@pytest.mark.parametrize("table", CELLS)
def test_canonical_rows_mean_what_the_reader_makes_of_them(
    table: str, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [BASIS[table] | {name: cell} for name, cells in CELLS[table].items() for cell in cells]
    write_tables(tmp_path, GOOD | {table: rows}, form)
    told = _batch(tmp_path, table, form)
    monkeypatch.setattr(reading, "canonical_rows", _none_is_canonical)
    read = _batch(tmp_path, table, form)
    assert told.rows.sort(pl.all()).equals(read.rows.sort(pl.all()))
    assert (told.read, told.bad) == (read.read, read.bad)
    assert told.rejected.equals(read.rejected)


def test_dates_that_are_typed_mean_what_they_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    days = [None, date(1, 1, 1), date(999, 12, 31), date(1000, 1, 1), date(2019, 8, 31), date(9999, 12, 31)]
    typed = pl.DataFrame([CUSTOMER | {"born_on": day, "valid_until": day} for day in days])
    typed.rename(TITLES["customers"]).write_parquet(tmp_path / "customers.parquet")
    told = _batch(tmp_path, "customers", "parquet")
    monkeypatch.setattr(reading, "canonical_rows", _none_is_canonical)
    read = _batch(tmp_path, "customers", "parquet")
    assert told.rows.sort(pl.all()).equals(read.rows.sort(pl.all()))


def test_a_typed_date_that_no_calendar_has_stops_the_file(tmp_path: Path) -> None:
    beyond = pl.DataFrame([CUSTOMER]).with_columns(pl.lit(8_000_000).cast(pl.Date).alias("born_on"))
    beyond.rename(TITLES["customers"]).write_parquet(tmp_path / "customers.parquet")
    with pytest.raises(UnreadableFileError, match="第 2 行列 出生日期 的日期不在公元 1 年至 9999 年之间"):
        _batch(tmp_path, "customers", "parquet")


def test_ordinary_rows_are_plain() -> None:
    passport = CUSTOMER | {"id_type": "passport", "id_number": "E12345678", "born_on": "1980-05-06", "name": "MARIA"}
    unit = CUSTOMER | {"id_type": "营业执照", "id_number": "91110000100000000X", "name": "某某公司", "category": "机构"}
    sparse = CUSTOMER | dict.fromkeys(("name", "id_number", "born_on", "valid_until", "phone", "mobile", "address"))
    assert canonical_rows("customers", pl.DataFrame([CUSTOMER, passport, unit, sparse])).canonical.all()


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        *(("customer", cell) for cell in (None, "", " C1", "C1 ", "C 1", "Ｃ１", "C\u200b1")),
        *(("name", cell) for cell in ("", "无", "null", "NULL", "张 三", "娜·", "Mary", "#N/A")),
        *(("id_number", cell) for cell in ("", "-", "无", "x1234", "110101-1", "#N/A")),
        *((name, cell) for name in ("id_type", "category") for cell in ("", "怪", "个人 ", "#N/A")),
        *((name, cell) for name in ("born_on", "valid_until") for cell in ("1980-02-30", "#N/A")),
        *((name, cell) for name in ("phone", "mobile", "address") for cell in ("", "-", "无", "无 ", " 1", "#N/A")),
    ],
)
def test_cells_that_the_reader_has_to_look_at_are_not_plain(name: str, cell: str | None) -> None:
    rows = pl.DataFrame([CUSTOMER, CUSTOMER | {name: cell}, CUSTOMER], schema=dict.fromkeys(CUSTOMER, pl.String))
    assert canonical_rows("customers", rows).canonical.to_list() == [True, False, True]


def test_rejected_rows_are_told_by_their_own_numbers_among_plain_ones(tmp_path: Path) -> None:
    bad: list[dict[str, Any]] = [CUSTOMER | {"customer": None}, CUSTOMER | {"name": "#N/A"}]
    rows = [CUSTOMER, bad[0], CUSTOMER | {"name": "张 三"}, CUSTOMER, bad[1], bad[0]]
    for form, first in (("csv", 2), ("parquet", 2)):
        write_tables(tmp_path / form, GOOD | {"customers": rows}, form)
        batch = _batch(tmp_path / form, "customers", form)
        assert batch.rejected["row"].to_list() == [first + 1, first + 4, first + 5]
        assert (batch.read, batch.bad, batch.rows.height) == (6, 3, 3)


def test_rows_are_numbered_from_below_a_title(tmp_path: Path) -> None:
    write_tables(tmp_path, GOOD | {"customers": [CUSTOMER, CUSTOMER | {"customer": None}]})
    path = tmp_path / "customers.csv"
    path.write_text("某公司客户资料\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    batch = _batch(tmp_path, "customers", "csv")
    assert batch.rejected["row"].to_list() == [4]
    assert batch.rows.height == 1


def test_broken_lines_of_text_files_are_not_plain(tmp_path: Path) -> None:
    write_tables(tmp_path, GOOD)
    path = tmp_path / "securities_accounts.csv"
    good = path.read_text(encoding="utf-8")
    path.write_text(f'{good}S2,C1,已申报,张三,,,more\nS3,C1,已申报,"张三\nS4,C1",,\n', encoding="utf-8")
    batch = _batch(tmp_path, "securities_accounts", "csv")
    assert (batch.read, batch.bad, batch.rejected["row"].to_list()) == (3, 2, [3, 4])


_letters = st.text(st.sampled_from("0AZaz张㐀䀀鿿ꀀ·-!~ é\u200bＡ😀"), max_size=4)


@given(st.lists(st.one_of(st.none(), _letters), max_size=9))
def test_alphabets_spell_what_a_pattern_matches(texts: list[str | None]) -> None:
    cells = pl.Series(texts, dtype=pl.String)
    for alphabet, pattern in ((CANONICAL, "^[0-9A-Z\u4000-\u9fff]*$"), (PRINTED, "^[!-~]*$")):
        assert alphabet.spells(cells).to_list() == cells.str.contains(pattern).fill_null(value=True).to_list()


def test_the_plain_alphabet_is_changed_by_nothing() -> None:
    text = "".join(map(chr, (*range(0x4000, 0xA000), *b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")))
    assert unicodedata.normalize("NFKC", text).upper() == text
    assert "".join(text.split()) == text
    assert all(word.upper() == "无" or len(word) <= 4 for word in EMPTY)
