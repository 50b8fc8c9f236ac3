"""A copy says of a file of any format all that the file says, and nothing is parsed again."""

import re
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import polars as pl
import pyreadstat
import pytest
import xlsxwriter
import xlwt

import data_sources
from ipscore import cache as cache_of_the_user
from tests.data_sources.cache.support import (
    ALL_FILES,
    IN_BATCHES,
    assert_identical,
    cache_in,
    nothing_is_parsed,
    texts_in,
)
from tests.data_sources.stage import test_dbf_files, test_ods, test_spreadsheetml
from tests.data_sources.support import read

HEADER = ["工单编号", "证券公司", "投诉类别", "受理日期", "办结日期", "是否存在过错"]
ROWS = [
    ["GD1", "华夏证券", "其他", "2017-03-05", "", "否"],
    ["GD2", "华夏政券", "其他", "2017-03-05", "", "否"],
    ["GD3", "东方投行", "其他", "2017-03-05", "", "否"],
    ["GD4", "北海证券", "其他", "#N/A", "", "否"],
    ["GD5", "北海证券", "交易系统", "2017-03-05", "", "是"],
    ["合计", "", "", "", "", ""],
    ["填表人：张三，电话13812345678", "", "", "", "", ""],
]
WARNINGS = [
    ["预警编号", "证券公司", "预警日期", "预警级别", "预警事项"],
    ["Y1", "华夏证券", "2017-03-05", "提示关注", "x"],
]


def xlsx(folder):
    with xlsxwriter.Workbook(folder / "all.xlsx") as book:
        sheet = book.add_worksheet("complaints")
        for number, row in enumerate([HEADER, *ROWS]):
            sheet.write_row(number, 0, row)
        sheet.set_row(5, None, None, {"hidden": True})
        hidden = book.add_worksheet("fund_warnings")
        for number, row in enumerate(WARNINGS):
            hidden.write_row(number, 0, row)
        hidden.hide()
        ratios = book.add_worksheet("annual_ratios")
        ratios.write_row(0, 0, ["证券公司", "指标名称", "分子", "分母", "截止日期"])
        ratios.write_row(1, 0, ["华夏证券", "资本杠杆率", 1, 2, "2017-12-31"])
        ratios.write_row(2, 0, ["北海证券", "资本杠杆率", 1, 2, "2017-12-31"])
        ratios.write_number(2, 2, 0.85, book.add_format({"num_format": "0%"}))
        ratios.write_formula(3, 2, "=SUM(C2:C3)", None, "#DIV/0!")
        book.add_worksheet("备注").write_row(0, 0, ["甲", "乙"])


def xls(folder):
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("complaints")
    for number, row in enumerate([HEADER, *ROWS]):
        for at, cell in enumerate(row):
            sheet.write(number, at, cell)
    sheet.row(5).hidden = True
    hidden = book.add_sheet("fund_warnings")
    for number, row in enumerate(WARNINGS):
        for at, cell in enumerate(row):
            hidden.write(number, at, cell)
    hidden.visibility = 1
    book.save(folder / "all.xls")


def ods(folder):
    lines = [
        f"<table:table-row>{''.join(test_ods.cell('string', '', cell) for cell in row)}</table:table-row>"
        for row in [HEADER, *ROWS]
    ]
    test_ods.write(folder / "complaints.ods", "".join(lines).replace("<table:table-row>", HIDDEN, 1))


HIDDEN = '<table:table-row table:visibility="collapse">'


def spreadsheetml(folder):
    lines = [
        f"<Row>{''.join(test_spreadsheetml.cell('String', cell) for cell in row)}</Row>" for row in [HEADER, *ROWS]
    ]
    lines[4] = lines[4].replace("<Row>", '<Row ss:Hidden="1">')
    (folder / "complaints.xls").write_text(test_spreadsheetml.page("".join(lines)), encoding="utf-8")


def html(folder):
    lines = [f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in [HEADER, *ROWS]]
    lines[4] = lines[4].replace("<tr>", '<tr style="display:none">')
    page = f"<html><meta charset='utf-8'><table>{''.join(lines)}</table></html>"
    (folder / "complaints.xls").write_text(page, encoding="utf-8")


def dbf(folder):
    fields = [(name.encode("gbk")[:10], "C", 40, 0) for name in HEADER]
    records = [b" " + b"".join(test_dbf_files.text(cell, 40) for cell in row) for row in ROWS]
    records[3] = b"*" + records[3][1:]
    (folder / "complaints.dbf").write_bytes(test_dbf_files.by_hand(fields, records))


def sav(folder):
    frame = pl.DataFrame(ROWS, ["record_id", "firm", "category", "received_on", "closed_on", "at_fault"], orient="row")
    pyreadstat.write_sav(frame, folder / "complaints.sav", column_labels=HEADER)


def text(folder):
    lines = "\n".join(",".join(row) for row in [HEADER, *ROWS])
    (folder / "complaints.csv").write_text(lines, encoding="utf-8")


FORMATS = [xlsx, xls, ods, spreadsheetml, html, dbf, sav, text]


@pytest.mark.parametrize("limits", [ALL_FILES, IN_BATCHES], ids=["at once", "in batches"])
@pytest.mark.parametrize("make", FORMATS, ids=lambda make: make.__name__)
def test_the_second_run_says_what_the_first_said(tmp_path, make, limits):
    folder = tmp_path / "records"
    folder.mkdir()
    make(folder)
    (folder / "fund_warnings.csv").write_text("\n".join(map(",".join, WARNINGS)), encoding="utf-8")
    plain = read(folder, limits=limits)
    making = read(folder, limits=limits, cache=cache_in(tmp_path / "cache"))
    assert_identical(plain, making)
    with nothing_is_parsed():
        copied = read(folder, limits=limits, cache=cache_in(tmp_path / "cache"))
    assert_identical(plain, copied)
    told = " ".join((*copied.remarks, *(remark for entry in copied.intake for remark in entry.remarks)))
    assert make is text or make is sav or "隐藏" in told or "删除" in told
    assert any(entry.excluded >= 3 for entry in copied.intake), "neither the totals nor the note was found"
    assert "13812345678" not in " ".join(texts_in(tmp_path / "cache"))


def test_what_a_workbook_hides_is_told_again(tmp_path):
    folder = tmp_path / "records"
    folder.mkdir()
    xlsx(folder)
    (folder / "fund_warnings.csv").write_text("\n".join(map(",".join, WARNINGS)), encoding="utf-8")
    for _ in range(2):
        found = read(folder, limits=ALL_FILES, cache=cache_in(tmp_path / "cache"))
        assert any("all.xlsx[fund_warnings]：是隐藏的工作表" in remark for remark in found.remarks)
        assert "all.xlsx[备注]（说明）" in found.ignored
        assert any("隐藏" in remark for entry in found.intake for remark in entry.remarks)


def test_a_file_without_records_is_not_parsed_again(tmp_path):
    folder = tmp_path / "records"
    folder.mkdir()
    text(folder)
    with xlsxwriter.Workbook(folder / "别的.xlsx") as book:
        book.add_worksheet("甲").write_row(0, 0, ["甲", "乙"])
    plain = read(folder)
    read(folder, limits=ALL_FILES, cache=cache_in(tmp_path / "cache"))
    with nothing_is_parsed():
        assert_identical(plain, read(folder, limits=ALL_FILES, cache=cache_in(tmp_path / "cache")))


def test_every_library_that_reads_decides_on_the_copies():
    sources = "".join(path.read_text(encoding="utf-8") for path in Path(data_sources.__file__).parent.rglob("*.py"))
    imported = set(re.findall(r"^\s*(?:from|import) ([a-z_0-9]+)", sources, re.MULTILINE))
    project = tomllib.loads((Path(data_sources.__file__).parent.parent / "pyproject.toml").read_text("utf-8"))
    ours = {re.split(r"[\[>=<]", named)[0] for named in project["project"]["dependencies"]}
    used = {name for module in imported for name in packages_distributions().get(module, []) if name.lower() in ours}
    of_parquet = {"narwhals", "thrift"}  # of which there are no copies
    others = {"filelock", "xlsxwriter", "highspy", "pydantic", "pathvalidate"}  # these read no files
    assert {name.lower() for name in used} - others - of_parquet == {
        name.lower() for name in cache_of_the_user._LIBRARIES
    }
