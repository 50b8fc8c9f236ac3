"""Generated records do not depend on how many are made at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from benchmarks.generators import KINDS, write
from benchmarks.registered import EVALUATED, register

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_rows_are_written_whatever_number_is_made_at_once(kind: str, tmp_path: Path) -> None:
    title = KINDS[kind].title
    for at_once in (1_000, 777):
        write(kind, tmp_path / f"{at_once}", 3_000, at_once=at_once)
    first, second = (pl.read_parquet(tmp_path / f"{at_once}" / f"{title}.parquet") for at_once in (1_000, 777))
    assert first.height == 3_000
    assert_frame_equal(first, second)


@pytest.mark.parametrize("kind", KINDS)
def test_more_rows_begin_with_the_same_rows(kind: str) -> None:
    make = KINDS[kind].make
    assert_frame_equal(make(0, 3_000).slice(1_500, 500), make(1_500, 500))


def test_csv_has_the_rows_of_the_parquet_file_in_the_words_of_people(tmp_path: Path) -> None:
    for form in ("parquet", "csv"):
        write("complaints", tmp_path, 2_000, form)
    typed = pl.read_parquet(tmp_path / "12386投诉工单.parquet")
    text = pl.read_csv(tmp_path / "12386投诉工单.csv", infer_schema=False)
    assert set(text["是否存在过错"]) == {"是", "否"}
    told = text.with_columns(pl.col("受理日期", "办结日期").str.to_date("%Y-%m-%d"), pl.col("是否存在过错") == "是")
    assert_frame_equal(told, typed)


def test_the_register_has_as_many_evaluated_firms_as_the_year() -> None:
    evaluated = register().filter(pl.col("merged_into").is_null(), pl.col("established_on").dt.year() < 2017)
    assert evaluated.height == EVALUATED


def test_complaints_hold_a_little_of_everything_that_reading_must_notice() -> None:
    rows = KINDS["complaints"].make(0, 200_000)
    number, day = pl.col("工单编号"), pl.col("受理日期")
    shares = rows.select(
        bad=(pl.col("证券公司").is_null() | day.is_null() | (pl.col("投诉类别") == "交易系统类")).mean(),
        outside=(day > pl.date(2017, 12, 31)).mean(),
        unknown=pl.col("证券公司").str.starts_with("查无此号").mean(),
        twice=number.is_duplicated().mean(),
    ).row(0, named=True)
    assert 0.0003 < shares["bad"] < 0.001
    assert 0.008 < shares["outside"] < 0.012
    assert 0.001 < shares["unknown"] < 0.003
    assert 0.001 < shares["twice"] < 0.003
