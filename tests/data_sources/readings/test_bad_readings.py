"""Every way in which readings can be wrong, with what a person is told."""

import tomllib
from pathlib import Path

import pytest

from data_sources import errors
from tests.data_sources.readings.support import read, table, write

HERE = Path(__file__).parent / "bad_files"
CASES = tomllib.loads((HERE / "cases.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES["row"], ids=lambda case: case["name"])
def test_a_bad_reading_is_kept_apart_with_its_reason(case):
    records = read(HERE / case["file"])
    found = records.quarantine["readings"].filter(row=2).rows(named=True)
    assert [(line["column"], line["value"], line["kind"]) for line in found] == [
        (case["column"], case.get("value"), case.get("kind", "rejected"))
    ]
    assert all(part in found[0]["reason"] for part in case["says"]), found[0]["reason"]
    assert table(records).is_empty()
    entry = records.intake[0]
    assert entry.read == entry.rejected + entry.excluded


@pytest.mark.parametrize("case", CASES["error"], ids=lambda case: case["name"])
def test_a_bad_file_is_an_error_that_says_what_is_wrong(case):
    with pytest.raises(getattr(errors, case["error"])) as error:
        read(HERE / case["file"])
    assert all(part in str(error.value) for part in case["says"]), str(error.value)


def test_every_bad_file_belongs_to_a_case():
    named = {case["file"] for cases in CASES.values() for case in cases}
    assert {path.name for path in HERE.iterdir()} == named | {"cases.toml"}


@pytest.mark.parametrize(("name", "says"), [("nowhere.csv", "找不到文件或文件夹"), ("folder", "里没有读数")])
def test_there_must_be_readings(tmp_path, name, says):
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "别的.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(errors.IntakeError, match=says):
        read(tmp_path / name)


def test_a_file_of_readings_under_another_name_is_no_stray(tmp_path):
    (tmp_path / "数据.csv").write_text("证券公司,指标,日期,数值\n甲证券,2.1.1,2019-08-30,5\n", encoding="utf-8")
    assert read(tmp_path).intake[0].read == 1


@pytest.mark.parametrize(("header", "refused"), [("数值（万元）", True), ("数值（%）", True), ("数值", False)])
def test_one_unit_for_all_readings_is_refused(tmp_path, header, refused):
    path = tmp_path / "运营指标读数.csv"
    path.write_text(f"证券公司,指标,日期,{header}\n甲证券,2.1.1,2019-08-30,5\n", encoding="utf-8")
    if not refused:
        assert table(read(path)).height == 1
        return
    with pytest.raises(errors.HeaderError, match="不能一并换算"):
        read(path)


CLOSED = [
    ("a number out of range", "甲证券,2.1.1,,2019-08-31,120,", "excluded"),
    ("a word for a number", "甲证券,2.1.1,,2019-10-01,很高,", "excluded"),
    ("an unknown system", "甲证券,5.1.1,普通柜太,2019-08-31,90,", "excluded"),
    ("no firm", ",2.1.1,,2019-08-31,12,", "excluded"),
    ("a number out of range on a trading day", "甲证券,2.1.1,,2019-08-30,120,", "rejected"),
    ("a monthly indicator", "甲证券,1.1.1,,2019-08-31,-3,", "rejected"),
    ("an unknown indicator", "甲证券,百碎老人,,2019-08-31,3,", "rejected"),
    ("a row with more cells than the header", "甲证券,2.1.1,,2019-08-31,12,x,y", "rejected"),
]


@pytest.mark.parametrize(("name", "row", "kind"), CLOSED, ids=[name for name, *_ in CLOSED])
def test_nothing_wrong_with_a_reading_of_a_day_that_needs_none_stops_anything(tmp_path, name, row, kind):
    records = read(write(tmp_path / "a.csv", row))
    entry = records.intake[0]
    assert (entry.read, entry.rejected, entry.excluded) == (1, int(kind == "rejected"), int(kind == "excluded"))
    reasons = records.quarantine["readings"].filter(kind="excluded")["reason"].to_list()
    assert ("当日休市，每日指标只计交易日" in reasons) == (kind == "excluded")


def test_contradictions_on_a_day_that_needs_no_reading_stop_nothing(tmp_path):
    rows = ["甲证券,2.1.1,,2019-08-31,5,", "甲证券,2.1.1,,2019-08-31,6,"]
    assert (read(write(tmp_path / "a.csv", *rows)).intake[0].excluded) == 2
    rows = [row.replace("08-31", "08-30") for row in rows]
    assert (read(write(tmp_path / "a.csv", *rows)).intake[0].rejected) == 2
