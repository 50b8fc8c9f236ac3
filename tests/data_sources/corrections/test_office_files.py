"""Correction files as offices make them: each is applied as it means, or refused with the cause."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from data_sources.errors import IntakeError
from tests.data_sources.corrections.support import HEADER, ROWS, corrected, decision, write

Rows = list[list[Any]]
H = HEADER.split(",")
TITLE = ["2017年度更正决定汇总表", *[None] * 8]
COMPLAINTS, RATIOS = "12386投诉工单", "年报风控指标"
ON = date(2018, 5, 10)
NUMBERED = ["007,华夏证券,其他,2017-03-05,2017-04-05,否", "010,华夏证券,其他,2017-03-06,,否"]
OF_RATIOS = '证券公司,指标名称,分子,分母,截止日期\n华夏证券,资本杠杆率,"54,000","100,000",2017-12-31\n'


def row(record: Any = "G4", action: str = "更正", *change: Any, number: str = "更1", **more: Any) -> list[Any]:
    column, old, new = change or ("投诉类别", "交易系统", "其他")
    source, reason = more.get("source", COMPLAINTS), more.get("reason", "录入有误")
    return [source, record, action, column, old, new, reason, number, more.get("on", ON)]


def withdrawn(record: Any = "G1", number: str = "更2") -> list[Any]:
    return row(record, "撤销", None, None, None, number=number)


def zeros(page: Any) -> None:
    page["B2"].number_format = "000"


def grouped(page: Any) -> None:
    page["E2"].number_format = page["F2"].number_format = "#,##0.00"


def merged(*ranges: str) -> Callable[[Any], None]:
    return lambda page: [page.merge_cells(each) for each in ranges] and None


def nothing(page: Any) -> None:
    """As it is."""


OTHER = [None, None, "更正", "是否存在过错", "是", "否", None, None, None]
G4, G1 = ("G4", "category", "其他"), ("G1", "", None)
APPLIED: dict[str, tuple[Rows, Callable[[Any], None], list[tuple[Any, ...]]]] = {
    "dates as dates": (
        [H, row("G4", "更正", "受理日期", date(2017, 5, 5), date(2017, 5, 6), on=datetime(2018, 5, 10, 14, 30))],
        nothing,
        [("G4", "received_on", "2017-05-06")],
    ),
    "a title above, merged": ([TITLE, H, row()], merged("A1:I1"), [G4]),
    "one decision merged over two rows": (
        [H, row(), OTHER],
        merged("A2:A3", "B2:B3", "G2:G3", "H2:H3", "I2:I3"),
        [G4, ("G4", "at_fault", "否")],
    ),
    "numbers of rows, notes and a total": (
        [["序号", *H, "备注"], [1, *row(), "已核"], ["合计", "1条", *[None] * 9]],
        nothing,
        [G4],
    ),
    "notes and signatures below": (
        [
            H,
            row(),
            ["注：本表由法律部填写", *[None] * 8],
            [None] * 9,
            ["经办：李四", None, None, "复核：王五", *[None] * 5],
        ],
        nothing,
        [G4],
    ),
    "a header that stands again": ([H, row(), H, withdrawn()], nothing, [G4, G1]),
    "a header over two lines": ([[name.replace("记录", "记录\n") for name in H], row()], nothing, [G4]),
    "other headers in another order": (
        [
            ["文号", "更正日期", "数据源", "记录编号", "处理方式", "字段", "旧值", "更正后", "原因"],
            ["更1", ON, COMPLAINTS, "G4", "更正", "类别", "交易系统", "其他", "误"],
        ],
        nothing,
        [G4],
    ),
    "a flag as a flag": ([H, row("G4", "更正", "是否存在过错", True, False)], nothing, [("G4", "at_fault", "false")]),
    "full width and blanks": (
        [H, row(" Ｇ1 ", "撤 销", None, None, None, source="１２３８６ 投诉工单")],
        nothing,
        [("G1", "", None)],
    ),
    "a value as it shows": ([H, row("G5", "更正", "投诉类别", "其它", "其他")], nothing, [("G5", "category", "其他")]),
    "a full name for a short one": (
        [H, row("G1", "改列", "证券公司", "华夏证券股份有限公司", "北海证券（西部）有限公司")],
        nothing,
        [("G1", "firm", "北海证券（西部）有限公司")],
    ),
    "a reason over lines": ([H, row(reason="异议成立：\n1. 录入有误；\n2. 合计有误")], nothing, [G4]),
}
REFUSED: dict[str, tuple[Rows, Callable[[Any], None], str]] = {
    "cells left empty for the row above": ([H, row(), OTHER], nothing, "第 3 行：记录编号：缺少记录编号，不得留空"),
    "a firm's name beside": ([[*H, "公司"], [*row(), "北海证券"]], nothing, "表头“公司”不是更正决定的列"),
    "part of a firm's name": (
        [H, row("G1", "改列", None, "华夏证券", "北海")],
        nothing,
        "证券公司名录里没有“北海”，是否指：北海证券、北海西部？",
    ),
    "a word nearly right": ([H, row("G1", "撤消", None, None, None)], nothing, "是否想写“撤销”？"),
    "a file for a source": ([H, row(source="12386投诉工单.csv")], nothing, "没有可更正的来源“12386投诉工单.csv”"),
    "a formula that was never computed": (
        [H, row("G4", "更正", "投诉类别", "交易系统", "=A1")],
        nothing,
        "公式没有存下结果",
    ),
    "a row that stands twice": ([H, row(), row()], nothing, "的同一处已在 更正决定.xlsx[更正决定] 第 2 行 写过"),
    "a new record in one row": (
        [[*H, "证券公司"], [*row("G9", "补录", None, None, None), "华夏证券"]],
        nothing,
        "表头“证券公司”不是更正决定的列",
    ),
}


def book(folder: Path, rows: Rows, change: Callable[[Any], None] = nothing, name: str = "更正决定") -> None:
    made = openpyxl.Workbook()
    page = made.active
    page.title = "更正决定"
    for cells in rows:
        page.append(cells)
    change(page)
    made.save(folder / f"{name}.xlsx")


def applied(folder: Path) -> list[tuple[Any, ...]]:
    return corrected(folder).corrections.applied.select("record_id", "column", "new").rows()


@pytest.mark.parametrize(("rows", "change", "expected"), APPLIED.values(), ids=APPLIED)
def test_a_workbook_is_applied(
    tmp_path: Path, rows: Rows, change: Callable[[Any], None], expected: list[tuple[Any, ...]]
) -> None:
    book(write(tmp_path, None), rows, change)
    assert applied(tmp_path) == expected


@pytest.mark.parametrize(("rows", "change", "told"), REFUSED.values(), ids=REFUSED)
def test_a_workbook_is_refused(tmp_path: Path, rows: Rows, change: Callable[[Any], None], told: str) -> None:
    book(write(tmp_path, None), rows, change)
    with pytest.raises(IntakeError) as error:
        applied(tmp_path)
    assert told in str(error.value)


def test_a_number_with_zeros_before_it_is_known_where_it_shows_them(tmp_path: Path) -> None:
    book(write(tmp_path, None, NUMBERED), [H, withdrawn(7)], zeros)
    assert applied(tmp_path) == [("007", "", None)]
    book(tmp_path, [H, withdrawn(7)])
    with pytest.raises(IntakeError, match="没有记录 7，是否指：007？"):
        applied(tmp_path)


def test_numbers_may_show_separators(tmp_path: Path) -> None:
    change = row("年报风控指标.csv#2", "更正", "分子", 54000, 55000.5, source=RATIOS)
    book(write(tmp_path, None), [H, change], grouped)
    (tmp_path / "年报风控指标.csv").write_text(OF_RATIOS, encoding="utf-8")
    assert corrected(tmp_path).tables["annual_ratios"].collect()["numerator"].to_list() == [55000.5]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_a_text_file_may_be_of_any_encoding_that_records_may(tmp_path: Path, encoding: str) -> None:
    text = f"{HEADER}\n{decision('G4', '更正', '投诉类别', '交易系统', '其他')}\n"
    (write(tmp_path, None) / "更正决定.csv").write_bytes(text.encode(encoding))
    assert applied(tmp_path) == [G4]


@pytest.mark.parametrize("second", [row("G4", "更正", "投诉类别", "其他", "交易系统", number="更9"), withdrawn("G4")])
def test_a_second_round_about_one_record_in_another_file_is_refused(tmp_path: Path, second: list[Any]) -> None:
    book(write(tmp_path, None), [H, row()])
    book(tmp_path, [H, second], name="更正决定（第二批）")
    with pytest.raises(
        IntakeError, match=r"已有决定 .*又有决定 .*一条记录只能有一个决定；只留后作出的，原值写文件里的值"
    ):
        applied(tmp_path)


def test_a_second_round_about_other_records_in_another_file_is_applied(tmp_path: Path) -> None:
    book(write(tmp_path, None, ROWS), [H, row()])
    book(tmp_path, [H, withdrawn()], name="更正决定（第二批）")
    assert sorted(applied(tmp_path)) == sorted([G4, G1])
