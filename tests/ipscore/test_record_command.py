"""One record of a run: what it says, where it stands, what it cost whom; and its contents wherever records are told."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from ipscore.run_folder import Run
from tests.ipscore.conftest import Ipscore
from tests.ipscore.small_records import edit
from tests.reports.small import SMALL, A


def test_a_record_is_shown_with_its_line_in_the_file_and_what_it_cost(run: Path, ipscore: Ipscore) -> None:
    printed = ipscore("record", run, "YJ1")
    assert printed.code == 0, printed.err
    assert "资金监控预警　YJ1" in printed.out
    assert f"甲证券（{A}）" in printed.out
    assert "2017-05-01" in printed.out
    assert "资金监控预警.csv，第 2 行" in printed.out
    assert "1.1" in printed.out
    assert "提示关注" in printed.out


def test_the_line_is_that_of_the_file(run: Path, records: Path, ipscore: Ipscore) -> None:
    lines = (records / "资金监控预警.csv").read_text(encoding="utf-8").splitlines()
    for number in ("YJ1", "YJ3", "YJ4"):
        (record,) = json.loads(ipscore("record", run, number, "-f", "json").out)["records"]
        assert lines[record["row"] - 1].startswith(f"{number},")
        assert record["file"] == "资金监控预警.csv"
        assert record["sheet"] == ""


def test_a_record_of_a_merged_firm_names_it_and_whom_it_counts_for(run: Path, ipscore: Ipscore) -> None:
    (record,) = json.loads(ipscore("record", run, "YJ2", "-f", "json").out)["records"]
    assert (record["firm"], record["entity"]) == ("甲证券", "甲证券西部")
    assert {effect["node"] for effect in record["effects"]} == {"1.1"}


def test_what_the_record_alone_cost_is_what_dropping_it_gains(run: Path, ipscore: Ipscore) -> None:
    (record,) = json.loads(ipscore("record", run, "YJ4", "-f", "json").out)["records"]
    (effect,) = [each for each in record["effects"] if each["node"] == "1.1"]
    moves = json.loads(ipscore("whatif", run, "--drop", "fund_warnings:YJ4", "-f", "json").out)["moves"]
    (gain,) = [move["change"] for move in moves if move["node"] == "1.1" and move["firm"] == "乙证券"]
    assert effect["alone"] == pytest.approx(gain)
    assert effect["records"] == 2


@pytest.mark.parametrize(
    ("number", "more", "told"),
    [
        ("YJ9", (), "是否指：YJ1"),
        ("YJ7", ("--source", "fund_warnings"), "所计的记录中没有编号 YJ7"),
        ("YJ1", ("--source", "fund_warning"), "是否指 fund_warnings"),
        ("YJ1", ("--source", "12386投诉工单"), "所计的记录中没有编号 YJ1"),
    ],
)
def test_a_number_that_is_not_there_is_told_with_the_likely_ones(
    run: Path, ipscore: Ipscore, number: str, more: tuple[str, ...], told: str
) -> None:
    printed = ipscore("record", run, number, *more)
    assert (printed.code, printed.out) == (1, "")
    assert told in printed.err


def test_a_cell_that_is_no_number_of_a_record_is_not_taken_for_one(run: Path, ipscore: Ipscore) -> None:
    printed = ipscore("record", run, "乙证劵")  # it stands in the quarantine, as the firm of YJ6
    assert "所计的记录中没有编号 乙证劵" in printed.err
    assert "第 7 行" not in printed.err


def test_of_a_record_that_was_told_twice_the_copy_is_told(
    run: Path, records: Path, tmp_path: Path, ipscore: Ipscore
) -> None:
    edit(records, "12386投诉工单", "GD12,乙证券", "GD11,乙证券,其他,2017-05-01,2017-06-01,否\nGD12,乙证券")
    assert ipscore("score", records, "-r", SMALL, "-o", tmp_path / "again").code == 0
    printed = ipscore("record", tmp_path / "again", "GD11")
    if printed.code:  # behind nothing that costs points
        assert "影响得分的记录里没有编号 GD11；未采用的行里有" in printed.err
        assert "只计一次" in printed.err
    else:
        assert "GD11" in printed.out


@pytest.mark.parametrize("damage", ["rows gone", "another firm's", "torn"])
def test_records_that_do_not_fit_the_evidence_are_shown_to_nobody(run: Path, ipscore: Ipscore, damage: str) -> None:
    file = run / "records" / "fund_warnings.parquet"
    table = pl.read_parquet(file)
    match damage:
        case "rows gone":
            table.slice(1).write_parquet(file)
        case "another firm's":
            table.reverse().write_parquet(file)
        case _:
            content = file.read_bytes()
            file.write_bytes(content[:4] + bytes(len(content) // 3) + content[4 + len(content) // 3 :])
    for command in (("explain", run, "甲证券", "1.1"), ("sql", run, "select * from evidence_records")):
        printed = ipscore(*command)
        assert printed.code == 1, printed.out
        assert "运行所存的记录 fund_warnings 读不出，或与 evidence_rows 对不上" in printed.err.replace("\n", "")


def test_an_explanation_shows_what_the_records_say(run: Path, ipscore: Ipscore) -> None:
    printed = ipscore("explain", run, "甲证券", "1.1")
    assert "资金监控预警：3 " in printed.out
    for said in ("预警日期", "预警级别", "2017-07-01"):
        assert said in printed.out


def test_only_records_behind_evidence_are_held(run: Path) -> None:
    opened = Run.open(run)
    held = opened.table("records_complaints")["record_id"].to_list()
    assert "GD10" in held  # not done in time
    assert "GD12" not in held  # outside the period
    behind = opened.table("evidence_records")["record_id"]
    assert set(held) <= set(behind)
    assert "records_survey_responses" not in opened.table_names


def test_persons_are_masked_in_what_a_run_holds(records: Path, tmp_path: Path, ipscore: Ipscore) -> None:
    edit(
        records, "资金监控预警", "YJ1,甲证券,2017-05-01,提示关注,划款", "YJ1,甲证券,2017-05-01,提示关注,联系13812345678"
    )
    assert ipscore("score", records, "-r", SMALL, "-o", tmp_path / "again").code == 0
    for file in (tmp_path / "again").rglob("*.parquet"):
        assert b"13812345678" not in file.read_bytes()


def test_the_line_is_that_of_the_sheet_whatever_stands_above_the_table(
    records: Path, tmp_path: Path, ipscore: Ipscore
) -> None:
    csv = records / "资金监控预警.csv"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "预警2017"
    sheet.append(["资金监控预警一览"])
    for line in csv.read_text(encoding="utf-8").splitlines():
        sheet.append(line.split(","))
    book.save(records / "资金监控预警.xlsx")
    csv.unlink()
    assert ipscore("score", records, "-r", SMALL, "-o", tmp_path / "again").code == 0
    printed = ipscore("record", tmp_path / "again", "YJ3")
    row = next(cells[0].row for cells in sheet.iter_rows() if cells[0].value == "YJ3")
    assert f"资金监控预警.xlsx，工作表 预警2017，第 {row} 行" in printed.out
