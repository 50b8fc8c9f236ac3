"""A value of a decision is in the unit that it, its column or its record's file names; else the decision is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_sources.errors import CorrectionsError
from data_sources.records import Records
from tests.data_sources.corrections.support import corrected, decision, write

YI = "证券公司,指标名称,分子(亿元),分母(亿元),截止日期\n华夏证券,资本杠杆率,{},100,2017-12-31\n"
YUAN = "证券公司,指标名称,分子,分母,截止日期\n华夏证券,资本杠杆率,{},100,2017-12-31\n"
CLICKS = (
    "产品编号,证券公司,产品名称,产品形式,内容主题,点击量{},发布日期\nC1,华夏证券,风险揭示,视频,风险,{},2017-05-05\n"
)


def ratios(folder: Path, text: str, *rows: tuple[str, str, str]) -> Records:
    decisions = [decision("年报风控指标.csv#2", "更正", *row, source="年报风控指标") for row in rows]
    write(folder, decisions)
    (folder / "年报风控指标.csv").write_text(text, encoding="utf-8")
    return corrected(folder)


READ: dict[str, tuple[str, tuple[str, str, str], float]] = {
    "in the file's unit where the old value is as it shows": (YI.format("54"), ("分子", "54", "55"), 55e8),
    "in the file's unit with separators": (YI.format("1054"), ("分子", '"1,054"', '"1,055"'), 1055e8),
    "in the unit that the column names": (YI.format("54"), ("分子（万元）", "540000", "550000"), 55e8),
    "in the unit that the column names in half width": (
        YI.format("54"),
        ("分子(元)", "5400000000", "5500000000"),
        55e8,
    ),
    "in the unit behind the column's name": (YI.format("54"), ("分子/亿元", "54", "55"), 55e8),
    "in the unit that the column names of a file without one": (
        YUAN.format("5400000000"),
        ("分子（亿元）", "54", "55"),
        55e8,
    ),
    "in its own unit": (YI.format("54"), ("分子", "54", "550000万元"), 55e8),
    "in its own unit, where the cell bears one": (YUAN.format("54亿元"), ("分子", "54亿元", "55亿元"), 55e8),
    "in the contract's unit where nobody names another": (YUAN.format("54"), ("分子", "54", "55"), 55.0),
    "in the unit that both name": (YI.format("54"), ("分子（亿元）", "54", "55"), 55e8),
}


@pytest.mark.parametrize(("text", "row", "expected"), READ.values(), ids=READ)
def test_a_value_is_read(tmp_path: Path, text: str, row: tuple[str, str, str], expected: float) -> None:
    found = ratios(tmp_path, text, row).tables["annual_ratios"].collect().row(0, named=True)
    assert found["numerator"] == expected
    assert found["denominator"] == (1e10 if "亿元)" in text else 100.0)


REFUSED: dict[str, tuple[str, tuple[str, str, str], str]] = {
    "an old value in the contract's unit": (
        YI.format("54"),
        ("分子", "5400000000", "5500000000"),
        "新值“5500000000”没有写单位，有不止一种读法：按亿元是 550,000,000,000,000,000元，按元是 5,500,000,000元；"
        "请写明单位，如列写成“分子（亿元）”或新值写成“5500000000亿元”",
    ),
    "an old value that is zero in either unit": (YI.format("0"), ("分子", "0", "55"), "有不止一种读法"),
    "a bare value in the place of one with a unit": (YUAN.format("54亿元"), ("分子", "54亿元", "55"), "有不止一种读法"),
    "a unit of something else": (
        YI.format("54"),
        ("分子（人）", "54", "55"),
        "列“分子（人）”的单位“人”换算不成分子的单位“元”",
    ),
    "a foreign currency": (YI.format("54"), ("分子（美元）", "54", "55"), "列“分子（美元）”的单位“美元”换算不成分子"),
    "an old value in another unit than named": (
        YI.format("54"),
        ("分子（万元）", "54", "55"),
        "写的原值是“54”，文件里是“54”",
    ),
    "the same amount in another unit": (YI.format("54"), ("分子", "54", "540000万元"), "新值与原值相同（540000万元）"),
}


@pytest.mark.parametrize(("text", "row", "told"), REFUSED.values(), ids=REFUSED)
def test_what_may_be_read_in_two_ways_is_refused(
    tmp_path: Path, text: str, row: tuple[str, str, str], told: str
) -> None:
    with pytest.raises(CorrectionsError) as error:
        ratios(tmp_path, text, row)
    assert told in str(error.value)


def test_an_empty_cell_of_a_file_with_a_unit_gets_a_value_with_one(tmp_path: Path) -> None:
    with pytest.raises(CorrectionsError, match="有不止一种读法"):
        ratios(tmp_path, YI.format(""), ("分子", "（空）", "55"))
    found = ratios(tmp_path, YI.format(""), ("分子", "（空）", "55亿元"))
    assert found.tables["annual_ratios"].collect()["numerator"].to_list() == [55e8]


def test_values_of_several_columns_are_read_each_in_its_unit(tmp_path: Path) -> None:
    found = ratios(tmp_path, YI.format("54"), ("分子", "54", "55"), ("分母（元）", "10000000000", "20000000000"))
    assert found.tables["annual_ratios"].collect().select("numerator", "denominator").row(0) == (55e8, 2e10)
    assert found.corrections.applied["header"].to_list() == ["分子（亿元）", "分母（元）"]


@pytest.mark.parametrize(
    ("header", "column", "new", "expected"), [("", "点击量", "3", 3), ("", "点击量（万次）", "3", 30_000)]
)
def test_counts_are_read_in_the_unit_named(tmp_path: Path, header: str, column: str, new: str, expected: int) -> None:
    old = "20000" if "万" not in column else "2"
    write(tmp_path, [decision("C1", "更正", column, old, new, source="投教产品")])
    (tmp_path / "投教产品.csv").write_text(CLICKS.format(header, "20000"), encoding="utf-8")
    assert corrected(tmp_path).tables["education_products"].collect()["clicks"].to_list() == [expected]


NEW = {"证券公司": "北海证券", "产品名称": "入市须知", "产品形式": "视频", "内容主题": "入市", "发布日期": "2017-06-06"}


@pytest.mark.parametrize(
    ("header", "column", "value", "expected"),
    {
        "in the contract's unit": ("", "点击量", "3", 3),
        "in the unit that the column names": ("（万次）", "点击量（万次）", "3", 30_000),
        "in its own unit": ("（万次）", "点击量", "3万次", 30_000),
        "in either where files show another": ("（万次）", "点击量", "3", None),
    }.values(),
    ids=lambda value: None,
)
def test_a_new_record_is_read_in_the_unit_named(
    tmp_path: Path, header: str, column: str, value: str, expected: int | None
) -> None:
    cells = NEW | {column: value}
    write(tmp_path, [decision("C2", "补录", name, "", text, source="投教产品") for name, text in cells.items()])
    (tmp_path / "投教产品.csv").write_text(CLICKS.format(header, "2"), encoding="utf-8")
    if expected is None:
        with pytest.raises(CorrectionsError, match="有不止一种读法：按次是 3次，按万次是 30,000次"):
            corrected(tmp_path)
    else:
        found = corrected(tmp_path).tables["education_products"].collect()
        assert dict(found.select("record_id", "clicks").iter_rows())["C2"] == expected
