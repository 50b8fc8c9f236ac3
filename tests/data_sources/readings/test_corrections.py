"""A corrected reading counts with its last value, and keeps what it was before."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_sources.errors import CorrectionsError
from data_sources.limits import Limits
from data_sources.readings.intake import ReadingsRecords, read_readings
from tests.data_sources.readings.support import CATALOGUE, HEADER

CORRECTION = "机构,指标代码,系统,日期,原值,新值,说明,更正人,更正日期,理由"
DAY = "2019-08-30"
READINGS = [
    f"甲证券,2.1.2,,{DAY},12.5,",
    "甲证券,2.1.2,,2019-08-29,13%,",
    f'甲证券,1.1.1,,{DAY},"181,171",',
    f"乙证券,2.1.2,,{DAY},120,",  # not plausible
    f"乙证券,1.1.1,,{DAY},5,",
    f"乙证券,1.1.1,,{DAY},7,",  # at odds with the one before
    f"丙证券,2.1.2,,{DAY},,",  # not filled in yet
]


def correction(reading: str, old: str, new: str, on: str = "2019-09-02", **more: str) -> str:
    firm, code, day = (*reading.split(), DAY)[:3]
    return ",".join([firm, code, "", day, old, new, more.get("text", ""), more.get("by", "运行部"), on, "录入有误"])


def folder(at: Path, corrections: list[str] | None, readings: list[str] = READINGS) -> Path:
    at.mkdir(parents=True, exist_ok=True)
    (at / "运营指标读数.csv").write_text("\n".join([HEADER, *readings]) + "\n", encoding="utf-8")
    if corrections is not None:
        (at / "读数更正.csv").write_text("\n".join([CORRECTION, *corrections]) + "\n", encoding="utf-8")
    return at


def values(records: ReadingsRecords) -> dict[tuple[str, str, date], float]:
    rows = records.tables["readings"].collect().select("firm_id", "indicator", "date", "value").rows()
    return {(firm, code, day): value for firm, code, day, value in rows}


def counts(records: ReadingsRecords) -> tuple[int, ...]:
    entry = next(entry for entry in records.intake if entry.source == "readings")
    assert entry.read == entry.used + entry.rejected + entry.excluded + entry.corrected
    return entry.read, entry.used, entry.rejected, entry.excluded


AT, END = date(2019, 8, 30), date(2019, 8, 31)  # the latter of monthly readings
TINY = Limits(batch_rows=1, block_bytes=40, held_bytes=0)
CASES: dict[str, tuple[list[str], tuple[int, ...], dict[tuple[str, str, date], float]]] = {
    "a reading is corrected": (
        [correction("甲证券 2.1.2", "12.5", "21.5")],
        (7, 3, 3, 1),
        {("甲证券", "2.1.2", AT): 21.5},
    ),
    "an old value is written in another way": (
        [correction("甲证券 1.1.1", "181171", "181271")],
        (7, 3, 3, 1),
        {("甲证券", "1.1.1", END): 181_271.0},
    ),
    "a refused reading becomes sound": (
        [correction("乙证券 2.1.2", "120", "12")],
        (7, 4, 2, 1),
        {("乙证券", "2.1.2", AT): 12.0},
    ),
    "one of two readings at odds is corrected to the other": (
        [correction("乙证券 1.1.1", "5", "7")],
        (7, 4, 1, 2),
        {("乙证券", "1.1.1", END): 7.0},
    ),
    "a reading that was not filled in is": (
        [correction("丙证券 2.1.2", "", "3")],
        (7, 4, 3, 0),
        {("丙证券", "2.1.2", AT): 3.0},
    ),
    "a reading is corrected twice, told in any order": (
        [
            correction("甲证券 2.1.2", "21.5", "22.5", "2019-09-05"),
            correction("甲证券 2.1.2", "12.5", "21.5", "2019-09-02"),
        ],
        (7, 3, 3, 1),
        {("甲证券", "2.1.2", AT): 22.5},
    ),
}


@pytest.mark.parametrize(("corrections", "expected", "changed"), CASES.values(), ids=CASES)
@pytest.mark.parametrize("limits", [Limits(), TINY], ids=["all", "batches"])
def test_a_correction_changes_its_reading_and_nothing_else(
    tmp_path: Path,
    corrections: list[str],
    expected: tuple[int, ...],
    changed: dict[tuple[str, str, date], float],
    limits: Limits,
) -> None:
    before = values(read_readings(folder(tmp_path / "before", None), CATALOGUE))
    records = read_readings(folder(tmp_path / "now", corrections), CATALOGUE, limits=limits)
    assert counts(records) == expected
    assert values(records) == before | changed
    assert records.corrected.height == len(corrections)
    assert [file for file, _ in records.corrections.files] == ["读数更正.csv"]


def test_what_a_reading_was_is_kept_in_order(tmp_path: Path) -> None:
    chain = [
        correction("甲证券 2.1.2", "21.5", "22.5", "2019-09-05", by="李四"),
        correction("甲证券 2.1.2", "12.5", "21.5", "2019-09-02"),
    ]
    rows = (
        read_readings(folder(tmp_path, chain), CATALOGUE).corrected.select("old", "new", "corrected_by", "row").rows()
    )
    assert rows == [("12.5", "21.5", "运行部", 3), ("21.5", "22.5", "李*", 2)]


BAD: dict[str, tuple[list[str], str]] = {
    "another old value": (
        [correction("甲证券 2.1.2", "13.5", "21.5")],
        "写的原值是“13.5”，文件里是“12.5”（运营指标读数.csv 第 2 行）",
    ),
    "a chain that is torn": (
        [
            correction("甲证券 2.1.2", "12.5", "21.5", "2019-09-02"),
            correction("甲证券 2.1.2", "12.5", "22.5", "2019-09-05"),
        ],
        "写的原值是“12.5”，而上一次更正（读数更正.csv 第 2 行，2019-09-02）后是“21.5”",
    ),
    "a reading that is not there": (
        [correction("甲证券 2.1.2 2019-08-28", "1", "2")],
        "没有 甲证券 2.1.2 2019-08-28 的读数",
    ),
    "an indicator that is not there": ([correction("甲证券 9.9.9", "1", "2")], "指标代码“9.9.9”："),
    "a new value that is none": ([correction("甲证券 2.1.2", "12.5", "高")], "新值“高”：须是百分数的数值"),
    "a new value that is not plausible": ([correction("甲证券 2.1.2", "12.5", "120")], "新值“120”："),
    "the same value": ([correction("甲证券 2.1.2", "12.5", "12.5")], "新值与原值相同（12.5）"),
    "the same value in another spelling": (
        [correction("甲证券 1.1.1", "181171", '"181,171.0"')],
        "新值与原值相同（181,171.0）",
    ),
    "a dash for nothing": ([correction("甲证券 2.1.2", "12.5", "—")], "新值“—”：尚未填写"),
    "a value without a unit in the place of one with it": (
        [correction("甲证券 1.1.1", "18.1171万", "19")],
        "新值“19”没有写单位，而原值写着“万”；请写明单位，如 19万 或 19",
    ),
    "a share of one in the place of a percentage": (
        [correction("甲证券 2.1.2", "12.5", "0.13")],
        "新值“0.13”没有写百分号，可能是 0.13%，也可能是它的一百倍；请写上百分号",
    ),
    "a correction before its reading": (
        [correction("甲证券 2.1.2", "12.5", "13.5", on="2019-08-29")],
        "更正日期 2019-08-29 早于2.1.2 2019-08-30 的读数",
    ),
    "nobody": ([correction("甲证券 2.1.2", "12.5", "13.5", by="")], "更正人：缺少更正人，不得留空"),
    "no date": ([correction("甲证券 2.1.2", "12.5", "13.5", on="去年")], "更正日期“去年”"),
}


@pytest.mark.parametrize(("corrections", "message"), BAD.values(), ids=BAD)
def test_a_correction_that_does_not_fit_is_told(tmp_path: Path, corrections: list[str], message: str) -> None:
    with pytest.raises(CorrectionsError) as error:
        read_readings(folder(tmp_path, corrections), CATALOGUE)
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("header", "told"),
    {
        "the old value under another name": (CORRECTION.replace("原值", "原来"), "表头“原来”不是读数更正的列"),
        "no old value": (CORRECTION.replace(",原值", ""), "读数更正.csv：表头里没有原值"),
        "a unit of all": (CORRECTION.replace("新值", "新值（万元）"), "请把单位写在格里，如 12.5万元"),
    }.values(),
    ids=lambda value: None,
)
def test_a_header_that_does_not_fit_is_told(tmp_path: Path, header: str, told: str) -> None:
    row = correction("甲证券 2.1.2", "12.5", "13.5")
    row = row.replace(",12.5", "") if "原" not in header else row
    (folder(tmp_path, None) / "读数更正.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    with pytest.raises(CorrectionsError) as error:
        read_readings(tmp_path, CATALOGUE)
    assert told in str(error.value)


@pytest.mark.parametrize(("new", "expected"), [("0.13%", 0.13), ("13%", 13.0)])
def test_a_percentage_with_its_sign_is_sure(tmp_path: Path, new: str, expected: float) -> None:
    records = read_readings(folder(tmp_path, [correction("甲证券 2.1.2", "12.5", new)]), CATALOGUE)
    assert values(records)["甲证券", "2.1.2", AT] == expected


def test_a_monthly_reading_may_be_corrected_within_its_month(tmp_path: Path) -> None:
    row = correction("甲证券 1.1.1", "181171", "181271", on="2019-08-31")
    assert read_readings(folder(tmp_path, [row]), CATALOGUE).corrected.height == 1


def test_wide_readings_are_corrected_too(tmp_path: Path) -> None:
    at = folder(tmp_path, [correction("甲证券 2.1.2", "12.5", "21.5")], [])
    (at / "运营指标读数.csv").write_text(f"证券公司,日期,2.1.2,1.1.1\n甲证券,{DAY},12.5,7\n", encoding="utf-8")
    assert values(read_readings(at, CATALOGUE)) == {("甲证券", "2.1.2", AT): 21.5, ("甲证券", "1.1.1", END): 7.0}


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 5), st.integers(0, 150)), max_size=12), st.integers(1, 4))
def test_no_reading_vanishes(found: list[tuple[int, int]], size: int) -> None:
    readings = [f"甲证券,2.1.2,,2019-08-{25 + day},{value}," for day, value in found]
    first = dict(reversed(found))
    corrections = [correction(f"甲证券 2.1.2 2019-08-{25 + day}", str(value), "51.25") for day, value in first.items()]
    with tempfile.TemporaryDirectory() as name:
        limits = Limits(batch_rows=size, block_bytes=60, held_bytes=0)
        records = read_readings(folder(Path(name), corrections or None, readings), CATALOGUE, limits=limits)
        read, used, *_ = counts(records)
        assert read == len(readings)
        assert len(values(records)) == used
