"""Objections travel the whole way: form, list, decision, correction, final run; what is rejected changes nothing."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from ipscore.cli import run as run_command
from ipscore.run_folder import Run
from tests.ipscore.conftest import Ipscore
from tests.reports.small import SMALL

Cells = dict[str, str]
DROP = {"异议理由": "记录的内容有误", "说明与依据": "预警在次日撤销，见附件", "请求": "去掉这条记录"}
REPLACE = {
    "异议理由": "记录的内容有误",
    "说明与依据": "级别登记有误",
    "请求": "更正这条记录",
    "应改的列": "预警级别",
    "应改为": "提示关注",
}
MOVE = {
    "异议理由": "不是本公司的记录",
    "说明与依据": "应为丙证券",
    "请求": "改记到其他公司",
    "应改为": "丙证券",
}
UPHELD = {"决定": "支持", "决定文号": "更正〔2018〕1号", "决定日期": "2018-05-10", "决定理由": "异议成立"}
REJECTED = {"决定": "驳回", "决定理由": "附件不能证明所述"}
OTHERWISE = UPHELD | {"决定文号": "更正〔2018〕2号"}


def columns_of(sheet: Any) -> dict[str, int]:
    return {cell.value: cell.column for cell in sheet[1]}


def fill(path: Path, sheet: str, rows: Mapping[str, Mapping[str, Any]]) -> None:
    """Write cells into the first row of every record."""
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    at = columns_of(page)
    for record, cells in rows.items():
        line = next(
            row for row in range(2, page.max_row + 1) if str(page.cell(row, at["记录编号"]).value or "") == record
        )
        for header, text in cells.items():
            page.cell(line, at[header]).value = text
    book.save(path)


@pytest.fixture(scope="module")
def listed_once(small_run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `listed` is a copy of."""
    folder = tmp_path_factory.mktemp("listed")
    forms = []
    for firm, rows in {"甲证券": {"YJ3": DROP, "YJ2": MOVE}, "乙证券": {"YJ4": REPLACE}}.items():
        form = folder / f"{firm}.xlsx"
        assert run_command(["objections", "form", str(small_run), firm, "-o", str(form)]) == 0
        fill(form, "异议", rows)
        forms.append(str(form))
    path = folder / "异议清单.xlsx"
    assert run_command(["objections", "read", *forms, "--run", str(small_run), "-o", str(path)]) == 0
    return path


@pytest.fixture
def listed(listed_once: Path, tmp_path: Path) -> Path:
    """The list of two firms' objections: two of one firm, one of the other."""
    return Path(shutil.copy(listed_once, tmp_path))


def decided(run: Path, listed: Path, rows: dict[str, Cells], ipscore: Ipscore) -> Any:
    fill(listed, "异议清单", rows)
    return ipscore("objections", "decide", listed, "--run", run, "-o", listed.parent / "更正决定.csv")


def test_what_is_upheld_is_corrected_and_what_is_rejected_stays(
    run: Path, records: Path, listed: Path, tmp_path: Path, ipscore: Ipscore
) -> None:
    printed = decided(run, listed, {"YJ3": UPHELD, "YJ2": REJECTED, "YJ4": OTHERWISE}, ipscore)
    assert printed.code == 0, printed.err
    assert "支持 2 条，驳回 1 条" in printed.out
    assert "2 行更正" in printed.out
    corrected = tmp_path / "final"
    shutil.copytree(records, corrected)
    shutil.copy(tmp_path / "更正决定.csv", corrected)
    scored = ipscore("score", corrected, "--rulebook", SMALL, "-o", tmp_path / "final_run")
    assert scored.code == 0, scored.err
    final = Run.open(tmp_path / "final_run")
    behind = set(final.table("evidence_records").filter(pl.col("record_id").str.starts_with("YJ"))["record_id"])
    assert "YJ3" not in behind
    assert {"YJ2", "YJ4"} <= behind
    compared = ipscore("compare", run, tmp_path / "final_run", "--records", corrected, "-f", "json")
    parts = json.loads(compared.out)["parts"]
    assert {part["decision"] for part in parts} == {"更正〔2018〕1号", "更正〔2018〕2号"}
    total = [part for part in parts if part["firm"] == "甲证券" and part["node"] == "total"]
    assert sum(part["score_part"] for part in total) == pytest.approx(total[0]["change"], abs=1e-9)
    assert total[0]["change"] > 0


def test_a_record_goes_to_the_firm_that_the_decision_names(
    run: Path, records: Path, listed: Path, tmp_path: Path, ipscore: Ipscore
) -> None:
    printed = decided(run, listed, {"YJ3": REJECTED, "YJ2": UPHELD, "YJ4": REJECTED}, ipscore)
    assert printed.code == 0, printed.err
    shutil.copy(tmp_path / "更正决定.csv", records)
    assert ipscore("score", records, "--rulebook", SMALL, "-o", tmp_path / "final_run").code == 0
    explained = ipscore("record", tmp_path / "final_run", "YJ2", "-f", "json")
    assert json.loads(explained.out)["records"][0]["firm"] == "丙证券"


def again(listed: Path, record: str, cells: Cells) -> None:
    """Another line about a record, like the first but for some cells."""
    book = openpyxl.load_workbook(listed)
    page = book["异议清单"]
    at = columns_of(page)
    line = next(row for row in range(2, page.max_row + 1) if page.cell(row, at["记录编号"]).value == record)
    new = page.max_row + 1
    for header, column in at.items():
        page.cell(new, column).value = cells.get(header, page.cell(line, column).value)
    book.save(listed)


def written(listed: Path) -> list[dict[str, Any]]:
    return pl.read_csv(listed.parent / "更正决定.csv", infer_schema=False).to_dicts()


def test_objections_to_one_record_with_other_reasons_are_one_correction(
    run: Path, listed: Path, ipscore: Ipscore
) -> None:
    fill(listed, "异议清单", {"YJ3": UPHELD, "YJ2": REJECTED, "YJ4": REJECTED})
    again(listed, "YJ3", {"决定理由": "附件可证", "决定文号": "更正［2018］1号"})
    printed = ipscore("objections", "decide", listed, "--run", run, "-o", listed.parent / "更正决定.csv")
    assert printed.code == 0, printed.err
    assert [(row["记录编号"], row["理由"]) for row in written(listed)] == [("YJ3", "异议成立；附件可证")]


def test_a_list_may_hold_dates_numbers_and_notes_beside(run: Path, listed: Path, ipscore: Ipscore) -> None:
    whole: dict[str, dict[str, Any]] = {
        "YJ3": UPHELD | {"决定日期": date(2018, 5, 10)},
        "YJ2": REJECTED,
        "YJ4": OTHERWISE | {"应改的列": "预警日期", "应改为": date(2017, 5, 2), "决定日期": datetime(2018, 5, 11)},
    }
    fill(listed, "异议清单", whole)
    book = openpyxl.load_workbook(listed)
    page = book["异议清单"]
    page.cell(1, page.max_column + 1).value = "备注"
    page.cell(2, page.max_column).value = "已电话告知"
    book.save(listed)
    printed = ipscore("objections", "decide", listed, "--run", run, "-o", listed.parent / "更正决定.csv")
    assert printed.code == 0, printed.err
    rows = {row["记录编号"]: row for row in written(listed)}
    assert rows["YJ3"]["决定日期"] == "2018-05-10"
    assert (rows["YJ4"]["决定日期"], rows["YJ4"]["原值"]) == ("2018-05-11", "2017-05-01")
    assert rows["YJ4"]["新值"].startswith("2017-05-02")


@pytest.mark.parametrize(
    ("cells", "told"),
    {
        "two decisions": (OTHERWISE, "YJ3 已有决定 更正〔2018〕1号（异议清单.xlsx[异议清单] 第"),
        "upheld and rejected": (REJECTED, "的同一请求在第"),
        "withdrawn and replaced": (REPLACE | UPHELD | {"应改为": "一般预警"}, "YJ3 既是更正，又是撤销"),
    }.values(),
    ids=lambda value: None,
)
def test_lines_about_one_record_that_do_not_go_together_are_told(
    run: Path, listed: Path, ipscore: Ipscore, cells: Cells, told: str
) -> None:
    fill(listed, "异议清单", {"YJ3": UPHELD, "YJ2": REJECTED, "YJ4": REJECTED})
    again(listed, "YJ3", {"决定文号": ""} | cells)
    printed = ipscore("objections", "decide", listed, "--run", run, "-o", listed.parent / "更正决定.csv")
    assert printed.code == 1
    assert told in printed.err.replace("\n", ""), printed.err
    assert not (listed.parent / "更正决定.csv").exists()


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("金额", "0.05", "0.05"),
        ("amount", "500万元", "0.05"),
        ("金额（万元）", "500", "0.05"),
        ("金额(亿元)", "0.05亿元", "0.05"),
        ("完成日期", "2017年8月2日", "2017年8月2日"),
    ],
)
def test_a_value_is_written_in_the_contract_s_unit_and_taken(  # noqa: PLR0917
    run: Path, records: Path, tmp_path: Path, ipscore: Ipscore, column: str, value: str, expected: str
) -> None:
    form, path = tmp_path / "丙.xlsx", tmp_path / "异议清单.xlsx"
    assert ipscore("objections", "form", run, "丙证券", "-o", form).code == 0
    fill(form, "异议", {"XM1": REPLACE | {"应改的列": "金额(亿元)", "应改为": "0.05"}})
    assert ipscore("objections", "read", form, "--run", run, "-o", path).code == 0
    printed = decided(run, path, {"XM1": UPHELD | {"应改的列": column, "应改为": value}}, ipscore)
    assert printed.code == 0, printed.err
    (row,) = written(path)
    assert row["新值"] == expected
    assert row["列"] in ("金额（亿元）", "完成日期")
    shutil.copy(tmp_path / "更正决定.csv", records)
    assert ipscore("score", records, "--rulebook", SMALL, "-o", tmp_path / "final_run").code == 0


@pytest.mark.parametrize(
    ("rows", "told"),
    {
        "nothing decided": ({}, "第 2 行：“决定”没有写（支持、驳回）"),
        "a word of its own": ({"YJ3": UPHELD | {"决定": "支特"}}, "“决定”不能是“支特”；可用：支持、驳回"),
        "no number": ({"YJ3": UPHELD | {"决定文号": ""}}, "没有写“决定文号”"),
        "no reason": ({"YJ3": REJECTED | {"决定理由": ""}}, "没有写“决定理由”"),
        "no day": ({"YJ3": UPHELD | {"决定日期": "五月"}}, "“决定日期”“五月”不是日期，应如 2018-05-10"),
        "another claim": ({"YJ3": UPHELD | {"请求": "删掉"}}, "“请求”不能是“删掉”"),
        "a record of nobody": ({"YJ3": UPHELD | {"记录编号": "YJ100"}}, "甲证券没有编号 YJ100 的记录"),
        "a column of none": (
            {"YJ4": UPHELD | {"应改的列": "levle"}},
            "“应改的列”不能是“levle”；资金监控预警可更正的列：预警日期、预警级别、预警事项",
        ),
        "a column by another header": (
            {"YJ4": UPHELD | {"应改的列": "预警类级"}},
            "可更正的列：预警日期、预警级别、预警事项，是否想写“预警级别”？",
        ),
        "a replacement of no column": (
            {"YJ4": UPHELD | {"应改的列": ""}},
            "请求“更正这条记录”的，写明“应改的列”",
        ),
        "a replacement of nothing by nothing": (
            {"YJ4": UPHELD | {"应改的列": "", "应改为": ""}},
            "请求“更正这条记录”的，写明“应改的列”和“应改为”",
        ),
        "a move to nobody": (
            {"YJ2": UPHELD | {"应改为": ""}},
            "请求“改记到其他公司”的，在“应改为”写明那家公司",
        ),
        "a move to an unknown firm": (
            {"YJ2": UPHELD | {"应改为": "丙证劵"}},
            "异议清单.xlsx[异议清单] 第 2 行：证券公司名录里没有“丙证劵”，是否指：丙证券？",
        ),
        "a move to the same firm": ({"YJ2": UPHELD | {"应改为": "甲证券西部"}}, "新旧是同一家公司（甲证券西部）"),
        "a claim about no record": ({"YJ3": UPHELD | {"记录编号": ""}}, "没有写“记录编号”"),
        "a source of none": ({"YJ3": UPHELD | {"数据源": "资金预警"}}, "没有数据源“资金预警”的记录；可用："),
        "a value outside the vocabulary": (
            {"YJ4": UPHELD | {"应改为": "重大预警"}},
            "资金监控预警 YJ4的预警级别“重大预警”：不在可选值之内（提示关注、一般预警）",
        ),
        "a value that is no date": (
            {"YJ4": UPHELD | {"应改的列": "预警日期", "应改为": "2017-13-05"}},
            "资金监控预警 YJ4的预警日期“2017-13-05”：没有这一天",
        ),
        "the value that there is": ({"YJ4": UPHELD | {"应改为": "一般 预警"}}, "新值与原值相同（一般 预警）"),
        "a decision before the record": (
            {"YJ3": UPHELD | {"决定日期": "2017-06-30"}},
            "决定 更正〔2018〕1号 的日期 2017-06-30 早于资金监控预警 YJ3的预警日期 2017-07-01",
        ),
        "two dates of one decision, in other brackets": (
            {"YJ3": UPHELD, "YJ4": UPHELD | {"决定文号": "更正[2018]1号", "决定日期": "2018-05-11"}},
            "的日期 2018-05-11 与 异议清单.xlsx[异议清单] 第",
        ),
    }.values(),
    ids=lambda value: None,
)
def test_what_is_wrong_is_told_with_its_line_and_no_correction_is_written(
    run: Path, listed: Path, ipscore: Ipscore, rows: dict[str, Cells], told: str
) -> None:
    whole = {record: REJECTED | rows.get(record, {}) for record in ("YJ3", "YJ2", "YJ4")} if rows else {}
    printed = decided(run, listed, whole, ipscore)
    assert printed.code == 1
    assert told in printed.err.replace("\n", ""), printed.err
    assert not (listed.parent / "更正决定.csv").exists()


def test_what_is_no_correction_of_a_record_is_left_to_the_office(run: Path, tmp_path: Path, ipscore: Ipscore) -> None:
    form, path = tmp_path / "甲.xlsx", tmp_path / "异议清单.xlsx"
    assert ipscore("objections", "form", run, "甲证券", "-o", form).code == 0
    again = {"异议理由": "计算有误", "说明与依据": "应为两次", "请求": "重新计算"}
    fill(form, "异议", {"YJ3": again})
    assert ipscore("objections", "read", form, "--run", run, "-o", path).code == 0
    printed = decided(run, path, {"YJ3": UPHELD}, ipscore)
    assert printed.code == 0, printed.err
    assert "0 行更正" in printed.out
    assert "另有 1 条支持的请求不是对一条记录的更正" in printed.out


def test_another_workbook_is_no_list(run: Path, tmp_path: Path, ipscore: Ipscore) -> None:
    form = tmp_path / "甲.xlsx"
    assert ipscore("objections", "form", run, "甲证券", "-o", form).code == 0
    printed = ipscore("objections", "decide", form, "--run", run, "-o", tmp_path / "更正决定.csv")
    assert printed.code == 1
    assert "写出），没有工作表 异议清单" in printed.err.replace("\n", "")
