"""A firm's breakdown shows what each of its records says, in all formats, and no record of another."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pypdf
import pytest

from ipscore.run_folder import Run
from ipscore.run_records import kinds_of_run
from reports.document import Exhibit
from reports.firm import Firm, Industry, breakdown, shortened, write_workbook
from tests.ipscore.conftest import Ipscore
from tests.reports.small import A, B


@pytest.fixture
def firms(run: Path) -> dict[str, Firm]:
    opened = Run.open(run)
    industry = Industry(opened.evaluation, kinds=kinds_of_run(opened))
    return {firm_id: industry.of(firm_id) for firm_id in (A, B)}


def tables(firm: Firm) -> dict[str, Exhibit]:
    return {block.key: block for block in breakdown(firm).body if isinstance(block, Exhibit)}


def test_every_indicator_has_a_table_of_its_records(firms: dict[str, Firm]) -> None:
    table = tables(firms[A])["records-1.1-fund_warnings"].table
    headers = [column.header for column in table.columns]
    assert headers == ["预警编号", "涉及公司", "预警日期", "预警级别", "预警事项", "计入"]
    assert table.rows == (
        ("YJ1", "甲证券", "2017-05-01", "提示关注", "划款", "提示关注"),
        ("YJ2", "甲证券西部", "2017-05-01", "提示关注", "划款", "提示关注"),
        ("YJ3", "甲证券", "2017-07-01", "提示关注", "报送", "提示关注"),
    )
    assert "涉及公司" not in [column.header for column in tables(firms[B])["records-1.1-fund_warnings"].table.columns]


def test_in_print_the_first_are_shown_and_the_rest_counted(firms: dict[str, Firm]) -> None:
    short = shortened(breakdown(firms[A]), firms[A], 1)
    (table,) = [b.table for b in short.body if isinstance(b, Exhibit) and b.key == "records-1.1-fund_warnings"]
    assert [row[0] for row in table.rows] == ["YJ1"]
    assert "其余 2" in table.notes[0]


def test_the_workbook_has_a_sheet_per_source_to_be_filtered(firms: dict[str, Firm], tmp_path: Path) -> None:
    write_workbook(firms[A], tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["记录_资金监控预警"]
    header, *rows = sheet.iter_rows(values_only=True)
    assert header[3:] == ("预警编号", "涉及公司", "预警日期", "预警级别", "预警事项")
    assert [row[3] for row in rows] == ["YJ1", "YJ2", "YJ3"]
    assert sheet.auto_filter.ref == "A1:H4"


def test_the_page_filters_and_no_file_shows_a_record_of_another_firm(
    run: Path, tmp_path: Path, ipscore: Ipscore
) -> None:
    for form in ("html", "pdf", "xlsx"):
        printed = ipscore("report", "firm", run, "乙证券", "-o", tmp_path / f"b.{form}")
        assert printed.code == 0, printed.err
    page = re.sub(r"base64,[^)]*", "", (tmp_path / "b.html").read_text(encoding="utf-8"))
    assert "part-records-" in page
    assert "筛选" in page
    book = openpyxl.load_workbook(tmp_path / "b.xlsx")
    cells = " ".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    printed_page = "".join(each.extract_text() for each in pypdf.PdfReader(tmp_path / "b.pdf").pages)
    for text in (page, cells, printed_page):
        assert "YJ4" in text
        for strange in ("YJ1", "YJ2", "YJ3", "GD01", "甲证券"):
            assert strange not in text
