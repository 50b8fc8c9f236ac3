from __future__ import annotations

import zipfile
from pathlib import Path

import fastexcel
import pytest

from reports.distribution_workbook import write_workbook
from tests.reports.small import evaluation


@pytest.mark.parametrize(("node", "bands"), [(None, 9), ("1.1", 2)])
def test_a_workbook_has_summary_bands_and_charts(tmp_path: Path, node: str | None, bands: int) -> None:
    path = tmp_path / "分布.xlsx"
    write_workbook(path, evaluation(), node)
    workbook = fastexcel.read_excel(path)
    assert workbook.sheet_names == ["汇总", "得分分布", "分布图"]
    summary = workbook.load_sheet("汇总").to_polars()
    assert summary.columns[:3] == ["指标", "名称", "级别"]
    assert summary.height == (1 if node else evaluation().summary.height)
    rows = workbook.load_sheet("得分分布", header_row=None).to_polars()
    assert rows.height >= bands


def test_the_same_evaluation_gives_the_same_bytes(tmp_path: Path) -> None:
    one, other = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    for path in (one, other):
        write_workbook(path, evaluation())
    assert one.read_bytes() == other.read_bytes()


def test_sheets_are_printed_on_whole_landscape_pages(tmp_path: Path) -> None:
    path = tmp_path / "分布.xlsx"
    write_workbook(path, evaluation())
    with zipfile.ZipFile(path) as archive:
        summary, bands, charts = (archive.read(f"xl/worksheets/sheet{at}.xml").decode() for at in (1, 2, 3))
        drawn = archive.read("xl/drawings/drawing1.xml").decode().count("<xdr:graphicFrame ")
    for sheet in (summary, bands, charts):
        assert 'orientation="landscape"' in sheet
        assert 'paperSize="9"' in sheet
    for sheet in (summary, bands):
        assert "<pageSetUpPr fitToPage" in sheet
        assert 'fitToHeight="0"' in sheet
    assert drawn == 8
    assert charts.count("<brk ") == 1, "two rows of two charts a page, never one across two pages"
