"""Rows that are no records are told from records whatever stands around them."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tests.data_sources.support import read

HEADER = ["工单编号", "公司", "投诉类别", "受理日期", "办结日期", "是否存在过错"]
ROWS = {
    "a note over all columns": ["注：以上数据来自系统导出。"] * 6,
    "a sentence over all columns": ["以上为本年度全部受理的投诉工单，由热线平台导出，未作任何改动。"] * 6,
    "a date over all columns": ["2018年1月5日"] * 6,
    "a total over all columns": ["合计"] * 6,
    "a mean": ["平均值", "", "", "", "", "12.5"],
    "a number of totals": ["合计数", "", "", "", "", "25"],
    "a number": ["总数", "", "", "", "", "25"],
    "a total with a blank before its unit": ["合计 （件）", "", "", "", "", "25"],
    "a count of rows": ["共25条", "", "", "", "", ""],
    "a date beside who made the table": ["2018-01-05", "制表：张三", "", "", "", ""],
    "a total with hard blanks": ["合计", *["\u00a0"] * 5],
    "a total that names a firm": ["合计", "华夏证券", "其他", "", "", "否"],
}
RECORDS = {
    "a record whose number mentions a total": ["合计-1号", "华夏证券", "其他", "2017-05-01", "", "否"],
    "a record without a date": ["GD99", "华夏证券", "其他", "", "", "否"],
    "a record whose cells are alike": ["其他", "华夏证券", "其他", "2017-05-01", "", "否"],
}


def fates(folder: Path, row: list[str], before: int, *, typed: bool) -> tuple[int, int, int]:
    """Used, rejected and excluded, of the row alone."""
    good = [[f"GD{at}", "华夏证券", "其他", "2017-05-01", "2017-06-01", "否"] for at in range(before)]
    table = pl.DataFrame([*good, row], HEADER, orient="row").with_columns(pl.all().replace("", None))
    folder.mkdir()
    if typed:
        date = pl.col("受理日期", "办结日期").str.to_date(strict=False)
        flag = pl.col("是否存在过错").replace_strict({"是": True, "否": False}, default=None, return_dtype=pl.Boolean)
        table.with_columns(date, flag).write_parquet(folder / "complaints.parquet")
    else:
        table.write_csv(folder / "complaints.csv")
    (entry,) = (entry for entry in read(folder).intake if entry.source == "complaints")
    return entry.used - before, entry.rejected, entry.excluded


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_a_row_that_is_no_record_is_excluded_however_many_stand_before_it(tmp_path: Path, row: list[str]) -> None:
    for before in (1, 3, 30):
        assert fates(tmp_path / str(before), row, before, typed=False) == (0, 0, 1), before


@pytest.mark.parametrize("name", ["a total that names a firm"])
def test_a_typed_total_is_one_as_well(tmp_path: Path, name: str) -> None:
    for before in (1, 3, 30):
        assert fates(tmp_path / str(before), ROWS[name], before, typed=True) == (0, 0, 1), before


@pytest.mark.parametrize("row", RECORDS.values(), ids=RECORDS)
def test_a_record_is_never_passed_by(tmp_path: Path, row: list[str]) -> None:
    for before in (1, 3, 30):
        used, rejected, excluded = fates(tmp_path / str(before), row, before, typed=False)
        assert (used + rejected, excluded) == (1, 0), before


@pytest.mark.parametrize("number", ["\u200bErr:508", "\u200b#N/A", "\u00a0Err:508", "Err:508", "\x1c"])
def test_an_error_is_no_number_of_a_record_however_it_is_surrounded(tmp_path: Path, number: str) -> None:
    row = [number, "华夏证券", "其他", "2017-05-01", "2017-06-01", "否"]
    for before in (1, 30):
        assert fates(tmp_path / str(before), row, before, typed=False) == (0, 1, 0), before
